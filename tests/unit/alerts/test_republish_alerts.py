"""Telling everyone again."""

from services.alerts.domain.events import AlertEnded, AlertIssued
from services.alerts.usecases.republish_alerts import RepublishAlerts
from tests.fakes.alerts import NOON, drafted, issued


def test_every_published_alert_is_told_as_it_is_now(unit_of_work, stores) -> None:
    ended = issued().withdraw(by="approver", why="x", at=NOON)
    for alert in (out := issued(), ended, drafted()):
        stores.alerts.add(alert)
    assert 2 == RepublishAlerts(unit_of_work=unit_of_work)()
    assert {AlertIssued(out), AlertEnded(ended)} == set(stores.outbox.events)
