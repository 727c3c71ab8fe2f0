"""How many an alert reaches, and by how many messages, counted in PostgreSQL."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    Subquery,
    and_,
    any_,
    case,
    cast,
    false,
    func,
    literal,
    not_,
    null,
    or_,
    select,
    true,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.types import Text

from chassis.postgres.tables import PRINCIPALS
from kernel.audiences import AudienceRow, Kind, Mode
from kernel.markings import Marking
from kernel.roles import PERMISSIONS
from kernel.standing import Standing
from kernel.tiers import Tier
from services.alerts.domain.alert import Status
from services.alerts.domain.content import AlertContent
from services.alerts.domain.reach import Counted
from services.alerts.domain.recipient import INTEGRATE, SIMULATED, SIMULATED_BY
from services.alerts.domain.webhook import Mode as EndpointMode
from services.alerts.domain.wording import CapStatus
from services.alerts.outbound.postgres.delivery_tables import CHANNELS, DELIVERIES, RECIPIENTS
from services.alerts.outbound.postgres.webhook_tables import WEBHOOKS

_P: Final = PRINCIPALS.c
_ACTIVE: Final = _P.standing == Standing.ACTIVE.name
_NONE: Final = cast(literal([], ARRAY(Text)), ARRAY(Text))
_INTEGRATORS: Final = [role for role, may in PERMISSIONS.items() if INTEGRATE in may]
_ANSWERS: Final = or_(
    WEBHOOKS.c.webhook_id.is_(None),
    and_(
        or_(*(literal(role) == any_(_P.roles) for role in _INTEGRATORS)),
        _P.organisation_id == WEBHOOKS.c.organisation_id,
    ),
)
_USABLE: Final = func.coalesce(and_(_ACTIVE, _ANSWERS), false())
_NO_ACCOUNT: Final = _P.subject.is_(None)

_WHO: Final = (
    select(
        RECIPIENTS.c.recipient_id,
        func.coalesce(RECIPIENTS.c.subject, cast(RECIPIENTS.c.recipient_id, Text)).label("person"),
        WEBHOOKS.c.mode,
        _USABLE.label("usable"),
        _P.subject,
        case((_USABLE, _P.tier), else_=Tier.PUBLIC.name).label("tier"),
        case((_USABLE, _P.roles), else_=_NONE).label("roles"),
        case((_NO_ACCOUNT, RECIPIENTS.c.regions), else_=_P.regions).label("regions"),
        case((_NO_ACCOUNT, _NONE), else_=_P.sectors).label("sectors"),
        case((_USABLE, _P.closed_groups), else_=_NONE).label("closed_groups"),
        case((_USABLE, _P.organisation_id), else_=null()).label("organisation_id"),
    )
    .select_from(
        RECIPIENTS.outerjoin(PRINCIPALS, _P.subject == RECIPIENTS.c.subject).outerjoin(
            WEBHOOKS, WEBHOOKS.c.webhook_id == RECIPIENTS.c.recipient_id
        )
    )
    .where(RECIPIENTS.c.active)
    .subquery("who")
)
"""Recipient.principal as SQL: a test holds them equal. What has a mode is an endpoint."""

_MODES: Final = {CapStatus.ACTUAL: EndpointMode.LIVE, CapStatus.EXERCISE: EndpointMode.TEST}
"""Endpoint.takes as SQL: a test holds them equal."""


@dataclass(frozen=True, slots=True)
class PostgresReach:
    """Counts in this service's own copies of rights and recipients, on one transaction."""

    connection: Connection

    def count(self, content: AlertContent, earlier: Sequence[UUID] = ()) -> Counted | None:
        """Return who may read it and is among those whom it is for, and what is sent to them."""
        is_test = content.cap_status is CapStatus.TEST
        for_them = _is_for(_WHO, content)
        known = false() if is_test else and_(_WHO.c.usable, for_them)
        chosen = CHANNELS.c.channel.in_([each.value for each in content.channels])
        had = _had(earlier)
        at_address = and_(
            had.c.recipient_id == CHANNELS.c.recipient_id, had.c.channel == CHANNELS.c.channel
        )
        without = func.count(_WHO.c.person.distinct()).filter(not_(known), _WHO.c.mode.is_(None))
        people, messages = self.connection.execute(
            select(without, func.count())
            .select_from(
                _WHO.join(CHANNELS, CHANNELS.c.recipient_id == _WHO.c.recipient_id).outerjoin(
                    had, at_address
                )
            )
            .where(_may_get(content), or_(and_(for_them, chosen), had.c.recipient_id.is_not(None)))
        ).one()
        accounts = 0 if is_test else self._accounts(content)
        return Counted(people=accounts + people, messages=messages)

    def _accounts(self, content: AlertContent) -> int:
        """Count active accounts that see it on the stream and the pages."""
        statement = select(func.count()).where(_ACTIVE, _is_for(PRINCIPALS, content))
        return self.connection.execute(statement).scalar_one()


