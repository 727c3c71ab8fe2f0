"""What every store of seats and cascades must do, in memory and in PostgreSQL."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from chassis.errors import StaleVersion
from kernel.markings import Tlp
from services.alerts.domain.cascade import Context, Rung, Step, StepState
from services.alerts.domain.dispatch import Dispatch
from services.alerts.domain.seat import Sitter
from services.alerts.usecases.cascade_ports import BranchReport
from tests.fakes.alerts import NOON, issued
from tests.fakes.cascades import a_seat
from tests.fakes.deliveries import recipient

Open = Callable[[], AbstractContextManager[Any]]
HOUR = timedelta(hours=1)
ALERT = uuid4()


def a_step(region: str = "LON", sector: str = "retail", **given: Any) -> Step:
    said = {"alert_id": ALERT, "digest": bytes(32), "given_at": NOON, "due_at": NOON + HOUR}
    return Step(**said | {"region": region, "sector": sector} | given)


def a_report(**given: Any) -> BranchReport:
    said = {"report_id": uuid4(), "alert_id": ALERT, "region": "LON", "sector": "retail"}
    return BranchReport(**said | {"text": "Shut.", "told_at": NOON, "told_by": "lead"} | given)


class CascadeStoresSuite:
    """Run with a fixture `unit_of_work` that opens transactions on empty stores."""

    def test_the_newer_word_of_a_seat_stays_and_who_sits_is_found(self, unit_of_work: Open) -> None:
        seat = a_seat(holder="lead", deputy=Sitter(subject="deputy", until=NOON), version=2)
        gone = a_seat(active=False, holder="lead")
        with unit_of_work() as tx:
            assert tx.seats.keep(seat)
            assert tx.seats.keep(gone)
            assert not tx.seats.keep(replace(seat, holder=None, version=1))
        with unit_of_work() as tx:
            assert [seat] == list(tx.seats.of("lead")) == list(tx.seats.of("deputy"))
            assert [seat] == list(tx.seats.of_regions(["LON", "SCO"]))
            assert [] == list(tx.seats.of_regions(["SCO"]))
            assert tx.seats.forget("lead")
        with unit_of_work() as tx:
            assert [] == list(tx.seats.of("lead"))
            assert [replace(seat, holder=None)] == list(tx.seats.of("deputy"))

    def test_of_a_region_itself_are_the_seats_of_no_sector_and_no_district(
        self, unit_of_work: Open
    ) -> None:
        itself = a_seat("LON", "", holder="one")
        others = (
            a_seat("LON", "retail"),
            a_seat("NW", ""),
            a_seat("LON", "", district="Somewhere BID"),
            a_seat("LON", "", active=False),
        )
        with unit_of_work() as tx:
            for each in (itself, *others):
                tx.seats.keep(each)
        with unit_of_work() as tx:
            assert [itself] == list(tx.seats.of_the_region("LON"))
            assert [] == list(tx.seats.of_the_region("SCO"))

    def test_a_step_is_begun_once_and_comes_back_the_same(self, unit_of_work: Open) -> None:
        step, region = a_step(), a_step(sector="", due_at=None, state=StepState.SENT_DIRECT)
        with unit_of_work() as tx:
            assert [step, region] == list(tx.cascades.begin([step, region]))
            assert [] == list(tx.cascades.begin([replace(step, rung=Rung.DEPUTY)]))
            assert [] == list(tx.cascades.begin([]))
        passed = replace(
            step,
            state=StepState.PASSED_ON,
            due_at=None,
            done_at=NOON,
            done_by="lead",
            done_as=Rung.HOLDER,
            context=Context(text="A word.", tlp=Tlp.AMBER_STRICT, text_cy="Gair."),
            version=2,
        )
        with unit_of_work() as tx:
            assert step == tx.cascades.get(ALERT, step.branch)
            assert tx.cascades.get(ALERT, ("NW", "")) is None
            assert [step] == list(tx.cascades.waiting_at([step.branch, ("NW", "")], most=9))
            assert [] == list(tx.cascades.waiting_at([], most=9))
            tx.cascades.save(passed)
        with unit_of_work() as tx:
            assert [region, passed] == list(tx.cascades.steps(ALERT))
            assert [] == list(tx.cascades.waiting_at([step.branch], most=9))
        with unit_of_work() as tx, pytest.raises(StaleVersion):
            tx.cascades.save(passed)

    def test_what_is_due_is_claimed_the_first_first(self, unit_of_work: Open) -> None:
        first, later = a_step(), a_step(region="NW", due_at=NOON + 2 * HOUR)
        with unit_of_work() as tx:
            tx.cascades.begin([later, first])
        with unit_of_work() as tx:
            assert tx.cascades.claim(NOON) is None
            assert later == tx.cascades.claim(NOON + 3 * HOUR, but={first.step_id})
            assert first == tx.cascades.claim(NOON + 3 * HOUR)
            tx.cascades.save(first.direct(NOON))
            assert later == tx.cascades.claim(NOON + 3 * HOUR)
            tx.cascades.save(later.closed(NOON))
            assert tx.cascades.claim(NOON + 3 * HOUR) is None

    def test_by_which_way_it_came_is_noted_once(self, unit_of_work: Open) -> None:
        to, branches = uuid4(), [("LON", "retail"), ("NW", "retail")]
        with unit_of_work() as tx:
            for _ in range(2):
                tx.cascades.came_by(ALERT, [(to, each) for each in branches])
            tx.cascades.came_by(ALERT, [])
        with unit_of_work() as tx:
            assert branches == list(tx.cascades.branches_to(ALERT, to))
            assert [] == list(tx.cascades.branches_to(uuid4(), to))

    def test_who_did_what_is_found_and_put_under_a_pseudonym(self, unit_of_work: Open) -> None:
        done = a_step(state=StepState.PASSED_ON, due_at=None, done_at=NOON, done_by="lead")
        report, other = a_report(), a_report(told_by="other", told_at=NOON + HOUR)
        with unit_of_work() as tx:
            tx.cascades.begin([done])
            tx.cascades.report(other)
            tx.cascades.report(report)
        with unit_of_work() as tx:
            assert [report, other] == list(tx.cascades.reports(ALERT))
            assert ([done], [report]) == tuple(map(list, tx.cascades.of("lead")))
            assert 2 == tx.cascades.rename("lead", "nobody")
            assert 0 == tx.cascades.rename("lead", "nobody")
            assert ([], []) == tuple(map(list, tx.cascades.of("lead")))

    def test_what_is_old_is_forgotten_with_all_that_hangs_on_it(self, unit_of_work: Open) -> None:
        with unit_of_work() as tx:
            tx.cascades.begin([a_step(), a_step(region="NW", alert_id=uuid4())])
            tx.cascades.report(a_report())
            tx.cascades.came_by(ALERT, [(uuid4(), ("LON", "retail"))])
        with unit_of_work() as tx:
            assert 0 == tx.cascades.forget(NOON, most=9)
            assert 2 == tx.cascades.forget(NOON + HOUR, most=9)
            assert [] == list(tx.cascades.reports(ALERT))
            assert 0 == tx.cascades.forget(NOON + HOUR, most=9)

    def test_a_branch_has_work_of_its_own_beside_the_whole(self, unit_of_work: Open) -> None:
        alert = issued()
        whole = Dispatch.of(alert, at=NOON)
        branch = replace(whole, region="LON", sector="retail", created_at=NOON + HOUR)
        with unit_of_work() as tx:
            tx.alerts.add(alert)
            tx.recipients.keep(recipient())
            for each in (whole, branch, branch):
                tx.dispatches.add(each)
        with unit_of_work() as tx:
            assert whole == tx.dispatches.claim(NOON)
            tx.dispatches.save(whole.finished(NOON))
            assert branch == tx.dispatches.claim(NOON)
            assert [whole.finished(NOON), branch] == list(tx.dispatches.of(alert.alert_id))
