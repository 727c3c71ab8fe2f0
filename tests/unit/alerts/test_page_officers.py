"""An alert that waits, or that nobody answers, pages the next one after a while."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from kernel.audiences import AudienceRow, Kind, Mode
from kernel.markings import Marking, Tlp
from kernel.tiers import Tier
from services.alerts.domain.answer import Answer
from services.alerts.domain.content import Severity
from services.alerts.domain.paging import Why
from services.alerts.domain.welsh_confirming import confirm_welsh
from services.alerts.domain.wording import CapStatus
from tests.fakes.alerts import EVERYTHING, NOON, person
from tests.fakes.cascades import a_seat
from tests.ports.answer_stores import answered, someone
from tests.unit.alerts.paging_desk import (
    LONDON,
    SLOW,
    asking,
    climbing,
    everybody,
    minutes_of,
    paged,
    submitted,
    waiting,
)


@pytest.fixture
def page(unit_of_work, stores, clock) -> Callable[[], int]:
    return climbing(unit_of_work, stores, clock)


@pytest.fixture(autouse=True)
def people(stores) -> None:
    stores.paging.people += everybody()


def test_what_is_immediate_pages_its_approvers_at_once_and_again_then_the_duty_officers(
    page, stores, clock
) -> None:
    """Nobody is paged who had a hand in it, or stands for another region."""
    waiting(stores)
    assert 2 == page()
    assert {"london", "anywhere"} == paged(stores, 0)
    assert 0 == page()
    clock.pass_(minutes=5)
    page()
    assert {"london", "anywhere"} == paged(stores, 1)
    clock.pass_(minutes=5)
    page()
    assert {"duty"} == paged(stores, 2)
    assert 5 == len(stores.paging.pages)


def test_the_last_rung_is_paged_again_at_a_bounded_pace_until_the_matter_is_settled(
    page, stores, clock
) -> None:
    """An alert of an attack that waits for one who is asleep waits for the next one, and so on."""
    alert = waiting(stores, expires_at=NOON + timedelta(hours=12))
    for _ in range(60 * 5):
        page()
        clock.pass_(minutes=1)
    assert [10, 15, 25, 45, 85, 145, 205, 265] == minutes_of(stores, "duty")
    stores.alerts.save(alert.approve(by="london", read=alert.digest, at=clock.now()))
    clock.pass_(hours=2)
    assert 0 == page()
    (run,) = stores.paging.runs.values()
    assert "it waits for nobody any more" == run.closed_why


def test_what_can_wait_is_paged_again_every_six_hours_at_most_while_it_could_be_issued(
    page, stores, clock
) -> None:
    waiting(stores, **SLOW, expires_at=NOON + timedelta(hours=24))
    for _ in range(2 * 48):
        page()
        clock.pass_(minutes=30)
    hours = [each / 60 for each in minutes_of(stores, "duty")]
    assert [6, 6] == [later - hours[-3 + n] for n, later in enumerate(hours[-2:])]
    assert max(hours) < 24
    (run,) = stores.paging.runs.values()
    assert "its own time is over" == run.closed_why


def test_where_nobody_stands_for_the_region_any_duty_officer_is_paged_then_any_approver(
    page, stores, clock
) -> None:
    """The only duty officer is London's, and what waits is Scotland's."""
    scotland = (AudienceRow(Mode.INCLUDE, Kind.REGION, "SCO"),)
    stores.paging.people = [person("duty", "duty-officer", regions=LONDON)]
    waiting(stores, audience=scotland)
    assert 1 == page()
    assert {"duty"} == {each.subject for each in stores.paging.pages.values()}
    stores.paging.people = [
        person("author", "alert-author", "alert-approver"),
        person("approver", "alert-approver", regions=LONDON),
    ]
    clock.pass_(hours=1)
    assert 1 == page()
    assert {"duty", "approver"} == {each.subject for each in stores.paging.pages.values()}


def test_where_there_is_nobody_at_all_it_is_said_and_asked_again(page, stores, clock) -> None:
    stores.paging.people = []
    waiting(stores)
    assert 0 == page()
    assert 1 == stores.paging.backlog(clock.now()).nobody
    stores.paging.people = [person("duty", "duty-officer")]
    clock.pass_(minutes=5)
    assert 1 == page()
    assert 0 == stores.paging.backlog(clock.now()).nobody


def test_of_what_can_wait_approvers_hear_at_once_and_again_after_half_an_hour(
    page, stores, clock
) -> None:
    waiting(stores, **SLOW)
    assert 2 == page()
    clock.pass_(minutes=29)
    assert 0 == page()
    clock.pass_(minutes=1)
    assert 2 == page()
    clock.pass_(minutes=30)
    assert 1 == page()
    assert {"duty"} == paged(stores, 2)


def test_a_test_pages_nobody_when_it_waits_or_asks(page, stores, clock) -> None:
    waiting(stores, cap_status=CapStatus.TEST)
    asking(stores, cap_status=CapStatus.TEST)
    clock.pass_(hours=1)
    assert 0 == page()
    assert {} == stores.paging.runs


def test_nobody_is_paged_for_what_waits_no_more(page, stores, clock) -> None:
    alert = waiting(stores, **SLOW)
    page()
    stores.alerts.save(alert.approve(by="london", read=alert.digest, at=NOON))
    clock.pass_(hours=1)
    assert 0 == page()
    (run,) = stores.paging.runs.values()
    assert run.closed_at is not None


def test_nobody_answers_then_deputy_then_region_then_duty_officer(page, stores, clock) -> None:
    asking(stores)
    assert 0 == page()
    for rung, who in enumerate(("lead", "region", "duty")):
        clock.pass_(minutes=5)
        assert 1 == page()
        assert {who} == paged(stores, rung)
    clock.pass_(hours=1)
    assert 1 == page()
    assert ["duty", "duty"] == [e.subject for e in stores.paging.pages.values() if e.rung > 1]


def test_one_answer_of_the_region_is_enough_and_one_of_another_is_not(page, stores, clock) -> None:
    alert = asking(stores)
    page()
    stores.answers.save(answered(alert.alert_id, someone("one", "SCO"), Answer.SAFE))
    clock.pass_(minutes=5)
    assert 1 == page()
    stores.answers.save(answered(alert.alert_id, someone("two", "LON"), Answer.NEED_HELP))
    clock.pass_(minutes=5)
    assert 0 == page()
    (run,) = stores.paging.runs.values()
    assert "somebody answered" == run.closed_why


def test_an_alert_that_ended_pages_nobody(page, stores, clock) -> None:
    alert = asking(stores)
    page()
    stores.alerts.save(alert.withdraw(by="london", why="wrong", at=NOON))
    clock.pass_(minutes=5)
    page()
    assert Why.NO_ANSWER not in {each.why for each in stores.paging.pages.values()}


def test_a_vacancy_waits_for_nobody(page, stores, clock) -> None:
    stores.paging.people = [each for each in stores.paging.people if each.subject == "duty"]
    asking(stores)
    page()
    clock.pass_(minutes=5)
    assert 1 == page()
    assert {"duty"} == paged(stores, 2)


def test_each_region_has_a_ladder_and_no_region_is_the_nation(page, stores, clock) -> None:
    both = tuple(AudienceRow(Mode.INCLUDE, Kind.REGION, code) for code in ("LON", "SCO"))
    waiting(stores, audience=both)
    page()
    assert ["LON", "SCO"] == sorted(each.region for each in stores.paging.runs.values())
    assert {"london", "scotland", "anywhere"} == paged(stores, 0)
    stores.paging.pages.clear()
    waiting(stores, audience=(AudienceRow(Mode.INCLUDE, Kind.EVERYONE),))
    page()
    assert {"london", "scotland", "anywhere"} == paged(stores, 0)


def test_nobody_is_paged_about_what_they_may_not_read(page, stores, clock) -> None:
    stores.paging.people = [
        person("lead", "sector-lead", regions=LONDON, tier=Tier.REGISTERED),
        person("duty", "duty-officer"),
    ]
    asking(stores, marking=Marking(tlp=Tlp.AMBER, minimum_tier=Tier.VERIFIED))
    page()
    clock.pass_(minutes=5)
    page()
    assert {"duty"} == {each.subject for each in stores.paging.pages.values()}


@pytest.mark.parametrize("fails_at", range(1, 6))
def test_killed_between_any_two_steps_it_goes_on_where_it_was(
    page, stores, unit_of_work, clock, fails_at
) -> None:
    """Each transaction is undone whole at the crash, and nobody is paged twice or never."""
    waiting(stores)
    asking(stores)
    left = fails_at

    def crash() -> None:
        nonlocal left
        left -= 1
        if left == 0:
            raise KeyboardInterrupt

    unit_of_work.fail_at_commit = crash
    for _ in range(5):
        try:
            page()
        except KeyboardInterrupt:
            page()
        clock.pass_(minutes=5)
    pages = [(each.run_id, each.rung, each.subject) for each in stores.paging.pages.values()]
    assert len(set(pages)) == len(pages)
    first = [each for each in pages if each[1] <= 2]
    assert len(first) == 5 + 3
    assert {Why.APPROVAL, Why.NO_ANSWER} == {each.why for each in stores.paging.runs.values()}


def test_it_is_on_record_without_a_name(page, stores) -> None:
    waiting(stores)
    page()
    ((who, did, _, _, detail),) = stores.audit.rows
    assert ("", "alerts:page", 2, "LON") == (who, did, detail["people"], detail["region"])
    assert "london" not in str(detail)


def test_a_resubmitted_alert_has_a_ladder_of_its_own(page, stores, clock) -> None:
    alert = waiting(stores)
    page()
    clock.pass_(minutes=1)
    stores.alerts.kept[alert.alert_id] = replace(alert, version=alert.version + 2)
    assert 2 == page()
    clock.pass_(minutes=5)
    page()
    assert timedelta(minutes=6) == clock.now() - NOON
    assert 2 == len(stores.paging.runs)


def test_overdue_welsh_pages_the_welsh_approvers_twice_and_then_the_duty_officers(
    page, stores, clock
) -> None:
    stores.paging.people.append(person("welsh", "welsh-approver", regions=frozenset({"WAL"})))
    wales = (AudienceRow(Mode.INCLUDE, Kind.REGION, "WAL"),)
    draft = submitted(audience=wales, severity=Severity.EXTREME)
    out = draft.approve(by="approver", read=draft.digest, at=NOON)
    stores.alerts.add(out)
    assert 0 == page()
    clock.pass_(minutes=59)
    assert 0 == page()
    for rung, who in enumerate(("welsh", "welsh", "duty")):
        clock.pass_(minutes=5)
        assert 1 == page()
        assert {who} == paged(stores, rung)
    assert [Why.WELSH_OVERDUE] == [each.why for each in stores.paging.runs.values()]


def test_nobody_is_paged_for_welsh_that_came_meanwhile(page, stores, clock) -> None:
    stores.paging.people.append(person("welsh", "welsh-approver"))
    wales = (AudienceRow(Mode.INCLUDE, Kind.REGION, "WAL"),)
    draft = submitted(audience=wales, severity=Severity.EXTREME)
    out = draft.approve(by="approver", read=draft.digest, at=NOON)
    stores.alerts.add(out)
    clock.pass_(hours=1)
    assert 1 == page()
    stores.alerts.save(out.succeeded(by=out.alert_id, at=NOON))
    clock.pass_(hours=1)
    assert 0 == page()
    (run,) = stores.paging.runs.values()
    assert "it has its Welsh, or ended" == run.closed_why


def test_what_waits_for_its_welsh_pages_welsh_approvers_who_did_not_translate_it(
    page, stores, clock
) -> None:
    stores.paging.people += [
        person("welsh", "welsh-approver", regions=frozenset({"WAL"})),
        person("translator", "alert-author", "welsh-approver"),
    ]
    wales = (AudienceRow(Mode.INCLUDE, Kind.REGION, "WAL"),)
    alert = waiting(
        stores, audience=wales, translations=EVERYTHING["translations"], by="translator"
    )
    page()
    assert {"welsh", "anywhere"} == paged(stores, 0)
    stores.paging.pages.clear()
    stores.alerts.save(confirm_welsh(alert, by="welsh", read=alert.digest, at=NOON))
    clock.pass_(minutes=1)
    page()
    assert {"anywhere"} == paged(stores, 0)


def test_where_there_are_seats_their_deputies_are_paged_and_then_the_region(
    page, stores, clock
) -> None:
    stores.paging.people += [
        person("deputy", "sector-lead"),
        person("other", "sector-lead"),
        person("seat", "regional-coordinator"),
    ]
    stores.seats.keep(a_seat("LON", "retail", holder="lead", deputy="deputy"))
    stores.seats.keep(a_seat("LON", "events", holder="other"))
    stores.seats.keep(a_seat("LON", "", holder="seat"))
    asking(stores)
    for _ in range(4):
        page()
        clock.pass_(minutes=5)
    assert {"deputy", "other"} == paged(stores, 0)
    assert {"seat"} == paged(stores, 1)
    assert {"duty"} == paged(stores, 2)
