"""People in PostgreSQL."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, Row, bindparam, func, insert, select, update

from chassis.errors import StaleVersion
from chassis.postgres.driver_statements import DriverRead
from chassis.postgres.principals import PrincipalsTable
from chassis.principals import PrincipalRow
from kernel.standing import Standing
from kernel.tiers import Tier
from services.identity.domain.errors import SubscriberNotFound
from services.identity.domain.subscriber import Profile, Subscriber
from services.identity.domain.verification_lifecycle import Outcome
from services.identity.outbound.postgres.tables import SUBSCRIBERS, VERIFICATIONS

_WITH_NEWEST_OUTCOME: Final = DriverRead(
    select(
        SUBSCRIBERS,
        select(VERIFICATIONS.c.outcome)
        .where(VERIFICATIONS.c.subject == SUBSCRIBERS.c.subject)
        .order_by(VERIFICATIONS.c.opened_at.desc())
        .limit(1)
        .scalar_subquery()
        .label("newest_outcome"),
    ).where(SUBSCRIBERS.c.subject == bindparam("person"))
)


@dataclass(frozen=True, slots=True)
class PostgresSubscribers:
    """The people on one transaction. Identity's own principals row is kept with each change."""

    connection: Connection

    def add(self, subscriber: Subscriber) -> None:
        """Insert a person."""
        self.connection.execute(insert(SUBSCRIBERS).values(_row(subscriber)))
        PrincipalsTable(self.connection).keep(principal_row(subscriber))

    def get(self, subject: str, *, lock: bool = False) -> Subscriber:
        """Return a person, their row locked until the transaction ends if asked.

        Raises:
            SubscriberNotFound: there is none.
        """
        query = select(SUBSCRIBERS).where(SUBSCRIBERS.c.subject == subject)
        row = self.connection.execute(query.with_for_update() if lock else query).one_or_none()
        if row is None:
            raise SubscriberNotFound("There is no such person.")
        return subscriber_of(row)

    def known(self, subjects: Collection[str]) -> Mapping[str, Subscriber]:
        """Return those of these people who are there, by subject, in one round trip."""
        query = select(SUBSCRIBERS).where(SUBSCRIBERS.c.subject.in_(sorted(subjects)))
        return {row.subject: subscriber_of(row) for row in self.connection.execute(query)}

    def with_newest_outcome(self, subject: str) -> tuple[Subscriber, Outcome | None]:
        """Return a person, and where their newest case stands; in one round trip.

        Raises:
            SubscriberNotFound: there is none.
        """
        row = _WITH_NEWEST_OUTCOME.one_or_none(self.connection, person=subject)
        if row is None:
            raise SubscriberNotFound("There is no such person.")
        return subscriber_of(row), Outcome[row.newest_outcome] if row.newest_outcome else None

    def find_by_email(self, email: str) -> Subscriber | None:
        """Return the person with an address, whatever its case."""
        row = self.connection.execute(
            select(SUBSCRIBERS).where(func.lower(SUBSCRIBERS.c.email) == email.lower())
        ).one_or_none()
        return None if row is None else subscriber_of(row)

    def save(self, subscriber: Subscriber, *, over: int | None = None) -> None:
        """Keep the next version, or the one over a version that is named, and the rights with it.

        Raises:
            StaleVersion: the row is not at the version before it.
        """
        before = subscriber.rights_version - 1 if over is None else over
        changed = self.connection.execute(
            update(SUBSCRIBERS)
            .where(
                SUBSCRIBERS.c.subject == subscriber.subject,
                SUBSCRIBERS.c.rights_version == before,
            )
            .values(_row(subscriber))
        ).rowcount
        if changed != 1:
            raise StaleVersion("The person's rights changed meanwhile: try again.")
        PrincipalsTable(self.connection).keep(principal_row(subscriber))

    def everyone(self) -> Sequence[Subscriber]:
        """Return every person."""
        rows = self.connection.execute(select(SUBSCRIBERS).order_by(SUBSCRIBERS.c.created_at))
        return [subscriber_of(row) for row in rows]

    def without_organisation(self, *, size: int) -> Sequence[Subscriber]:
        """Return some who named an organisation and have none, locked."""
        rows = self.connection.execute(
            select(SUBSCRIBERS)
            .where(
                SUBSCRIBERS.c.organisation_id.is_(None),
                SUBSCRIBERS.c.organisation_name != "",
                SUBSCRIBERS.c.standing == Standing.ACTIVE.name,
            )
            .order_by(SUBSCRIBERS.c.subject)
            .limit(size)
            .with_for_update(skip_locked=True)
        )
        return [subscriber_of(row) for row in rows]

    def emails_of(self, subjects: Collection[str]) -> Mapping[str, str]:
        """Return the addresses of these people's accounts that are not closed."""
        named = select(SUBSCRIBERS.c.subject, SUBSCRIBERS.c.email).where(
            SUBSCRIBERS.c.subject.in_(list(subjects)),
            SUBSCRIBERS.c.standing != Standing.CLOSED.name,
        )
        return {row.subject: row.email for row in self.connection.execute(named)}

    def not_warned(self, *, size: int) -> Sequence[Subscriber]:
        """Return some with an account in use whose alerts by mail were never begun, locked."""
        rows = self.connection.execute(
            select(SUBSCRIBERS)
            .where(
                SUBSCRIBERS.c.warned_since.is_(None),
                SUBSCRIBERS.c.standing == Standing.ACTIVE.name,
            )
            .order_by(SUBSCRIBERS.c.subject)
            .limit(size)
            .with_for_update(skip_locked=True)
        )
        return [subscriber_of(row) for row in rows]

    def warned(self, subject: str, at: datetime) -> None:
        """Keep that a person's alerts by mail were begun."""
        self.connection.execute(
            update(SUBSCRIBERS).where(SUBSCRIBERS.c.subject == subject).values(warned_since=at)
        )


