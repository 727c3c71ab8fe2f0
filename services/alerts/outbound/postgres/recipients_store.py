"""Whom alerts may be sent to, in PostgreSQL."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final
from uuid import UUID

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Row,
    Select,
    Uuid,
    any_,
    bindparam,
    delete,
    exists,
    func,
    insert,
    literal,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.dialects.postgresql import insert as insert_or

from chassis.postgres.tables import PRINCIPALS
from kernel.standing import Standing
from kernel.tiers import Tier
from services.alerts.domain.recipient import Account, Address, Channel, Endpoint, Recipient
from services.alerts.domain.webhook import Mode
from services.alerts.domain.whereabouts import NO_HOLDINGS, Holdings
from services.alerts.outbound.postgres.delivery_tables import CHANNELS, RECIPIENTS
from services.alerts.outbound.postgres.quiet_store import PostgresQuietAccounts
from services.alerts.outbound.postgres.webhook_tables import WEBHOOKS
from services.alerts.outbound.postgres.whereabouts_store import PostgresWhereabouts

_WITH_ACCOUNT: Final = select(
    RECIPIENTS,
    *(
        PRINCIPALS.c[name].label(f"account_{name}")
        for name in (
            "subject",
            "standing",
            "tier",
            "roles",
            "regions",
            "sectors",
            "closed_groups",
            "organisation_id",
        )
    ),
)
_WITH_RIGHTS: Final = (
    _WITH_ACCOUNT.add_columns(
        WEBHOOKS.c.organisation_id.label("endpoint_of"), WEBHOOKS.c.mode.label("endpoint_mode")
    )
    .outerjoin(PRINCIPALS, PRINCIPALS.c.subject == RECIPIENTS.c.subject)
    .outerjoin(WEBHOOKS, WEBHOOKS.c.webhook_id == RECIPIENTS.c.recipient_id)
)

_QUIET: Final = (
    select(RECIPIENTS.c.quiet_from, RECIPIENTS.c.quiet_until)
    .where(RECIPIENTS.c.subject == bindparam("subject"), RECIPIENTS.c.quiet_from.is_not(None))
    .limit(1)
)


@dataclass(frozen=True, slots=True)
class PostgresRecipients:
    """The recipients on one transaction."""

    connection: Connection

    def keep(self, recipient: Recipient) -> bool:
        """Insert or replace unless a newer version is there; the addresses likewise."""
        values = {
            "recipient_id": recipient.recipient_id,
            "version": recipient.version,
            "active": recipient.active,
            "subject": recipient.subject,
            "language": recipient.language,
            "regions": sorted(recipient.regions),
            "outward_codes": sorted(recipient.outward_codes),
            "points": [degree for point in recipient.points for degree in point],
            "stop_token": recipient.stop_token,
            "quiet_from": recipient.quiet and recipient.quiet[0],
            "quiet_until": recipient.quiet and recipient.quiet[1],
        }
        statement = insert_or(RECIPIENTS).values(values)
        kept = self.connection.execute(
            statement.on_conflict_do_update(
                index_elements=[RECIPIENTS.c.recipient_id],
                set_={name: statement.excluded[name] for name in values},
                where=RECIPIENTS.c.version < statement.excluded.version,
            ).returning(RECIPIENTS.c.recipient_id)
        ).first()
        if kept is None:
            return self._learnt_points(recipient)
        self.connection.execute(
            delete(CHANNELS).where(CHANNELS.c.recipient_id == recipient.recipient_id)
        )
        if recipient.addresses:
            rows = [
                {
                    "recipient_id": recipient.recipient_id,
                    "channel": each.channel.value,
                    "address": each.address,
                }
                for each in recipient.addresses
            ]
            self.connection.execute(insert(CHANNELS), rows)
        return True

    def _learnt_points(self, recipient: Recipient) -> bool:
        """Take where the postcodes are from the same version, told again by who knows it now."""
        points = [degree for point in recipient.points for degree in point]
        if not points:
            return False
        return bool(
            self.connection.execute(
                update(RECIPIENTS)
                .where(
                    RECIPIENTS.c.recipient_id == recipient.recipient_id,
                    RECIPIENTS.c.version == recipient.version,
                    RECIPIENTS.c.active,
                    RECIPIENTS.c.points != points,
                )
                .values(points=points)
            ).rowcount
        )

    def find(self, recipient_id: UUID) -> Recipient | None:
        """Return one with the rights of their account, or None.

        A browser and an app are quiet when their account wants to be; before identity told of that,
        when the addresses are that the same account has.
        """
        found = self._all(_WITH_RIGHTS.where(RECIPIENTS.c.recipient_id == recipient_id))
        if not found or found[0].subject is None or found[0].quiet is not None:
            return found[0] if found else None
        said = PostgresQuietAccounts(self.connection).of(found[0].subject)
        if said is not None:
            return replace(found[0], quiet=said.quiet)
        quiet = self.connection.execute(_QUIET, {"subject": found[0].subject}).one_or_none()
        return replace(found[0], quiet=None if quiet is None else (quiet[0], quiet[1]))

    def find_many(self, recipient_ids: Collection[UUID]) -> Mapping[UUID, Recipient]:
        """Return those that there are, with the rights of their accounts and no more."""
        found = _WITH_RIGHTS.where(_is_one_of(RECIPIENTS.c.recipient_id, recipient_ids))
        rows = self.connection.execute(found)
        return {row.recipient_id: _recipient(row, (), NO_HOLDINGS) for row in rows}

    def suspend(
        self, recipient_id: UUID, channel: Channel, why: str, *, version: int | None
    ) -> None:
        """Mark an address as one that does not exist, unless identity told something later."""
        told = exists().where(RECIPIENTS.c.recipient_id == recipient_id)
        if version is not None:
            told = told.where(RECIPIENTS.c.version == version)
        self.connection.execute(
            update(CHANNELS)
            .where(
                CHANNELS.c.recipient_id == recipient_id,
                CHANNELS.c.channel == channel.value,
                CHANNELS.c.suspended_at.is_(None),
                told,
            )
            .values(suspended_at=func.clock_timestamp(), suspended_why=why[:200])
        )

    def of(self, subject: str) -> Sequence[Recipient]:
        """Return what is kept of someone who has an account."""
        return self._all(_WITH_RIGHTS.where(RECIPIENTS.c.subject == subject))

    def forget(self, subject: str) -> int:
        """Delete the addresses of someone who has an account, and what tells who it was."""
        mine = select(RECIPIENTS.c.recipient_id).where(RECIPIENTS.c.subject == subject)
        self.connection.execute(delete(CHANNELS).where(CHANNELS.c.recipient_id.in_(mine)))
        return self.connection.execute(
            update(RECIPIENTS)
            .where(RECIPIENTS.c.subject == subject)
            .values(
                active=False,
                subject=None,
                language="en",
                regions=[],
                outward_codes=[],
                points=[],
                stop_token="",
                quiet_from=None,
                quiet_until=None,
            )
        ).rowcount

    def _all(self, query: Select[Any]) -> list[Recipient]:
        rows = self.connection.execute(query).all()
        addresses: dict[UUID, list[Address]] = {row.recipient_id: [] for row in rows}
        found = self.connection.execute(
            select(CHANNELS)
            .where(_is_one_of(CHANNELS.c.recipient_id, addresses))
            .order_by(CHANNELS.c.channel)
        )
        for each in found:
            addresses[each.recipient_id].append(
                Address(
                    channel=Channel(each.channel),
                    address=each.address,
                    suspended=each.suspended_at is not None,
                )
            )
        organisations = {row.account_organisation_id for row in rows} - {None}
        holdings = PostgresWhereabouts(self.connection).holdings(organisations)
        return [
            _recipient(
                row,
                tuple(addresses[row.recipient_id]),
                holdings.get(row.account_organisation_id, NO_HOLDINGS),
            )
            for row in rows
        ]


def _is_one_of(column: Column[Any], ids: Collection[UUID]) -> ColumnElement[bool]:
    """Return a condition of one parameter, however many ids there are."""
    return column == any_(literal(list(ids), ARRAY(Uuid)))


def _recipient(row: Row[Any], addresses: tuple[Address, ...], holdings: Holdings) -> Recipient:
    return Recipient(
        recipient_id=row.recipient_id,
        version=row.version,
        active=row.active,
        subject=row.subject,
        language=row.language,
        regions=frozenset(row.regions),
        outward_codes=frozenset(row.outward_codes),
        points=tuple(zip(row.points[0::2], row.points[1::2], strict=True)),
        stop_token=row.stop_token,
        addresses=addresses,
        account=None if row.account_subject is None else _account(row, holdings),
        endpoint=None if row.endpoint_of is None or not row.active else _endpoint(row),
        quiet=None if row.quiet_from is None else (row.quiet_from, row.quiet_until),
    )


def _endpoint(row: Row[Any]) -> Endpoint:
    return Endpoint(organisation_id=row.endpoint_of, test=Mode[row.endpoint_mode] is Mode.TEST)


def _account(row: Row[Any], holdings: Holdings) -> Account:
    return Account(
        active=row.account_standing == Standing.ACTIVE.name,
        tier=Tier[row.account_tier],
        roles=frozenset(row.account_roles),
        regions=frozenset(row.account_regions),
        sectors=frozenset(row.account_sectors),
        closed_groups=frozenset(row.account_closed_groups),
        organisation_id=row.account_organisation_id,
        holdings=holdings,
    )
