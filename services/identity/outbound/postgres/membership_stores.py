"""Who belongs to organisations, and whom those invited, in PostgreSQL."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    and_,
    cast,
    delete,
    func,
    insert,
    not_,
    or_,
    select,
    tuple_,
    update,
)
from sqlalchemy.dialects.postgresql import UUID as UUID_TYPE

from kernel.pages import Place
from kernel.standing import Standing
from services.identity.domain.invitation import GOOD_FOR, Ending, Invitation
from services.identity.domain.organisation import Organisation
from services.identity.domain.subscriber import Subscriber
from services.identity.outbound.postgres.organisation_tables import INVITATIONS
from services.identity.outbound.postgres.organisations_store import organisation_of_row
from services.identity.outbound.postgres.subscribers_store import subscriber_of
from services.identity.outbound.postgres.tables import ORGANISATIONS, SUBSCRIBERS

_ACTIVE: Final = SUBSCRIBERS.c.standing == Standing.ACTIVE.name


@dataclass(frozen=True, slots=True)
class PostgresMembers:
    """Who belongs to organisations, on one transaction."""

    connection: Connection

    def page(
        self, organisation_id: UUID, *, after: Place | None, size: int
    ) -> Sequence[Subscriber]:
        """Return those of one, who had an account first before the others."""
        key = tuple_(SUBSCRIBERS.c.created_at, cast(SUBSCRIBERS.c.subject, UUID_TYPE(as_uuid=True)))
        query = select(SUBSCRIBERS).where(SUBSCRIBERS.c.organisation_id == organisation_id)
        if after is not None:
            query = query.where(key > tuple_(after.at, after.item_id))
        return [
            subscriber_of(row) for row in self.connection.execute(query.order_by(key).limit(size))
        ]

    def admins(self, organisation_id: UUID, *, suspended_too: bool = False) -> Sequence[str]:
        """Return the admins of one who may use their account, or who are suspended as well."""
        own = SUBSCRIBERS.c.organisation_id == organisation_id
        those = own if suspended_too else _active_of(organisation_id)
        query = select(SUBSCRIBERS.c.subject).where(those, SUBSCRIBERS.c.organisation_admin)
        return self.connection.execute(query.order_by(SUBSCRIBERS.c.subject)).scalars().all()

    def unled(self, *, after: Place | None, size: int) -> Sequence[tuple[Organisation, int]]:
        """Return open organisations that nobody runs, oldest first, with how many belong there."""
        people = (
            select(SUBSCRIBERS.c.organisation_id, func.count().label("people"))
            .where(SUBSCRIBERS.c.organisation_id.is_not(None))
            .group_by(SUBSCRIBERS.c.organisation_id)
            .having(
                func.count() > 1,
                func.bool_or(_ACTIVE),
                func.bool_and(or_(SUBSCRIBERS.c.organisation_admin.is_(False), not_(_ACTIVE))),
            )
            .subquery()
        )
        key = tuple_(ORGANISATIONS.c.created_at, ORGANISATIONS.c.organisation_id)
        query = (
            select(ORGANISATIONS, people.c.people)
            .join(people, people.c.organisation_id == ORGANISATIONS.c.organisation_id)
            .where(ORGANISATIONS.c.closed_at.is_(None))
        )
        if after is not None:
            query = query.where(key > tuple_(after.at, after.item_id))
        found = self.connection.execute(query.order_by(key).limit(size))
        return [(organisation_of_row(row), row.people) for row in found]

    def with_emails(self, organisation_id: UUID, emails: Sequence[str]) -> Mapping[str, str]:
        """Return who belongs to it by these addresses in lower case."""
        email = func.lower(SUBSCRIBERS.c.email)
        query = select(email.label("email"), SUBSCRIBERS.c.subject).where(
            SUBSCRIBERS.c.organisation_id == organisation_id, email.in_(list(emails))
        )
        return {row.email: row.subject for row in self.connection.execute(query)}

    def eldest(self, organisation_id: UUID, *, without: str) -> Subscriber | None:
        """Return who has had an account in use for longest, locked; who is held is passed over.

        Waiting for them could never end: who goes at the same moment holds their own row, and waits
        for the organisation that the caller holds.
        """
        query = select(SUBSCRIBERS).where(
            _active_of(organisation_id), SUBSCRIBERS.c.subject != without
        )
        oldest = query.order_by(SUBSCRIBERS.c.created_at, SUBSCRIBERS.c.subject).limit(1)
        row = self.connection.execute(oldest.with_for_update(skip_locked=True)).one_or_none()
        return None if row is None else subscriber_of(row)

    def renamed(self, organisation_id: UUID, name: str) -> None:
        """Say the new name in the record of each, locked in the order of subjects."""
        own = SUBSCRIBERS.c.organisation_id == organisation_id
        in_order = select(SUBSCRIBERS.c.subject).where(own).order_by(SUBSCRIBERS.c.subject)
        self.connection.execute(in_order.with_for_update()).all()
        self.connection.execute(update(SUBSCRIBERS).where(own).values(organisation_name=name))


def _active_of(organisation_id: UUID) -> ColumnElement[bool]:
    return and_(SUBSCRIBERS.c.organisation_id == organisation_id, _ACTIVE)


@dataclass(frozen=True, slots=True)
class PostgresInvitations:
    """The invitations on one transaction."""

    connection: Connection

    def add(self, invitation: Invitation) -> None:
        """Insert one."""
        self.connection.execute(insert(INVITATIONS).values(_row(invitation)))

    def save(self, invitation: Invitation) -> None:
        """Keep what became of one that is held locked."""
        own = INVITATIONS.c.invitation_id == invitation.invitation_id
        self.connection.execute(update(INVITATIONS).where(own).values(_row(invitation)))

    def get(self, invitation_id: UUID, *, lock: bool = False) -> Invitation | None:
        """Return one, its row locked until the transaction ends if asked."""
        return self._one(INVITATIONS.c.invitation_id == invitation_id, lock=lock)

    def with_token(self, token_digest: bytes, *, lock: bool = False) -> Invitation | None:
        """Return the one that a link names, its row locked until the transaction ends if asked."""
        return self._one(INVITATIONS.c.token_digest == token_digest, lock=lock)

    def open_of(self, organisation_id: UUID, at: datetime) -> Sequence[Invitation]:
        """Return the open ones of an organisation, oldest first."""
        return self._open(INVITATIONS.c.organisation_id == organisation_id, at)

    def open_to(self, email: str, at: datetime, *, most: int) -> Sequence[Invitation]:
        """Return some open ones to an address, oldest first."""
        return self._open(INVITATIONS.c.email == email.lower(), at)[:most]

    def count_since(self, organisation_id: UUID, since: datetime) -> int:
        """Count those that an organisation made since then."""
        query = select(func.count()).where(
            INVITATIONS.c.organisation_id == organisation_id, INVITATIONS.c.created_at >= since
        )
        return int(self.connection.scalar(query) or 0)

    def withdraw_by(self, subject: str) -> int:
        """Withdraw the open ones that somebody made."""
        return self._withdraw(INVITATIONS.c.invited_by == subject)

    def withdraw_of(self, organisation_id: UUID) -> int:
        """Withdraw the open ones of an organisation."""
        return self._withdraw(INVITATIONS.c.organisation_id == organisation_id)

    def forget(self, before: datetime) -> int:
        """Delete those last mailed before then."""
        old = INVITATIONS.c.mailed_at < before
        return self.connection.execute(delete(INVITATIONS).where(old)).rowcount

    def _withdraw(self, which: ColumnElement[bool]) -> int:
        ended = {"ending": Ending.WITHDRAWN.value, "email": ""}
        waiting = and_(which, INVITATIONS.c.ending.is_(None))
        return self.connection.execute(update(INVITATIONS).where(waiting).values(ended)).rowcount

    def _open(self, which: ColumnElement[bool], at: datetime) -> Sequence[Invitation]:
        query = select(INVITATIONS).where(
            which, INVITATIONS.c.ending.is_(None), INVITATIONS.c.mailed_at > at - GOOD_FOR
        )
        oldest_first = query.order_by(INVITATIONS.c.created_at, INVITATIONS.c.invitation_id)
        return [_invitation(row) for row in self.connection.execute(oldest_first)]

    def _one(self, which: ColumnElement[bool], *, lock: bool) -> Invitation | None:
        query = select(INVITATIONS).where(which)
        row = self.connection.execute(query.with_for_update() if lock else query).one_or_none()
        return None if row is None else _invitation(row)


def _row(invitation: Invitation) -> dict[str, Any]:
    return {
        "invitation_id": invitation.invitation_id,
        "organisation_id": invitation.organisation_id,
        "email": invitation.email,
        "invited_by": invitation.invited_by,
        "token_digest": invitation.token_digest,
        "created_at": invitation.created_at,
        "mailed_at": invitation.mailed_at,
        "mailed": invitation.mailed,
        "ending": invitation.ending and invitation.ending.value,
    }


def _invitation(row: Row[Any]) -> Invitation:
    return Invitation(
        invitation_id=row.invitation_id,
        organisation_id=row.organisation_id,
        email=row.email,
        invited_by=row.invited_by,
        token_digest=row.token_digest,
        created_at=row.created_at,
        mailed_at=row.mailed_at,
        mailed=row.mailed,
        ending=row.ending and Ending(row.ending),
    )