def principal_row(person: Subscriber) -> PrincipalRow:
    """Return the rights of a person."""
    return PrincipalRow(
        subject=person.subject,
        tier=person.tier,
        roles=person.roles,
        regions=person.profile.regions,
        sectors=person.profile.sectors,
        closed_groups=person.closed_groups,
        organisation_id=None if person.organisation_id is None else str(person.organisation_id),
        organisation_admin=person.organisation_admin,
        standing=person.standing,
        valid_after=person.valid_after,
        rights_version=person.rights_version,
    )


def _row(person: Subscriber) -> dict[str, Any]:
    return {
        "subject": person.subject,
        "email": person.profile.email,
        "given_name": person.profile.given_name,
        "family_name": person.profile.family_name,
        "organisation_name": person.profile.organisation_name,
        "regions": sorted(person.profile.regions),
        "sectors": sorted(person.profile.sectors),
        "language": person.profile.language,
        "tier": person.tier.name,
        "roles": sorted(person.roles),
        "standing": person.standing.name,
        "valid_after": person.valid_after,
        "rights_version": person.rights_version,
        "created_at": person.created_at,
        "suspended_by": person.suspended_by,
        "organisation_id": person.organisation_id,
        "closed_groups": sorted(person.closed_groups),
        "organisation_admin": person.organisation_admin,
        "invited_by": person.invited_by,
    }


def profile_of(row: Row[Any]) -> Profile:
    """Return what a row of people or applications says of the person."""
    return Profile(
        email=row.email,
        given_name=row.given_name,
        family_name=row.family_name,
        organisation_name=row.organisation_name,
        regions=frozenset(row.regions),
        sectors=frozenset(row.sectors),
        language=row.language,
    )


def subscriber_of(row: Row[Any]) -> Subscriber:
    """Return the person of a row."""
    return Subscriber(
        subject=row.subject,
        profile=profile_of(row),
        tier=Tier[row.tier],
        roles=frozenset(row.roles),
        standing=Standing[row.standing],
        valid_after=row.valid_after,
        rights_version=row.rights_version,
        created_at=row.created_at,
        suspended_by=row.suspended_by,
        organisation_id=row.organisation_id,
        closed_groups=frozenset(row.closed_groups),
        organisation_admin=row.organisation_admin,
        invited_by=row.invited_by,
    )
