"""Ladders, pages, and whom they go to, in PostgreSQL."""

from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import (
    Connection,
    Row,
    Text,
    and_,
    any_,
    case,
    cast,
    delete,
    exists,
    func,
    literal,
    or_,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import ARRAY, insert

from chassis.postgres.engine import wait_outside
from chassis.postgres.tables import PRINCIPALS
from kernel.principals import Principal
from kernel.standing import Standing
from kernel.tiers import Tier
from services.alerts.domain.alert import Alert, Status
from services.alerts.domain.help import NATIONAL
from services.alerts.domain.paging import (
    LADDERS,
    NATION,
    PAGED,
    ForsakenCalls,
    Page,
    PageRun,
    Why,
)
from services.alerts.domain.site_response import LEAD
from services.alerts.domain.wording import CapStatus
from services.alerts.outbound.postgres.alert_rows import alert_of
from services.alerts.outbound.postgres.answer_tables import ANSWERS, HELP_REQUESTS
from services.alerts.outbound.postgres.help_store import unanswered
from services.alerts.outbound.postgres.page_tables import OFFICERS, PAGE_RUNS, PAGES
from services.alerts.outbound.postgres.tables import ALERTS
from services.alerts.usecases.page_ports import Officer, PageBacklog

_WAITS: Final = and_(PAGES.c.sent_at.is_(None), PAGES.c.given_up == "", PAGES.c.dropped == "")
_DAY: Final = timedelta(days=1)
_IS_TEST: Final = ALERTS.c.content["cap_status"].astext.is_not_distinct_from(CapStatus.TEST.value)
_ASKS: Final = ALERTS.c.content["asks_answer"].as_boolean()


@dataclass(frozen=True, slots=True)
class PostgresPaging:
    """Paging on one transaction."""

    connection: Connection

    def unpaged(self, *, most: int) -> Sequence[Alert]:
        """Return alerts that wait or ask and have no ladder for that."""
        waits = and_(
            ALERTS.c.status == Status.SUBMITTED.name,
            ~_has(Why.APPROVAL, PAGE_RUNS.c.alert_version == ALERTS.c.version),
        )
        asks = and_(
            ALERTS.c.status == Status.ISSUED.name,
            ALERTS.c.superseded_by.is_(None),
            ALERTS.c.drill_of.is_(None),  # an organisation's own: no officer waits for answers
            _ASKS,
            ~_has(Why.NO_ANSWER),
        )
        rows = self.connection.execute(
            select(ALERTS).where(or_(waits, asks), ~_IS_TEST).limit(most)
        )
        return [alert_of(row) for row in rows]

    def welsh_overdue(self, at: datetime, *, most: int) -> Sequence[Alert]:
        """Return alerts that are out, owe Welsh since before then, and have no ladder for that."""
        rows = self.connection.execute(
            select(ALERTS)
            .where(
                ALERTS.c.welsh_due_at <= at,
                ALERTS.c.status == Status.ISSUED.name,
                ALERTS.c.superseded_by.is_(None),
                ~_has(Why.WELSH_OVERDUE),
            )
            .order_by(ALERTS.c.welsh_due_at)
            .limit(most)
        )
        return [alert_of(row) for row in rows]

    def unreviewed(self, *, most: int) -> Sequence[Alert]:
        """Return alerts whose review waits and has no ladder."""
        due = func.floor(func.extract("epoch", ALERTS.c.review_due_at))
        rows = self.connection.execute(
            select(ALERTS)
            .where(
                ALERTS.c.review_due_at.is_not(None),
                ALERTS.c.reviewed_by.is_(None),
                ~_has(Why.REVIEW, PAGE_RUNS.c.alert_version == due),
            )
            .limit(most)
        )
        return [alert_of(row) for row in rows]

    def forsaken(self, at: datetime, *, most: int) -> Sequence[ForsakenCalls]:
        """Return calls that nobody would answer and of which no ladder that goes on has heard."""
        calls = (
            select(
                HELP_REQUESTS.c.alert_id,
                HELP_REQUESTS.c.queue,
                func.max(HELP_REQUESTS.c.asked_at).label("newest"),
            )
            .where(unanswered(at))
            .group_by(HELP_REQUESTS.c.alert_id, HELP_REQUESTS.c.queue)
            .subquery()
        )
        goes_on = exists().where(
            PAGE_RUNS.c.why == Why.HELP.value,
            PAGE_RUNS.c.alert_id == calls.c.alert_id,
            PAGE_RUNS.c.region == case((calls.c.queue == NATIONAL, NATION), else_=calls.c.queue),
            PAGE_RUNS.c.closed_at.is_(None),
            or_(
                PAGE_RUNS.c.rung < len(LADDERS[Why.HELP]),
                PAGE_RUNS.c.paged_at.is_(None),
                PAGE_RUNS.c.paged_at >= calls.c.newest,
            ),
        )
        rows = self.connection.execute(
            select(calls).where(~goes_on).order_by(calls.c.newest).limit(most)
        )
        return [
            ForsakenCalls(alert_id=row.alert_id, queue=row.queue, newest=row.newest) for row in rows
        ]

    def latest(self, why: Why, alert_id: UUID, region: str) -> PageRun | None:
        """Return the last ladder that was begun of these, locked."""
        row = self.connection.execute(
            select(PAGE_RUNS)
            .where(
                PAGE_RUNS.c.alert_id == alert_id,
                PAGE_RUNS.c.why == why.value,
                PAGE_RUNS.c.region == region,
            )
            .order_by(PAGE_RUNS.c.alert_version.desc())
            .limit(1)
            .with_for_update()
        ).one_or_none()
        return None if row is None else _run(row)

    def begin(self, runs: Sequence[PageRun]) -> int:
        """Insert those that are not there."""
        rows = [asdict(each) | {"why": each.why.value} for each in runs]
        statement = insert(PAGE_RUNS).on_conflict_do_nothing().returning(PAGE_RUNS.c.run_id)
        return len(self.connection.execute(statement.values(rows)).all()) if rows else 0

    def claim(self, at: datetime, *, but: Collection[UUID] = ()) -> PageRun | None:
        """Return a ladder that is due, locked; those that others hold are left."""
        row = self.connection.execute(
            select(PAGE_RUNS)
            .where(
                PAGE_RUNS.c.closed_at.is_(None),
                PAGE_RUNS.c.due_at <= at,
                PAGE_RUNS.c.run_id.not_in(but),
            )
            .order_by(PAGE_RUNS.c.due_at)
            .limit(1)
            .with_for_update(skip_locked=True)
        ).one_or_none()
        return None if row is None else _run(row)

    def run(self, run_id: UUID) -> PageRun | None:
        """Return a ladder, also a closed one."""
        row = self.connection.execute(
            select(PAGE_RUNS).where(PAGE_RUNS.c.run_id == run_id)
        ).one_or_none()
        return None if row is None else _run(row)

    def save(self, run: PageRun) -> None:
        """Keep how far a ladder is."""
        self.connection.execute(
            update(PAGE_RUNS)
            .where(PAGE_RUNS.c.run_id == run.run_id)
            .values(
                rung=run.rung,
                paged_at=run.paged_at,
                nobody=run.nobody,
                due_at=run.due_at,
                closed_at=run.closed_at,
                closed_why=run.closed_why,
            )
        )

    def queue(self, pages: Sequence[Page]) -> int:
        """Insert those that are not there, of people for whom none of the same ladder waits."""
        there = select(PAGES.c.run_id, PAGES.c.subject).where(
            PAGES.c.run_id.in_({each.run_id for each in pages}), _WAITS
        )
        waiting = {(row.run_id, row.subject) for row in self.connection.execute(there)}
        new = [each for each in pages if (each.run_id, each.subject) not in waiting]
        rows = [asdict(each) | {"why": each.why.value} for each in new]
        statement = insert(PAGES).on_conflict_do_nothing().returning(PAGES.c.page_id)
        return len(self.connection.execute(statement.values(rows)).all()) if rows else 0

    def due(self, at: datetime, *, but: Collection[UUID] = ()) -> Page | None:
        """Return the most urgent that is to be sent, locked; those that others hold are left."""
        row = self.connection.execute(
            select(PAGES)
            .where(_WAITS, PAGES.c.due_at <= at, PAGES.c.page_id.not_in(but))
            .order_by(PAGES.c.priority, PAGES.c.due_at)
            .limit(1)
            .with_for_update(skip_locked=True)
        ).one_or_none()
        if row is None:
            return None
        wait_outside(self.connection)  # it is held while it is handed over
        return _page(row)

    def settle(self, page: Page) -> None:
        """Keep what became of a page."""
        self.connection.execute(
            update(PAGES)
            .where(PAGES.c.page_id == page.page_id)
            .values(
                due_at=page.due_at,
                attempts=page.attempts,
                sent_at=page.sent_at,
                given_up=page.given_up,
                dropped=page.dropped,
            )
        )

    def backlog(self, at: datetime) -> PageBacklog:
        """Return how paging does; of a cascade's pages a day is looked at."""
        waiting, oldest = self.connection.execute(
            select(func.count(), func.min(PAGES.c.queued_at)).where(_WAITS)
        ).one()
        matter_open = exists().where(
            PAGE_RUNS.c.run_id == PAGES.c.run_id, PAGE_RUNS.c.closed_at.is_(None)
        )
        lately = and_(PAGES.c.why == Why.CASCADE.value, PAGES.c.queued_at > at - _DAY)
        given_up = self.connection.scalar(
            select(func.count()).where(PAGES.c.given_up != "", or_(matter_open, lately))
        )
        nobody = self.connection.scalar(
            select(func.count()).where(PAGE_RUNS.c.closed_at.is_(None), PAGE_RUNS.c.nobody)
        )
        return PageBacklog(
            waiting=waiting,
            oldest_seconds=0.0 if oldest is None else max((at - oldest).total_seconds(), 0.0),
            given_up=given_up or 0,
            nobody=nobody or 0,
        )

    def holders(self, role: str, *, among: Collection[str] | None = None) -> Sequence[Principal]:
        """Return the people who hold a role now and may use their account."""
        query = select(PRINCIPALS).where(
            literal(role) == any_(PRINCIPALS.c.roles),
            PRINCIPALS.c.standing == Standing.ACTIVE.name,
        )
        if among is not None:
            asked = cast(literal(sorted(among), ARRAY(Text)), ARRAY(Text))
            query = query.where(PRINCIPALS.c.subject == any_(asked))
        rows = self.connection.execute(query.order_by(PRINCIPALS.c.subject))
        return [_principal(row) for row in rows]

    def answered_in(self, thread_id: UUID, region: str) -> bool:
        """Tell whether anybody of a region answered."""
        there = exists().where(ANSWERS.c.thread_id == thread_id)
        if region != NATION:
            there = there.where(literal(region) == any_(ANSWERS.c.regions))
        return bool(self.connection.execute(select(there)).scalar_one())

    def keep_officer(self, officer: Officer) -> bool:
        """Insert or replace unless a newer version is there."""
        values = asdict(officer)
        statement = insert(OFFICERS).values(values)
        kept = self.connection.execute(
            statement.on_conflict_do_update(
                index_elements=[OFFICERS.c.subject],
                set_={name: statement.excluded[name] for name in values},
                where=OFFICERS.c.version < statement.excluded.version,
            ).returning(OFFICERS.c.subject)
        ).first()
        return kept is not None

    def officer(self, subject: str) -> Officer | None:
        """Return where somebody is reached."""
        row = self.connection.execute(
            select(OFFICERS).where(OFFICERS.c.subject == subject)
        ).one_or_none()
        if row is None:
            return None
        return Officer(
            subject=row.subject, version=row.version, email=row.email, language=row.language
        )

    def forget_officer(self, subject: str) -> int:
        """Delete where somebody is reached, and the pages that name them."""
        gone = self.connection.execute(
            delete(OFFICERS).where(OFFICERS.c.subject == subject)
        ).rowcount
        return (
            gone + self.connection.execute(delete(PAGES).where(PAGES.c.subject == subject)).rowcount
        )

    def forget(self, before: datetime, *, most: int) -> int:
        """Delete some ladders closed before then with their pages, and who holds no such role."""
        old = select(PAGE_RUNS.c.run_id).where(PAGE_RUNS.c.closed_at < before).limit(most)
        runs = list(self.connection.execute(old).scalars())
        self.connection.execute(delete(PAGES).where(PAGES.c.run_id.in_(runs)))
        self.connection.execute(delete(PAGE_RUNS).where(PAGE_RUNS.c.run_id.in_(runs)))
        still = exists().where(
            PRINCIPALS.c.subject == OFFICERS.c.subject,
            PRINCIPALS.c.roles.overlap(sorted(PAGED | {LEAD})),
        )
        known = exists().where(PRINCIPALS.c.subject == OFFICERS.c.subject)
        gone = self.connection.execute(delete(OFFICERS).where(known, ~still)).rowcount
        return len(runs) + gone


def _has(why: Why, *also: Any) -> Any:
    return exists().where(
        PAGE_RUNS.c.alert_id == ALERTS.c.alert_id, PAGE_RUNS.c.why == why.value, *also
    )


def _run(row: Row[Any]) -> PageRun:
    return PageRun(**dict(row._mapping) | {"why": Why(row.why)})  # noqa: SLF001 - SQLAlchemy's own


def _page(row: Row[Any]) -> Page:
    return Page(**dict(row._mapping) | {"why": Why(row.why)})  # noqa: SLF001 - SQLAlchemy's own


def _principal(row: Row[Any]) -> Principal:
    return Principal(
        subject=row.subject,
        tier=Tier[row.tier],
        roles=frozenset(row.roles),
        regions=frozenset(row.regions),
        sectors=frozenset(row.sectors),
        closed_groups=frozenset(row.closed_groups),
        organisation_id=row.organisation_id,
    )
