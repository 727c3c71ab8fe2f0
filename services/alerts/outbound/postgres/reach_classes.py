"""What tells people apart as far as an alert asks: the record makes classes of them by that.

People of whom the record says the same are judged once for all.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import islice
from typing import Any, Final, TypeAlias
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Integer,
    RowMapping,
    Select,
    Subquery,
    and_,
    case,
    cast,
    distinct,
    false,
    func,
    literal,
    or_,
    select,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.types import Text

from chassis.postgres.tables import PRINCIPALS
from kernel.audiences import AREAS, Kind
from kernel.roles import PERMISSIONS
from kernel.standing import Standing
from kernel.tiers import Tier
from services.alerts.domain import recipient
from services.alerts.domain.aim import Aim
from services.alerts.domain.alert import Status
from services.alerts.domain.audience import Person
from services.alerts.domain.dispatch import NOBODY
from services.alerts.domain.recipient import (
    INTEGRATE,
    SIMULATED,
    SIMULATED_BY,
    Account,
    Endpoint,
    Recipient,
)
from services.alerts.domain.webhook import Mode
from services.alerts.domain.whereabouts import Holdings, Place
from services.alerts.domain.wording import CapStatus
from services.alerts.outbound.postgres.audience_filter import organisations_that_might_be
from services.alerts.outbound.postgres.delivery_tables import CHANNELS, DELIVERIES, RECIPIENTS
from services.alerts.outbound.postgres.webhook_tables import WEBHOOKS
from services.alerts.outbound.postgres.whereabouts_tables import ORGANISATIONS, PREMISES

JUDGED: Final = 20_000
"""Classes of people that are judged at once."""

_P: Final = PRINCIPALS.c
_USABLE: Final = Standing.ACTIVE.name
_AT_PLACES: Final = frozenset({Kind.REGION, Kind.PREMISES_TYPE, *AREAS})
"""Kinds of rows that are met by places."""

_ALONG: Final = frozenset({Kind.REGION, Kind.SECTOR})
"""What decides by which branches of a cascade an alert comes to somebody."""

_INTEGRATORS: Final = sorted(role for role, each in PERMISSIONS.items() if INTEGRATE in each)
_THEIRS: Final = "theirs"
_OTHERS: Final = "others"
"""Organisations in an endpoint's class: nobody asks more than whether they are the same."""


