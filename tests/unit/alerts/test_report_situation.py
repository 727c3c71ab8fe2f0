"""One tap of a member, folded with those before."""

from datetime import timedelta

import pytest

from chassis.errors import Invalid
from services.alerts.domain.errors import AlertNotFound, AnswersClosed, TooManyReports
from services.alerts.domain.situation import MOST_IN_WINDOW, QUIET, WINDOW
from services.alerts.usecases.report_situation import ReportSituation
from tests.fakes.alerts import NOON, drafted, issued
from tests.unit.alerts.answering import OWNER, fresh


@pytest.fixture
def report(unit_of_work, clock):
    use = ReportSituation(unit_of_work=unit_of_work, clock=clock)

    def report(alert, kind="CROWDS", key=None):
        return use(OWNER, alert_id=alert.alert_id, kind=kind, key=key or fresh("ReportSituation"))

    return report


@pytest.fixture
def alert(stores):
    out = issued()
    stores.alerts.add(out)
    return out


def test_a_tap_is_kept_and_counted_whether_or_not_the_alert_asks(report, stores, alert) -> None:
    told = report(alert)
    assert ("LON", {"CROWDS": NOON}) == (told.region, told.seen)
    (used,) = stores.outbox.events
    assert ("alerts.situation-reported", "CROWDS") == (used.metric, used.detail)


def test_the_same_again_is_one_with_a_later_time(report, stores, alert, clock) -> None:
    report(alert)
    clock.pass_(minutes=1)
    told = report(alert)
    assert {"CROWDS": NOON + timedelta(minutes=1)} == told.seen
    assert 1 == len(stores.outbox.events)


def test_quiet_takes_back_the_rest_and_the_rest_takes_back_quiet(report, alert) -> None:
    report(alert)
    report(alert, "SMOKE_OR_FIRE")
    assert [QUIET] == list(report(alert, QUIET).seen)
    assert ["CROWDS"] == list(report(alert).seen)


def test_a_flood_is_held_and_goes_on_later(report, alert, clock, stores) -> None:
    for number in range(MOST_IN_WINDOW):
        report(alert, ("CROWDS", "SMOKE_OR_FIRE")[number % 2])
    before = dict(stores.situations.kept)
    with pytest.raises(TooManyReports, match="999"):
        report(alert)
    assert before == stores.situations.kept
    clock.pass_(seconds=WINDOW.total_seconds())
    assert 1 == report(alert).taps


def test_the_same_press_twice_is_one_tap(report, alert) -> None:
    key = fresh("ReportSituation")
    assert report(alert, key=key) == report(alert, key=key)


def test_there_is_no_free_text_and_nothing_about_what_is_over(report, stores, alert) -> None:
    with pytest.raises(Invalid):
        report(alert, "Jo Bloggs is here")
    draft = drafted(by="owner")
    stores.alerts.add(draft)
    with pytest.raises(AlertNotFound):
        report(draft)
    stores.alerts.save(alert.withdraw(by="approver", why="wrong", at=NOON))
    with pytest.raises(AnswersClosed):
        report(alert)
    assert {} == stores.situations.kept
