"""Giving an alert up before it was issued."""

import pytest

from chassis.errors import StaleVersion
from services.alerts.domain.alert import Status
from services.alerts.domain.errors import AlertNotFound, IllegalTransition
from services.alerts.domain.region_errors import NotOfTheRegion
from services.alerts.usecases.discard_alert import DiscardAlert
from tests.fakes.alerts import AUTHOR, NOON, READER, drafted, issued, submitted
from tests.unit.alerts.regional import DEPUTY, HUB, LEAD, NORTH, UNSEATED, Region, seated


@pytest.fixture
def discard(unit_of_work, clock):
    return DiscardAlert(unit_of_work=unit_of_work, clock=clock)


@pytest.mark.parametrize(
    "alert",
    [drafted(), submitted(), submitted().return_(by="approver", why="No.", at=NOON)],
    ids=["draft", "submitted", "returned"],
)
def test_it_is_given_up_and_stays_on_record(discard, stores, alert) -> None:
    stores.alerts.add(alert)
    gone = discard(
        AUTHOR, alert_id=alert.alert_id, expected_version=alert.version, why="A false report."
    )
    assert Status.DISCARDED is gone.status
    assert ("alerts:discard", {"why": "A false report."}) == stores.audit.rows[0][1::3]


def test_what_is_out_is_withdrawn_and_not_discarded(discard, stores) -> None:
    stores.alerts.add(out := issued())
    with pytest.raises(IllegalTransition):
        discard(AUTHOR, alert_id=out.alert_id, expected_version=out.version, why="No.")


def test_another_version_or_another_reader_meets_the_usual_refusals(discard, stores) -> None:
    stores.alerts.add(draft := drafted())
    with pytest.raises(StaleVersion):
        discard(AUTHOR, alert_id=draft.alert_id, expected_version=2, why="No.")
    with pytest.raises(AlertNotFound):
        discard(READER, alert_id=draft.alert_id, expected_version=1, why="No.")


@pytest.mark.parametrize("by", [NORTH, UNSEATED, LEAD, HUB, AUTHOR], ids=lambda each: each.subject)
def test_nobody_else_gives_up_what_a_region_is_about_to_say(
    discard, stores, unit_of_work, clock, by
) -> None:
    """It could not be taken back; an approver of the hub sends it back to its writers instead."""
    seated(stores)
    waiting = Region(unit_of_work, clock).submitted()
    with pytest.raises(NotOfTheRegion):
        discard(by, alert_id=waiting.alert_id, expected_version=waiting.version, why="Mine now.")
    assert Status.SUBMITTED is stores.alerts.get(waiting.alert_id).status


def test_one_of_its_people_does_and_the_log_says_for_whom(
    discard, stores, unit_of_work, clock
) -> None:
    seated(stores)
    waiting = Region(unit_of_work, clock).submitted()
    gone = discard(
        DEPUTY, alert_id=waiting.alert_id, expected_version=waiting.version, why="False."
    )
    assert Status.DISCARDED is gone.status
    assert {"why": "False.", "capacity": "region:LON"} == stores.audit.rows[-1][4]