class Facts:
    """What an aim asks of people and their places: `own` columns for that, and nothing more.

    With `recipients` of those whom it may be sent to, endpoints among them; `along` seats also what
    decides by which branches. `named` are conditions on those whom its marking names.
    """

    def __init__(self, aim: Aim, *, recipients: bool = False, along: bool = False) -> None:
        self._kinds = {row.kind for row in aim.audience} | (_ALONG if along else frozenset())
        self._rows = aim.audience
        marking = aim.heard_under
        columns: list[ColumnElement[Any]] = [_P.tier]
        if recipients:
            by_postcode = func.cardinality(RECIPIENTS.c.outward_codes) > 0
            columns += [_P.standing, by_postcode.label("by_postcode"), *_of_endpoints()]
        if Kind.ROLE in self._kinds:
            columns.append(_P.roles)
        if Kind.ORGANISATION in self._kinds or marking.closed_group is not None:
            columns.append(_P.organisation_id)
        if marking.closed_group is not None:
            columns.append(_P.closed_groups)
        if marking.named_subjects:
            columns.append(_P.subject)
        if Kind.REGION in self._kinds:
            columns += [_P.regions, *([RECIPIENTS.c.regions.label("own")] if recipients else [])]
        if Kind.SECTOR in self._kinds:
            columns.append(_P.sectors)
        if recipients and self._kinds & AREAS:
            columns.append(RECIPIENTS.c.points)
        self.own = columns
        self.named: list[ColumnElement[bool]] = (
            [_P.subject.in_(sorted(marking.named_subjects))] if marking.named_subjects else []
        )

    def beside(
        self,
        people: FromClause,
        organisation_id: ColumnElement[str],
        *,
        only: Select[Any] | None = None,
    ) -> tuple[FromClause, list[ColumnElement[Any]]]:
        """Return people with what is asked of their organisations beside them, and its columns.

        With `only` the places of these organisations alone are looked at.
        """
        columns: list[ColumnElement[Any]] = []
        if Kind.SECTOR in self._kinds:
            same = ORGANISATIONS.c.organisation_id == organisation_id
            people = people.outerjoin(ORGANISATIONS, and_(same, ORGANISATIONS.c.active))
            columns.append(ORGANISATIONS.c.sectors.label("trade"))
        if self._kinds & _AT_PLACES:
            places = self._places_of_each(only)
            people = people.outerjoin(places, places.c.organisation_id == organisation_id)
            columns.append(places.c.places)
        return people, columns

    def _places_of_each(self, of: Select[Any] | None) -> Subquery:
        """Return the places of each organisation as texts, each once, that `_place` reads."""
        asked = PREMISES.c
        parts: list[ColumnElement[Any]] = [
            asked.type if Kind.PREMISES_TYPE in self._kinds else literal("")
        ]
        regions = func.array_to_string(asked.regions, ",")
        parts.append(regions if Kind.REGION in self._kinds else literal(""))
        if self._kinds & AREAS:
            parts += [_text(asked.latitude), _text(asked.longitude)]
        else:
            parts += [literal(""), literal("")]
        place = func.concat(*parts[:1], *(each for part in parts[1:] for each in ("|", part)))
        found = select(asked.organisation_id, func.array_agg(distinct(place)).label("places"))
        for known in (organisations_that_might_be(self._rows), of):
            if known is not None:
                found = found.where(asked.organisation_id.in_(known))
        return found.where(asked.active).group_by(asked.organisation_id).subquery("places")


def _text(number: ColumnElement[int]) -> ColumnElement[str]:
    return func.coalesce(cast(cast(number, Integer), Text), "")


def _of_endpoints() -> list[ColumnElement[Any]]:
    """Return whether an endpoint's owner is of its organisation, and holds what they must.

    Both are unknown of whoever is no endpoint.
    """
    same = func.coalesce(_P.organisation_id == WEBHOOKS.c.organisation_id, false())
    integrators = cast(literal(_INTEGRATORS, ARRAY(Text)), ARRAY(Text))
    there = WEBHOOKS.c.webhook_id.is_not(None)
    return [
        case((there, same)).label("belongs"),
        case((there, func.coalesce(_P.roles.bool_op("&&")(integrators), false()))).label(
            "integrates"
        ),
    ]


def taken_by_endpoints(status: CapStatus) -> ColumnElement[bool]:
    """Return a condition that holds for whoever is no endpoint, or one that takes such alerts."""
    modes = [
        mode.name
        for mode in Mode
        if Endpoint(organisation_id=_THEIRS, test=mode is Mode.TEST).takes(status)
    ]
    return or_(WEBHOOKS.c.webhook_id.is_(None), WEBHOOKS.c.mode.in_(modes))


def with_rights(recipients: FromClause) -> FromClause:
    """Return recipients with the rights of their accounts, and what endpoints are, beside them."""
    return recipients.outerjoin(PRINCIPALS, _P.subject == RECIPIENTS.c.subject).outerjoin(
        WEBHOOKS, WEBHOOKS.c.webhook_id == RECIPIENTS.c.recipient_id
    )


def usable(aim: Aim) -> ColumnElement[bool]:
    """Return whether anything about an alert may go to an address at all: Address.may_get."""
    may_get: ColumnElement[bool] = CHANNELS.c.suspended_at.is_(None)
    if aim.cap_status is not CapStatus.TEST:
        return may_get
    provided = CHANNELS.c.channel.in_([each.value for each in SIMULATED_BY])
    return and_(may_get, provided, CHANNELS.c.address.regexp_match(SIMULATED, flags="i"))


