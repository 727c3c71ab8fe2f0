"""Paging in memory."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from uuid import UUID

from kernel.principals import Principal
from services.alerts.domain.alert import Alert, Status
from services.alerts.domain.paging import (
    LADDERS,
    NATION,
    PAGED,
    ForsakenCalls,
    Page,
    PageRun,
    Why,
)
from services.alerts.domain.wording import CapStatus
from services.alerts.usecases.page_ports import Officer, PageBacklog
from tests.fakes.answers import MemoryAnswers, MemoryHelpDesk


@dataclass
class MemoryPaging:
    """Ladders and pages in dictionaries; `people` is what the copy of rights says."""

    alerts: dict[UUID, Alert] = field(default_factory=dict)
    answers: MemoryAnswers = field(default_factory=MemoryAnswers)
    help: MemoryHelpDesk = field(default_factory=MemoryHelpDesk)
    runs: dict[UUID, PageRun] = field(default_factory=dict)
    pages: dict[UUID, Page] = field(default_factory=dict)
    officers: dict[str, Officer] = field(default_factory=dict)
    people: list[Principal] = field(default_factory=list)

    def unpaged(self, *, most: int) -> Sequence[Alert]:
        there = {
            (each.why, each.alert_id, each.alert_version if each.why is Why.APPROVAL else 0)
            for each in self.runs.values()
        }
        return [
            each
            for each in self.alerts.values()
            if each.content.cap_status is not CapStatus.TEST
            if (
                each.status is Status.SUBMITTED
                and (Why.APPROVAL, each.alert_id, each.version) not in there
            )
            or (
                each.status is Status.ISSUED
                and each.content.asks_answer
                and each.drill is None
                and each.successor is None
                and (Why.NO_ANSWER, each.alert_id, 0) not in there
            )
        ][:most]

    def welsh_overdue(self, at: datetime, *, most: int) -> Sequence[Alert]:
        there = {each.alert_id for each in self.runs.values() if each.why is Why.WELSH_OVERDUE}
        found = [
            (each.welsh.due_at, each.alert_id, each)
            for each in self.alerts.values()
            if each.welsh.due_at is not None
            and each.welsh.due_at <= at
            and each.status is Status.ISSUED
            and each.successor is None
            and each.alert_id not in there
        ]
        return [each for _, _, each in sorted(found, key=lambda one: one[:2])][:most]

    def unreviewed(self, *, most: int) -> Sequence[Alert]:
        there = {(e.alert_id, e.alert_version) for e in self.runs.values() if e.why is Why.REVIEW}
        return [
            each
            for each in self.alerts.values()
            if each.review is not None
            and each.review.waits
            and (each.alert_id, int(each.review.due_at.timestamp())) not in there
        ][:most]

    def forsaken(self, at: datetime, *, most: int) -> Sequence[ForsakenCalls]:
        newest: dict[tuple[UUID, str], datetime] = {}
        for each in self.help.unanswered(at):
            place = (each.alert_id, each.queue)
            newest[place] = max(each.asked_at, newest.get(place, each.asked_at))
        found = [
            ForsakenCalls(alert_id=alert_id, queue=queue, newest=at)
            for (alert_id, queue), at in sorted(newest.items(), key=lambda item: item[1])
        ]
        return [each for each in found if not self._heard(each)][:most]

    def _heard(self, calls: ForsakenCalls) -> bool:
        run = self.latest(Why.HELP, calls.alert_id, calls.region)
        if run is None or run.closed_at is not None:
            return False
        early = run.rung < len(LADDERS[Why.HELP])
        return early or run.paged_at is None or run.paged_at >= calls.newest

    def latest(self, why: Why, alert_id: UUID, region: str) -> PageRun | None:
        found = [
            each
            for each in self.runs.values()
            if (each.why, each.alert_id, each.region) == (why, alert_id, region)
        ]
        return max(found, key=lambda each: each.alert_version, default=None)

    def begin(self, runs: Sequence[PageRun]) -> int:
        there = {
            (each.why, each.alert_id, each.alert_version, each.region)
            for each in self.runs.values()
        }
        new = [
            each
            for each in runs
            if (each.why, each.alert_id, each.alert_version, each.region) not in there
        ]
        self.runs |= {each.run_id: each for each in new}
        return len(new)

    def claim(self, at: datetime, *, but: Collection[UUID] = ()) -> PageRun | None:
        there = [each for each in self.runs.values() if each.run_id not in but]
        due = [each for each in there if each.closed_at is None and each.due_at <= at]
        return min(due, key=lambda each: each.due_at, default=None)

    def run(self, run_id: UUID) -> PageRun | None:
        return self.runs.get(run_id)

    def save(self, run: PageRun) -> None:
        self.runs[run.run_id] = run

    def queue(self, pages: Sequence[Page]) -> int:
        there = {(each.run_id, each.rung, each.subject) for each in self.pages.values()}
        waiting = {(each.run_id, each.subject) for each in self.pages.values() if _waits(each)}
        new = [
            each
            for each in pages
            if (each.run_id, each.rung, each.subject) not in there
            and (each.run_id, each.subject) not in waiting
        ]
        self.pages |= {each.page_id: each for each in new}
        return len(new)

    def due(self, at: datetime, *, but: Collection[UUID] = ()) -> Page | None:
        waiting = [each for each in self.pages.values() if _waits(each) and each.due_at <= at]
        due = [each for each in waiting if each.page_id not in but]
        return min(due, key=lambda each: (each.priority, each.due_at), default=None)

    def all_sent(self, at: datetime) -> None:
        """As if the mail server had taken all that waits."""
        for each in self.pages.values():
            if _waits(each):
                self.pages[each.page_id] = replace(each, sent_at=at)

    def settle(self, page: Page) -> None:
        self.pages[page.page_id] = page

    def backlog(self, at: datetime) -> PageBacklog:
        waiting = [each.queued_at for each in self.pages.values() if _waits(each)]
        still = {each.run_id for each in self.runs.values() if each.closed_at is None}
        given_up = [
            each
            for each in self.pages.values()
            if each.given_up
            and (
                each.run_id in still
                or (each.why is Why.CASCADE and each.queued_at > at - timedelta(days=1))
            )
        ]
        return PageBacklog(
            waiting=len(waiting),
            oldest_seconds=max((at - min(waiting, default=at)).total_seconds(), 0.0),
            given_up=len(given_up),
            nobody=sum(each.nobody and each.closed_at is None for each in self.runs.values()),
        )

    def holders(self, role: str, *, among: Collection[str] | None = None) -> Sequence[Principal]:
        found = [each for each in self.people if role in each.roles]
        return [each for each in found if among is None or each.person in among]

    def answered_in(self, thread_id: UUID, region: str) -> bool:
        return any(
            region == NATION or region in each.answerer.regions
            for each in self.answers.kept.values()
            if each.thread_id == thread_id
        )

    def keep_officer(self, officer: Officer) -> bool:
        there = self.officers.get(officer.subject)
        if there is not None and there.version >= officer.version:
            return False
        self.officers[officer.subject] = officer
        return True

    def officer(self, subject: str) -> Officer | None:
        return self.officers.get(subject)

    def forget_officer(self, subject: str) -> int:
        gone = 1 if self.officers.pop(subject, None) else 0
        named = [each.page_id for each in self.pages.values() if each.subject == subject]
        for page_id in named:
            del self.pages[page_id]
        return gone + len(named)

    def forget(self, before: datetime, *, most: int) -> int:
        over = [
            each.run_id
            for each in self.runs.values()
            if each.closed_at is not None and each.closed_at < before
        ][:most]
        for run_id in over:
            del self.runs[run_id]
        self.pages = {k: each for k, each in self.pages.items() if each.run_id not in over}
        held = {each.person: each.roles & PAGED for each in self.people}
        former = [who for who in self.officers if who in held and not held[who]]
        for who in former:
            del self.officers[who]
        return len(over) + len(former)


def _waits(page: Page) -> bool:
    return page.sent_at is None and not page.given_up and not page.dropped


@dataclass
class MemoryPageMeasures:
    """Keeps what was said last."""

    said: PageBacklog | None = None

    def backlog(self, backlog: PageBacklog) -> None:
        self.said = backlog
