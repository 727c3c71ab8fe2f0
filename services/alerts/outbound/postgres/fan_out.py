"""Writes a row for each whom an alert reaches, found in the classes that it is counted in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import compress
from typing import Any, Final
from uuid import UUID

from sqlalchemy import (
    CTE,
    Boolean,
    ColumnElement,
    Connection,
    FromClause,
    RowMapping,
    Select,
    Text,
    Uuid,
    and_,
    any_,
    bindparam,
    cast,
    column,
    exists,
    false,
    func,
    literal,
    or_,
    select,
)
from sqlalchemy.dialects.postgresql import ARRAY, insert

from chassis.postgres.tables import PRINCIPALS
from kernel.audiences import AudienceRow, Kind, Mode
from services.alerts.domain.aim import Aim
from services.alerts.domain.alert import Alert
from services.alerts.domain.cascade import DIRECT, Branch, Step, come_by
from services.alerts.domain.dispatch import NOBODY, Dispatch
from services.alerts.domain.recipient import Channel
from services.alerts.outbound.postgres.audience_filter import (
    accounts_that_might_be,
    recipients_that_might_be,
)
from services.alerts.outbound.postgres.cascades_store import PostgresCascades
from services.alerts.outbound.postgres.deliveries_store import PostgresDeliveries
from services.alerts.outbound.postgres.delivery_rows import is_of, row_of
from services.alerts.outbound.postgres.delivery_tables import CHANNELS, DELIVERIES, RECIPIENTS
from services.alerts.outbound.postgres.reach_classes import (
    Facts,
    chosen,
    judged,
    taken_by_endpoints,
    usable,
    with_rights,
)
from services.alerts.usecases.delivery_ports import Chunk

_EACHS: Final = {"delivery_id", "recipient_id", "channel"}
"""What differs between the rows of a chunk."""


@dataclass(frozen=True, slots=True)
class PostgresFanOut:
    """Chunks of the work on one transaction.

    A chunk is three statements, whatever is in it: who might be reached, in classes; a row for each
    address of those who are; and by which branches it came.
    """

    connection: Connection
    deliveries: PostgresDeliveries
    cascades: PostgresCascades

    def chunk(
        self,
        dispatch: Dispatch,
        alert: Alert,
        *,
        steps: Mapping[Branch, Step] | None,
        at: datetime,
        most: int,
    ) -> Chunk:
        """Write the rows of those who come next."""
        aim, earlier = alert.content, alert.thread.earlier
        issues = self.deliveries.issues_of(earlier)
        had = is_of(issues) if issues else None
        classes = _classes(
            aim, dispatch, had, most, along=steps is not None, only=self._in_sector(aim, dispatch)
        )
        rows = self.connection.execute(classes).mappings().all()
        looked_at = [each for row in rows for each in row["people"]]
        if not looked_at:
            return Chunk(added=0, last=None)
        already = self.deliveries.had(earlier, looked_at) if steps is not None else {}
        come = _come(aim, rows, steps, already)
        added = 0
        if issues or come:
            row = row_of(dispatch.delivery(NOBODY, alert, NOBODY, Channel.EMAIL, at=at))
            whom = looked_at if issues else list(come)
            added = self._added(row, aim, had, whom, come)
        if steps is not None:
            self._came_by(dispatch, come, already)
        return Chunk(added=added, last=max(looked_at) if len(looked_at) == most else None)

    def _in_sector(self, aim: Aim, dispatch: Dispatch) -> Sequence[str] | None:
        """Return who has an account and might be meant, where it is for a sector of a region.

        An alert along seats has hundreds of these, each for a few people: looked for among the
        accounts, and not among all recipients. Whoever has no account is in no sector; who asked by
        postcode besides has it from the hub at once if that is why it is for them. None where more
        might be meant than that.
        """
        if not dispatch.sector:
            return None
        might_be = accounts_that_might_be(_narrowed(aim.audience, dispatch))
        return self.connection.execute(select(PRINCIPALS.c.subject).where(might_be)).scalars().all()

    def _added(
        self,
        row: Mapping[str, Any],
        aim: Aim,
        had: ColumnElement[bool] | None,
        whom: Sequence[UUID],
        come: Mapping[UUID, Sequence[Branch]],
    ) -> int:
        """Insert a row for each address of these, unless it is there; return how many were not."""
        same = {name: literal(value, DELIVERIES.c[name].type) for name, value in row.items()}
        who = _unnested(recipient_id=Uuid(), for_them=Boolean())
        sent = and_(who.c.for_them, chosen(aim))
        ways = or_(sent, _was_handed(had)) if had is not None else sent
        found = (
            select(
                func.gen_random_uuid(),
                CHANNELS.c.recipient_id,
                CHANNELS.c.channel,
                *(value for name, value in same.items() if name not in _EACHS),
            )
            .select_from(who.join(CHANNELS, CHANNELS.c.recipient_id == who.c.recipient_id))
            .where(usable(aim), ways)
            .order_by(CHANNELS.c.recipient_id)
        )
        names = ["delivery_id", "recipient_id", "channel", *(n for n in same if n not in _EACHS)]
        added = (
            insert(DELIVERIES)
            .from_select(names, found)
            .on_conflict_do_nothing()
            .returning(literal(1).label("one"))
            .cte("added")
        )
        flags = [each in come for each in whom]
        return self.connection.execute(
            select(func.count()).select_from(added),
            {"recipient_id": list(whom), "for_them": flags},
        ).scalar_one()

    def _came_by(
        self,
        dispatch: Dispatch,
        come: Mapping[UUID, Sequence[Branch]],
        already: Mapping[UUID, object],
    ) -> None:
        """Note by which branches it came to those of whom there is a row, once."""
        asked = literal([*come, *already], ARRAY(Uuid))
        there = select(DELIVERIES.c.recipient_id).where(
            DELIVERIES.c.alert_id == dispatch.alert_id,
            DELIVERIES.c.alert_version == dispatch.alert_version,
            DELIVERIES.c.recipient_id == any_(asked),
        )
        told = set(self.connection.execute(there).scalars())
        ways: dict[UUID, Sequence[Branch]] = {**dict.fromkeys(already, (DIRECT,)), **come}
        self.cascades.came_by(dispatch.alert_id, [(to, each) for to in told for each in ways[to]])


def _come(
    aim: Aim,
    rows: Sequence[RowMapping],
    steps: Mapping[Branch, Step] | None,
    already: Mapping[UUID, object],
) -> dict[UUID, Sequence[Branch]]:
    """Return whom it is for and to whom it has come, with by which branches.

    An update has come at once to whoever had what it takes the place of: they must not act on what
    is no longer so.
    """
    found: dict[UUID, Sequence[Branch]] = {}
    for row, selves, for_them in judged(aim, rows):
        if not any(for_them):
            continue
        branches = come_by(compress(selves, for_them), steps)
        for each in row["people"]:
            if each in already:
                found[each] = (DIRECT,)
            elif branches is not None:
                found[each] = branches
    return found


def _classes(
    aim: Aim,
    dispatch: Dispatch,
    had: ColumnElement[bool] | None,
    most: int,
    *,
    along: bool,
    only: Sequence[str] | None,
) -> Select[Any]:
    """Return those who come next and might be sent it, in classes of whom the record says the same.

    All of them but the last of the work are as many as were asked for.
    """
    facts = Facts(aim, recipients=True, along=along)
    chunk = _next(aim, facts, dispatch, had, most=most, only=only)
    organisations = select(chunk.c.of).where(chunk.c.of.is_not(None))
    there, theirs = facts.beside(chunk, chunk.c.of, only=organisations)
    alike = [*(each for each in chunk.c if each.name not in {"one", "of"}), *theirs]
    return (
        select(*alike, func.array_agg(chunk.c.one).label("people"))
        .select_from(there)
        .group_by(*alike)
    )


def _next(
    aim: Aim,
    facts: Facts,
    dispatch: Dispatch,
    had: ColumnElement[bool] | None,
    *,
    most: int,
    only: Sequence[str] | None,
) -> CTE:
    """Return those who come next: a wide net, as in `audience_filter`.

    With `only` of these accounts, besides whoever was handed what it takes the place of.
    """
    might_be = and_(_might_be(aim, dispatch, only), *facts.named)
    handed = RECIPIENTS.c.recipient_id.in_(_handed(had)) if had is not None else false()
    return (
        select(
            *facts.own,
            RECIPIENTS.c.recipient_id.label("one"),
            PRINCIPALS.c.organisation_id.label("of"),
        )
        .select_from(with_rights(RECIPIENTS))
        .where(
            RECIPIENTS.c.active,
            RECIPIENTS.c.recipient_id > dispatch.after,
            taken_by_endpoints(aim.cap_status),
            or_(might_be, handed),
        )
        .order_by(RECIPIENTS.c.recipient_id)
        .limit(most)
        .cte("next")
        .prefix_with("MATERIALIZED")
    )


def _might_be(aim: Aim, dispatch: Dispatch, only: Sequence[str] | None) -> ColumnElement[bool]:
    if only is None:
        return recipients_that_might_be(_narrowed(aim.audience, dispatch))
    # Joined, not compared one by one, whatever the planner thinks of their number.
    theirs = func.unnest(literal(list(only), ARRAY(Text))).column_valued("theirs")
    return RECIPIENTS.c.subject.in_(select(theirs))


def _narrowed(audience: tuple[AudienceRow, ...], dispatch: Dispatch) -> tuple[AudienceRow, ...]:
    """Return the audience among whom those of a dispatch's branch are looked for."""
    said = ((Kind.REGION, dispatch.region), (Kind.SECTOR, dispatch.sector))
    rows = (AudienceRow(mode=Mode.MUST_BE, kind=kind, value=code) for kind, code in said if code)
    return (*audience, *rows)


def _handed(had: ColumnElement[bool]) -> Select[tuple[UUID]]:
    return select(DELIVERIES.c.recipient_id).where(had, DELIVERIES.c.handed_at.is_not(None))


def _was_handed(had: ColumnElement[bool]) -> ColumnElement[bool]:
    """Return whether somebody was handed one of the issues by this channel."""
    return exists().where(
        had,
        DELIVERIES.c.recipient_id == CHANNELS.c.recipient_id,
        DELIVERIES.c.channel == CHANNELS.c.channel,
        DELIVERIES.c.handed_at.is_not(None),
    )


def _unnested(**columns: Any) -> FromClause:
    """Return rows of arrays, one parameter for each column."""
    arrays = [
        cast(bindparam(name, type_=ARRAY(kind)), ARRAY(kind)) for name, kind in columns.items()
    ]
    named = [column(name, kind) for name, kind in columns.items()]
    return func.unnest(*arrays).table_valued(*named, name="who").render_derived()