def chosen(aim: Aim) -> ColumnElement[bool]:
    """Return whether an alert is sent by an address's channel: Address.chosen_by."""
    return CHANNELS.c.channel.in_([each.value for each in aim.channels])


def ways(aim: Aim, earlier: Sequence[UUID]) -> Subquery:
    """Return by how many ways each gets it because of what they were handed, and if it is for them.

    Recipient.reached_by as SQL, but for the audience and the marking: a test holds them equal.
    """
    had = (
        select(DELIVERIES.c.recipient_id, DELIVERIES.c.channel)
        .where(
            DELIVERIES.c.alert_id.in_(earlier),
            DELIVERIES.c.notice == Status.ISSUED.name,
            DELIVERIES.c.handed_at.is_not(None),
        )
        .distinct()
        .subquery("had")
    )
    there = and_(had.c.recipient_id == CHANNELS.c.recipient_id, had.c.channel == CHANNELS.c.channel)
    handed = had.c.recipient_id.is_not(None)
    return (
        select(
            CHANNELS.c.recipient_id,
            func.count().filter(handed).label("handed"),
            func.count().filter(and_(had.c.recipient_id.is_(None), chosen(aim))).label("chosen"),
        )
        .select_from(CHANNELS.outerjoin(had, there))
        .where(usable(aim))
        .group_by(CHANNELS.c.recipient_id)
        .subquery("ways")
    )


Judged: TypeAlias = tuple[RowMapping, tuple[Person, ...], tuple[bool, ...]]
"""A class of people, everything that each of them is, and for which of it an alert is for them."""


def judged(aim: Aim, rows: Iterable[RowMapping]) -> Iterator[Judged]:
    """Judge classes of people, by what each of them is."""
    rest = iter(rows)
    while some := list(islice(rest, JUDGED)):
        people = [selves(row) for row in some]
        yield from zip(some, people, recipient.judged(people, aim), strict=True)


def selves(row: RowMapping) -> tuple[Person, ...]:
    """Return who a class of people is; what nobody asked for is left out."""
    points, belongs = row.get("points") or (), row.get("belongs")
    endpoint = None
    if belongs is not None:
        theirs = row.get("organisation_id") or _THEIRS
        endpoint = Endpoint(organisation_id=theirs if belongs else _OTHERS, test=False)
    who = Recipient(
        recipient_id=NOBODY,
        version=0,
        active=True,
        subject=row.get("subject"),
        regions=frozenset(row.get("own") or ()),
        outward_codes=frozenset({"some"} if row.get("by_postcode") else ()),
        points=tuple(zip(points[0::2], points[1::2], strict=True)),
        account=None if row["tier"] is None else _account(row),
        endpoint=endpoint,
    )
    return who.selves()


def _account(row: RowMapping) -> Account:
    integrates = _INTEGRATORS if row.get("integrates") else ()
    belongs_to = _THEIRS if row.get("belongs") else None
    return Account(
        active=row.get("standing", _USABLE) == _USABLE,
        tier=Tier[row["tier"]],
        roles=frozenset(row.get("roles", integrates)),
        regions=frozenset(row.get("regions", ())),
        sectors=frozenset(row.get("sectors", ())),
        closed_groups=frozenset(row.get("closed_groups", ())),
        organisation_id=row.get("organisation_id", belongs_to),
        holdings=Holdings(
            sectors=frozenset(row.get("trade") or ()),
            places=tuple(map(_place, row.get("places") or ())),
        ),
    )


@lru_cache(maxsize=10_000)
def _place(text: str) -> Place:
    """Return a place of the text that the record made of it."""
    premises_type, regions, latitude, longitude = text.split("|")
    return Place(
        regions=frozenset(filter(None, regions.split(","))),
        premises_type=premises_type,
        point=(int(latitude), int(longitude)) if latitude else None,
    )
