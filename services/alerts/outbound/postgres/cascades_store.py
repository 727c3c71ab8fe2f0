"""The steps of alerts along seats, in PostgreSQL."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import (
    Connection,
    Row,
    Text,
    Uuid,
    cast,
    column,
    delete,
    func,
    literal,
    select,
    text,
    tuple_,
    update,
)
from sqlalchemy.dialects.postgresql import ARRAY, insert

from chassis.errors import StaleVersion
from kernel.markings import Tlp
from services.alerts.domain.cascade import Branch, Context, Rung, Step, StepState
from services.alerts.outbound.postgres.cascade_tables import (
    BRANCH_REPORTS,
    CASCADE_MEMBERS,
    CASCADE_STEPS,
)
from services.alerts.outbound.postgres.delivery_tables import RECIPIENTS
from services.alerts.outbound.postgres.page_tables import PAGES
from services.alerts.usecases.cascade_ports import BranchReport, Figures

_C: Final = CASCADE_STEPS.c
_PEOPLE: Final = text("""
WITH people AS (
    SELECT m.region, m.sector, coalesce(r.subject, 'recipient:' || m.recipient_id) AS person,
        bool_or(EXISTS (
            SELECT FROM deliveries d WHERE d.alert_id = m.alert_id
                AND d.recipient_id = m.recipient_id AND d.handed_at IS NOT NULL
        )) AS reached
    FROM cascade_members m JOIN recipients r USING (recipient_id)
    WHERE m.alert_id = :alert_id
    GROUP BY 1, 2, 3
)
SELECT people.region, people.sector, count(*) FILTER (WHERE people.reached) AS reached,
    count(a.answer) AS answered, count(*) FILTER (WHERE a.answer = 'NEED_HELP') AS need_help
FROM people LEFT JOIN answers a ON a.thread_id = :thread_id AND a.answerer = people.person
GROUP BY 1, 2
""")
_SIGHTINGS: Final = text("""
SELECT its.region, its.sector, s.kind, count(DISTINCT s.subject) AS people
FROM sightings s JOIN principals p USING (subject),
    unnest(p.regions) AS r(region), unnest(p.sectors) AS t(sector),
    LATERAL (SELECT r.region, t.sector) AS its
