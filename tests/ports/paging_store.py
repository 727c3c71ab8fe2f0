"""What the store of paging must do, in memory and in PostgreSQL."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from kernel.audiences import AudienceRow, Kind, Mode
from services.alerts.domain.alert import Alert
from services.alerts.domain.content import Severity
from services.alerts.domain.paging import (
    NATION,
    ForsakenCalls,
    Page,
    PageRun,
    Why,
    run_for_welsh,
    runs_for_review,
)
from services.alerts.domain.wording import CapStatus
from services.alerts.usecases.page_ports import Officer, PageBacklog
from tests.fakes.alerts import NOON, broken_glass, drafted, issued, submitted
from tests.ports.answer_stores import answered, called, someone

Open = Callable[[], AbstractContextManager[Any]]
HOUR = timedelta(hours=1)


def a_run(alert: Alert, why: Why = Why.APPROVAL, **given: Any) -> PageRun:
    """Return a ladder that is due."""
    said = {"alert_version": alert.version, "region": "LON", "due_at": NOON} | given
    return PageRun(run_id=uuid4(), why=why, alert_id=alert.alert_id, **said)


def a_page(run: PageRun, subject: str = "duty", **given: Any) -> Page:
    """Return a page that is due."""
    said = {"rung": run.rung, "why": run.why, "alert_id": run.alert_id, "due_at": NOON}
    said = {"queued_at": NOON, "priority": 2} | said | given
    return Page(page_id=uuid4(), run_id=run.run_id, region=run.region, subject=subject, **said)


def _reaching_nobody(tx: Any, at: datetime) -> tuple[int, int]:
    found = tx.paging.backlog(at)
    return found.nobody, found.given_up


class PagingSuite:
    """Run with a fixture `unit_of_work` that opens transactions on an empty store."""

    def test_what_waits_or_asks_is_found_until_it_has_a_ladder(self, unit_of_work: Open) -> None:
        waits, asks = submitted(), issued(asks_answer=True)
        with unit_of_work() as tx:
            tests = [make(cap_status=CapStatus.TEST) for make in (submitted, issued)]
            for each in (waits, asks, drafted(), issued(), *tests):
                tx.alerts.add(each)
        with unit_of_work() as tx:
            found = {each.alert_id for each in tx.paging.unpaged(most=10)}
            assert {waits.alert_id, asks.alert_id} == found
            tx.paging.begin([a_run(waits), a_run(asks, Why.NO_ANSWER, alert_version=0)])
        with unit_of_work() as tx:
            assert [] == list(tx.paging.unpaged(most=10))

    def test_overdue_welsh_is_found_until_it_has_a_ladder(self, unit_of_work: Open) -> None:
        wales = (AudienceRow(Mode.INCLUDE, Kind.REGION, "WAL"),)
        waiting = submitted(audience=wales, severity=Severity.EXTREME)
        owing = waiting.approve(by="approver", read=waiting.digest, at=NOON)
        ended = replace(owing, alert_id=uuid4()).withdraw(by="x", why="w", at=NOON)
        with unit_of_work() as tx:
            for each in (owing, ended, issued()):
                tx.alerts.add(each)
        with unit_of_work() as tx:
            assert [] == list(tx.paging.welsh_overdue(NOON + HOUR / 2, most=10))
            assert [owing] == list(tx.paging.welsh_overdue(NOON + HOUR, most=10))
            tx.paging.begin([run_for_welsh(owing, uuid4(), NOON + HOUR)])
        with unit_of_work() as tx:
            assert [] == list(tx.paging.welsh_overdue(NOON + HOUR, most=10))

    def test_a_review_is_found_until_it_has_its_ladders_or_somebody_looked(
        self, unit_of_work: Open
    ) -> None:
        alone = broken_glass(at=NOON + timedelta(milliseconds=7))
        looked = broken_glass().reviewed(by="second", finding="Right.", at=NOON)
        with unit_of_work() as tx:
            for each in (alone, looked, issued()):
                tx.alerts.add(each)
        with unit_of_work() as tx:
            assert [alone] == list(tx.paging.unreviewed(most=10))
            assert 2 == tx.paging.begin(runs_for_review(alone, (uuid4(), uuid4()), NOON))
        with unit_of_work() as tx:
            assert [] == list(tx.paging.unreviewed(most=10))

    def test_a_ladder_is_there_once_and_is_climbed_when_it_is_due(self, unit_of_work: Open) -> None:
        alert = submitted()
        run = a_run(alert)
        with unit_of_work() as tx:
            assert [1, 0] == [tx.paging.begin([each]) for each in (run, a_run(alert))]
            assert 1 == tx.paging.begin([a_run(alert, region="SCO", due_at=NOON + HOUR)])
            assert 0 == tx.paging.begin([])
        with unit_of_work() as tx:
            assert tx.paging.claim(NOON - HOUR) is None
            assert tx.paging.claim(NOON, but={run.run_id}) is None
            assert run == tx.paging.claim(NOON)
            later = run.climbed(people=1, pause=HOUR, at=NOON)
            tx.paging.save(later)
        with unit_of_work() as tx:
            assert tx.paging.claim(NOON) is None
            assert later.run_id in {tx.paging.claim(NOON + HOUR).run_id, later.run_id}
            tx.paging.save(later.closed("it is over", NOON))
        with unit_of_work() as tx:
            left = tx.paging.claim(NOON + HOUR)
            assert "SCO" == left.region

    def test_one_page_for_each_rung_and_person_whatever_happens(self, unit_of_work: Open) -> None:
        run = a_run(submitted())
        page = a_page(run)
        with unit_of_work() as tx:
            assert [1, 0] == [tx.paging.queue([each]) for each in (page, a_page(run))]
            other = a_page(run, "other", rung=1, due_at=NOON + HOUR)
            assert 1 == tx.paging.queue([other])
            assert 0 == tx.paging.queue([])
        with unit_of_work() as tx:
            assert page == tx.paging.due(NOON)
            tx.paging.settle(replace(page, attempts=1, sent_at=NOON))
        with unit_of_work() as tx:
            assert tx.paging.due(NOON) is None
            other = tx.paging.due(NOON + HOUR)
            tx.paging.settle(replace(other, given_up="no address is known"))
        with unit_of_work() as tx:
            assert tx.paging.due(NOON + HOUR) is None

    def test_who_has_a_page_that_waits_gets_no_second_of_the_same_ladder(
        self, unit_of_work: Open
    ) -> None:
        run, other = a_run(submitted()), a_run(submitted())
        first = a_page(run)
        with unit_of_work() as tx:
            assert 1 == tx.paging.queue([first])
            again, besides = a_page(run, rung=1), a_page(other, rung=1)
            assert 2 == tx.paging.queue([again, besides, a_page(run, "else", rung=1)])
            tx.paging.settle(replace(first, sent_at=NOON))
            assert 1 == tx.paging.queue([a_page(run, rung=2)])

    def test_it_is_told_what_waits_and_what_reaches_nobody_while_it_matters(
        self, unit_of_work: Open
    ) -> None:
        run, cascade = a_run(submitted()), a_run(submitted(), Why.CASCADE)
        vacant = replace(a_run(submitted()), nobody=True)
        page, way = a_page(run), a_page(cascade)
        with unit_of_work() as tx:
            assert PageBacklog(waiting=0, oldest_seconds=0, given_up=0, nobody=0) == (
                tx.paging.backlog(NOON)
            )
            tx.paging.begin([run, vacant])
            tx.paging.save(vacant)
            tx.paging.queue([page, way, a_page(run, "other", queued_at=NOON - HOUR)])
            assert PageBacklog(waiting=3, oldest_seconds=3600, given_up=0, nobody=1) == (
                tx.paging.backlog(NOON)
            )
            tx.paging.settle(replace(page, given_up="no address is known"))
            tx.paging.settle(replace(way, given_up="no address is known"))
            assert (1, 2) == _reaching_nobody(tx, NOON)
            assert (1, 1) == _reaching_nobody(tx, NOON + 25 * HOUR)
            for each in (run, vacant):
                tx.paging.save(each.closed("over", NOON))
            assert (0, 0) == _reaching_nobody(tx, NOON + 25 * HOUR)

    def test_a_page_that_nobody_needs_is_not_due_and_waits_no_more(
        self, unit_of_work: Open
    ) -> None:
        page = a_page(a_run(submitted()))
        with unit_of_work() as tx:
            tx.paging.queue([page])
            tx.paging.settle(replace(page, dropped="it is over"))
            assert tx.paging.due(NOON) is None
            assert 0 == tx.paging.backlog(NOON).waiting

    def test_the_most_urgent_page_is_sent_first(self, unit_of_work: Open) -> None:
        run = a_run(submitted())
        bulk = [a_page(run, f"one-{n}", due_at=NOON - HOUR) for n in range(3)]
        urgent = a_page(run, "urgent", priority=0)
        with unit_of_work() as tx:
            tx.paging.queue([*bulk, urgent])
            assert urgent == tx.paging.due(NOON)
            assert "urgent" != tx.paging.due(NOON, but=[urgent.page_id]).subject
            assert bulk[0].due_at == tx.paging.due(NOON - HOUR).due_at

    def test_calls_are_told_by_alert_and_queue_until_a_ladder_has_heard_of_the_newest(
        self, unit_of_work: Open
    ) -> None:
        one, other = issued(), issued()
        minute = timedelta(minutes=1)
        with unit_of_work() as tx:
            for number in range(5):
                asked = {"at": NOON + number * minute}
                tx.help.ask(called(someone(f"a-{number}"), one.alert_id, **asked))
            tx.help.ask(called(someone("b"), other.alert_id, queue="NATIONAL", at=NOON + HOUR))
        first = ForsakenCalls(alert_id=one.alert_id, queue="LON", newest=NOON + 4 * minute)
        second = ForsakenCalls(alert_id=other.alert_id, queue="NATIONAL", newest=NOON + HOUR)
        with unit_of_work() as tx:
            assert [first, second] == list(tx.paging.forsaken(NOON, most=10))
            assert [first] == list(tx.paging.forsaken(NOON, most=1))
            assert tx.paging.latest(Why.HELP, one.alert_id, "LON") is None
            run = a_run(one, Why.HELP, alert_version=1)
            nation = a_run(other, Why.HELP, alert_version=1, region=NATION)
            tx.paging.begin([run, nation])
        with unit_of_work() as tx:
            assert [] == list(tx.paging.forsaken(NOON, most=10))
            assert run == tx.paging.latest(Why.HELP, one.alert_id, "LON")
            repeats = replace(run, rung=3, paged_at=NOON + 4 * minute)
            tx.paging.save(repeats)
            assert [] == list(tx.paging.forsaken(NOON, most=10))
            tx.help.ask(called(someone("late"), one.alert_id, at=NOON + 5 * minute))
            assert [NOON + 5 * minute] == [e.newest for e in tx.paging.forsaken(NOON, most=10)]
            tx.paging.save(replace(run, closed_at=NOON, closed_why="it is answered"))
            tx.paging.save(replace(nation, rung=3, paged_at=NOON + HOUR))
            assert [one.alert_id] == [each.alert_id for each in tx.paging.forsaken(NOON, most=10)]
            tx.paging.begin([later := a_run(one, Why.HELP, alert_version=2)])
            assert later == tx.paging.latest(Why.HELP, one.alert_id, "LON")

    def test_an_answer_of_a_region_is_one_of_the_nation(self, unit_of_work: Open) -> None:
        thread = uuid4()
        with unit_of_work() as tx:
            assert not tx.paging.answered_in(thread, NATION)
            tx.answers.save(answered(thread, someone("one", "LON", "SE")))
        with unit_of_work() as tx:
            found = [tx.paging.answered_in(thread, each) for each in ("LON", "SE", NATION, "SCO")]
            assert [True, True, True, False] == found
            assert not tx.paging.answered_in(uuid4(), "LON")

    def test_where_an_officer_is_reached_is_kept_at_its_latest(self, unit_of_work: Open) -> None:
        old = Officer(subject="duty", version=1, email="old@police.example", language="en")
        new = replace(old, version=2, email="new@police.example", language="cy")
        with unit_of_work() as tx:
            kept = [tx.paging.keep_officer(each) for each in (old, new, new, old)]
            assert [True, True, False, False] == kept
        with unit_of_work() as tx:
            assert new == tx.paging.officer("duty")
            assert tx.paging.officer("nobody") is None
            tx.paging.queue([a_page(a_run(submitted()))])
            assert [2, 0] == [tx.paging.forget_officer("duty") for _ in range(2)]
            assert tx.paging.officer("duty") is None

    def test_ladders_that_are_long_over_are_forgotten_with_their_pages(
        self, unit_of_work: Open
    ) -> None:
        over, runs_still = a_run(submitted()), a_run(submitted())
        with unit_of_work() as tx:
            tx.paging.begin([over, runs_still])
            tx.paging.queue([a_page(over)])
            tx.paging.save(over.closed("over", NOON - HOUR))
        with unit_of_work() as tx:
            assert [1, 0] == [tx.paging.forget(NOON, most=10) for _ in range(2)]
            assert tx.paging.due(NOON) is None
            assert runs_still == tx.paging.claim(NOON)