def _may_get(content: AlertContent) -> ColumnElement[bool]:
    """Return Recipient.may_get as SQL: a test holds them equal."""
    mode = _MODES.get(content.cap_status)
    its_kind = false() if mode is None else _WHO.c.mode == mode.name
    parts = [CHANNELS.c.suspended_at.is_(None), or_(_WHO.c.mode.is_(None), its_kind)]
    if content.cap_status is CapStatus.TEST:
        parts.append(CHANNELS.c.channel.in_(sorted(each.value for each in SIMULATED_BY)))
        parts.append(CHANNELS.c.address.regexp_match(SIMULATED, flags="i"))
    return and_(*parts)


def _had(earlier: Sequence[UUID]) -> Subquery:
    """Return who was handed one of these by which channel, each once; a join finds them fast."""
    return (
        select(DELIVERIES.c.recipient_id, DELIVERIES.c.channel)
        .where(
            DELIVERIES.c.alert_id.in_(earlier),
            DELIVERIES.c.notice == Status.ISSUED.name,
            DELIVERIES.c.handed_at.is_not(None),
        )
        .distinct()
        .subquery("had")
    )


def _is_for(who: FromClause, content: AlertContent) -> ColumnElement[bool]:
    return and_(_may_read(who.c, content.marking), _addressed(who.c, content.audience))


def _may_read(who: Any, marking: Marking) -> ColumnElement[bool]:
    """Return kernel.access.may_read as SQL: a test holds them equal."""
    parts = [_at_least(who, marking.minimum_tier)]
    if marking.closed_group is not None:
        parts.append(literal(marking.closed_group) == any_(who.closed_groups))
    if marking.named_subjects:
        named = who.subject.in_(sorted(marking.named_subjects))
        parts.append(func.coalesce(named, false()))
    return and_(*parts)


def _addressed(who: Any, rows: Iterable[AudienceRow]) -> ColumnElement[bool]:
    """Return kernel.audiences.addressed_to as SQL: a test holds them equal."""
    included, excluded = [], []
    required: dict[Kind, list[ColumnElement[bool]]] = defaultdict(list)
    for row in rows:
        match row.mode:
            case Mode.INCLUDE:
                included.append(_matches(who, row))
            case Mode.EXCLUDE:
                excluded.append(_matches(who, row))
            case Mode.MUST_BE:
                required[row.kind].append(_matches(who, row))
    return and_(
        or_(false(), *included),
        *(not_(each) for each in excluded),
        *(or_(*each) for each in required.values()),
    )


def _matches(who: Any, row: AudienceRow) -> ColumnElement[bool]:
    match row.kind:
        case Kind.EVERYONE:
            return true()
        case Kind.REGION:
            return literal(row.value) == any_(who.regions)
        case Kind.SECTOR:
            return literal(row.value) == any_(who.sectors)
        case Kind.TIER:
            return _at_least(who, Tier[row.value])
        case Kind.ROLE:
            return literal(row.value) == any_(who.roles)
        case Kind.ORGANISATION:
            return func.coalesce(who.organisation_id, "") == row.value


def _at_least(who: Any, tier: Tier) -> ColumnElement[bool]:
    high_enough: ColumnElement[bool] = who.tier.in_([each.name for each in Tier if each >= tier])
    return high_enough