WHERE s.thread_id = :thread_id AND s.seen_at >= :since
GROUP BY 1, 2, 3
""")


@dataclass(frozen=True, slots=True)
class PostgresCascades:
    """The cascades on one transaction."""

    connection: Connection

    def begin(self, steps: Sequence[Step]) -> Sequence[Step]:
        """Insert those that are not there, and return these."""
        if not steps:
            return []
        statement = insert(CASCADE_STEPS).on_conflict_do_nothing().returning(_C.step_id)
        made = set(self.connection.execute(statement.values([_row(e) for e in steps])).scalars())
        return [each for each in steps if each.step_id in made]

    def steps(self, alert_id: UUID) -> Sequence[Step]:
        """Return those of an alert."""
        query = select(CASCADE_STEPS).where(_C.alert_id == alert_id)
        rows = self.connection.execute(query.order_by(_C.region, _C.sector))
        return [_step(row) for row in rows]

    def get(self, alert_id: UUID, branch: Branch) -> Step | None:
        """Return one, locked until the transaction ends."""
        query = select(CASCADE_STEPS).where(
            _C.alert_id == alert_id, _C.region == branch[0], _C.sector == branch[1]
        )
        row = self.connection.execute(query.with_for_update()).one_or_none()
        return None if row is None else _step(row)

    def save(self, step: Step) -> None:
        """Keep the next version.

        Raises:
            StaleVersion: the row is not at the version before it.
        """
        changed = self.connection.execute(
            update(CASCADE_STEPS)
            .where(_C.step_id == step.step_id, _C.version == step.version - 1)
            .values(_row(step))
        ).rowcount
        if changed != 1:
            raise StaleVersion("It changed since you read it: read it again.")

    def waiting_at(self, branches: Collection[Branch], *, most: int) -> Sequence[Step]:
        """Return steps that wait in some places, the oldest first."""
        if not branches:
            return []
        query = (
            select(CASCADE_STEPS)
            .where(
                _C.state == StepState.WAITING.name,
                tuple_(_C.region, _C.sector).in_(sorted(branches)),
            )
            .order_by(_C.given_at, _C.step_id)
            .limit(most)
        )
        return [_step(row) for row in self.connection.execute(query)]

    def claim(self, at: datetime, *, but: Collection[UUID] = ()) -> Step | None:
        """Return one whose time is over, locked; those that others hold are left."""
        row = self.connection.execute(
            select(CASCADE_STEPS)
            .where(_C.state == StepState.WAITING.name, _C.due_at <= at, _C.step_id.not_in(but))
            .order_by(_C.due_at)
            .limit(1)
            .with_for_update(skip_locked=True)
        ).one_or_none()
        return None if row is None else _step(row)

    def came_by(self, alert_id: UUID, who: Collection[tuple[UUID, Branch]]) -> None:
        """Note by which branch it came to recipients, once."""
        if not who:
            return
        # One parameter for each column, however many rows.
        came = func.unnest(
            *(
                cast(literal(values, ARRAY(kind)), ARRAY(kind))
                for values, kind in (
                    ([to for to, _ in who], Uuid),
                    ([region for _, (region, _) in who], Text),
                    ([sector for _, (_, sector) in who], Text),
                )
            )
        ).table_valued(column("recipient_id", Uuid), column("region"), column("sector"))
        came = came.render_derived(name="came")
        c = CASCADE_MEMBERS.c
        self.connection.execute(
            insert(CASCADE_MEMBERS)
            .from_select(
                [c.alert_id, c.recipient_id, c.region, c.sector],
                select(literal(alert_id, Uuid), *came.c),
            )
            .on_conflict_do_nothing()
        )

    def branches_to(self, alert_id: UUID, recipient_id: UUID) -> Sequence[Branch]:
        """Return by which branches it came to a recipient."""
        c = CASCADE_MEMBERS.c
        rows = self.connection.execute(
            select(c.region, c.sector)
            .where(c.alert_id == alert_id, c.recipient_id == recipient_id)
            .order_by(c.region, c.sector)
        )
        return [(row.region, row.sector) for row in rows]

    def figures(self, alert_id: UUID, thread_id: UUID, since: datetime) -> Mapping[Branch, Figures]:
        """Count people by branch."""
        seen: dict[Branch, dict[str, int]] = {}
        said = {"thread_id": thread_id, "since": since}
        for row in self.connection.execute(_SIGHTINGS, said):
            seen.setdefault((row.region, row.sector), {})[row.kind] = row.people
        people = self.connection.execute(_PEOPLE, {"alert_id": alert_id, "thread_id": thread_id})
        found = {
            (row.region, row.sector): Figures(
                reached=row.reached, answered=row.answered, need_help=row.need_help
            )
            for row in people
        }
        return {
            each: Figures(**asdict(found.get(each, Figures())) | {"sightings": seen.get(each, {})})
            for each in found.keys() | seen.keys()
        }

    def report(self, report: BranchReport) -> None:
        """Insert what was told upward."""
        self.connection.execute(insert(BRANCH_REPORTS).values(asdict(report)))

    def reports(self, alert_id: UUID) -> Sequence[BranchReport]:
        """Return what was told upward, oldest first."""
        c = BRANCH_REPORTS.c
        query = select(BRANCH_REPORTS).where(c.alert_id == alert_id)
        return [
            _report(row) for row in self.connection.execute(query.order_by(c.told_at, c.report_id))
        ]

    def of(self, subject: str) -> tuple[Sequence[Step], Sequence[BranchReport]]:
        """Return what somebody passed on, and what they told upward."""
        steps = select(CASCADE_STEPS).where(_C.done_by == subject).order_by(_C.done_at)
        told = select(BRANCH_REPORTS).where(BRANCH_REPORTS.c.told_by == subject)
        return (
            [_step(row) for row in self.connection.execute(steps)],
            [_report(r) for r in self.connection.execute(told.order_by(BRANCH_REPORTS.c.told_at))],
        )

    def rename(self, subject: str, pseudonym: str) -> int:
        """Put a pseudonym in a person's place, and forget what came to them by which way."""
        mine = select(RECIPIENTS.c.recipient_id).where(RECIPIENTS.c.subject == subject)
        gone = delete(CASCADE_MEMBERS).where(CASCADE_MEMBERS.c.recipient_id.in_(mine))
        steps = update(CASCADE_STEPS).where(_C.done_by == subject).values(done_by=pseudonym)
        told = update(BRANCH_REPORTS).where(BRANCH_REPORTS.c.told_by == subject)
        statements = (gone, steps, told.values(told_by=pseudonym))
        return sum(self.connection.execute(each).rowcount for each in statements)

    def forget(self, before: datetime, *, most: int) -> int:
        """Delete some steps begun before then, with whom they reached and what was told."""
        old = select(_C.step_id, _C.alert_id).where(_C.given_at < before).limit(most)
        rows = self.connection.execute(old).all()
        alerts = sorted({row.alert_id for row in rows})
        for table in (CASCADE_MEMBERS, BRANCH_REPORTS):
            self.connection.execute(delete(table).where(table.c.alert_id.in_(alerts)))
        steps = [row.step_id for row in rows]
        self.connection.execute(delete(PAGES).where(PAGES.c.run_id.in_(steps)))
        return self.connection.execute(delete(CASCADE_STEPS).where(_C.step_id.in_(steps))).rowcount


def _row(step: Step) -> dict[str, Any]:
    return {
        "step_id": step.step_id,
        "alert_id": step.alert_id,
        "digest": step.digest,
        "region": step.region,
        "sector": step.sector,
        "given_at": step.given_at,
        "rung": step.rung.name,
        "state": step.state.name,
        "due_at": step.due_at,
        "done_at": step.done_at,
        "done_by": step.done_by,
        "done_as": step.done_as.name if step.done_as else None,
        "context": step.context.text if step.context else None,
        "context_cy": step.context.text_cy if step.context else None,
        "context_tlp": step.context.tlp.name if step.context else None,
        "version": step.version,
    }


def _step(row: Row[Any]) -> Step:
    context = None
    if row.context is not None:
        tlp = Tlp[row.context_tlp]
        context = Context(text=row.context, tlp=tlp, text_cy=row.context_cy or "")
    return Step(
        alert_id=row.alert_id,
        digest=bytes(row.digest),
        region=row.region,
        sector=row.sector,
        given_at=row.given_at,
        rung=Rung[row.rung],
        state=StepState[row.state],
        due_at=row.due_at,
        done_at=row.done_at,
        done_by=row.done_by,
        done_as=Rung[row.done_as] if row.done_as else None,
        context=context,
        version=row.version,
    )


def _report(row: Row[Any]) -> BranchReport:
    return BranchReport(**dict(row._mapping))  # noqa: SLF001 - SQLAlchemy's own
