"""What tells people apart as far as an alert asks: the record makes classes of them by that.

People of whom the record says the same are judged once for all.
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, Final
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Integer,
    RowMapping,
    Subquery,
    and_,
    cast,
    distinct,
    func,
    literal,
    select,
)
from sqlalchemy.types import Text

from chassis.postgres.tables import PRINCIPALS
from kernel.audiences import AREAS, Kind
from kernel.standing import Standing
from kernel.tiers import Tier
from services.alerts.domain.aim import Aim
from services.alerts.domain.alert import Status
from services.alerts.domain.audience import Person
from services.alerts.domain.dispatch import NOBODY
from services.alerts.domain.recipient import SIMULATED, SIMULATED_BY, Account, Recipient
from services.alerts.domain.whereabouts import Holdings, Place
from services.alerts.domain.wording import CapStatus
from services.alerts.outbound.postgres.audience_filter import organisations_that_might_be
from services.alerts.outbound.postgres.delivery_tables import CHANNELS, DELIVERIES, RECIPIENTS
from services.alerts.outbound.postgres.whereabouts_tables import ORGANISATIONS, PREMISES

_P: Final = PRINCIPALS.c
_USABLE: Final = Standing.ACTIVE.name
_AT_PLACES: Final = frozenset({Kind.REGION, Kind.PREMISES_TYPE, *AREAS})
"""Kinds of rows that are met by places."""


class Facts:
    """What an aim asks of people and their places: `columns` for that, and nothing more.

    `named` are conditions on those whom its marking names.
    """

    def __init__(self, aim: Aim, *, recipients: bool = False) -> None:
        self._kinds = {row.kind for row in aim.audience}
        self._rows = aim.audience
        self._places = self._places_of_each() if self._kinds & _AT_PLACES else None
        marking = aim.marking
        columns: list[ColumnElement[Any]] = [_P.tier]
        if recipients:
            columns.append(_P.standing)
        if Kind.ROLE in self._kinds:
            columns.append(_P.roles)
        if Kind.ORGANISATION in self._kinds:
            columns.append(_P.organisation_id)
        if marking.closed_group is not None:
            columns.append(_P.closed_groups)
        if marking.named_subjects:
            columns.append(_P.subject)
        if Kind.REGION in self._kinds:
            columns += [_P.regions, *([RECIPIENTS.c.regions.label("own")] if recipients else [])]
        if Kind.SECTOR in self._kinds:
            columns += [_P.sectors, ORGANISATIONS.c.sectors.label("trade")]
        if recipients and self._kinds & AREAS:
            columns.append(RECIPIENTS.c.points)
        if self._places is not None:
            columns.append(self._places.c.places)
        self.columns = columns
        self.named: list[ColumnElement[bool]] = (
            [_P.subject.in_(sorted(marking.named_subjects))] if marking.named_subjects else []
        )

    def beside(self, people: FromClause) -> FromClause:
        """Return people with what is asked of their organisations beside them."""
        if Kind.SECTOR in self._kinds:
            same = ORGANISATIONS.c.organisation_id == _P.organisation_id
            people = people.outerjoin(ORGANISATIONS, and_(same, ORGANISATIONS.c.active))
        if self._places is not None:
            mine = self._places.c.organisation_id == _P.organisation_id
            people = people.outerjoin(self._places, mine)
        return people

    def _places_of_each(self) -> Subquery:
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
        only = organisations_that_might_be(self._rows)
        if only is not None:
            found = found.where(asked.organisation_id.in_(only))
        return found.where(asked.active).group_by(asked.organisation_id).subquery("places")


def _text(number: ColumnElement[int]) -> ColumnElement[str]:
    return func.coalesce(cast(cast(number, Integer), Text), "")


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
    chosen = CHANNELS.c.channel.in_([each.value for each in aim.channels])
    may_get: ColumnElement[bool] = CHANNELS.c.suspended_at.is_(None)
    if aim.cap_status is CapStatus.TEST:
        provided = CHANNELS.c.channel.in_([each.value for each in SIMULATED_BY])
        may_get = and_(may_get, provided, CHANNELS.c.address.regexp_match(SIMULATED, flags="i"))
    return (
        select(
            CHANNELS.c.recipient_id,
            func.count().filter(handed).label("handed"),
            func.count().filter(and_(had.c.recipient_id.is_(None), chosen)).label("chosen"),
        )
        .select_from(CHANNELS.outerjoin(had, there))
        .where(may_get)
        .group_by(CHANNELS.c.recipient_id)
        .subquery("ways")
    )


def person(row: RowMapping) -> Person:
    """Return who a class of people is; what nobody asked for is left out."""
    points = row.get("points") or ()
    who = Recipient(
        recipient_id=NOBODY,
        version=0,
        active=True,
        subject=row.get("subject"),
        regions=frozenset(row.get("own") or ()),
        points=tuple(zip(points[0::2], points[1::2], strict=True)),
        account=None if row["tier"] is None else _account(row),
    )
    return who.principal(), who.holdings()


def _account(row: RowMapping) -> Account:
    return Account(
        active=row.get("standing", _USABLE) == _USABLE,
        tier=Tier[row["tier"]],
        roles=frozenset(row.get("roles", ())),
        regions=frozenset(row.get("regions", ())),
        sectors=frozenset(row.get("sectors", ())),
        closed_groups=frozenset(row.get("closed_groups", ())),
        organisation_id=row.get("organisation_id"),
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
