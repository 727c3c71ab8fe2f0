"""Sending an alert back to those who write it."""

import pytest

from chassis.errors import StaleVersion
from kernel.audiences import AudienceRow, Kind, Mode
from services.alerts.domain.acts import Return
from services.alerts.domain.alert import Status
from services.alerts.domain.errors import AlertNotFound, IllegalTransition
from services.alerts.domain.welsh_errors import NoWelshToJudge
from services.alerts.usecases.return_alert import ReturnAlert
from tests.fakes.alerts import APPROVER, EVERYTHING, NOON, READER, drafted, person, submitted


@pytest.fixture
def return_(unit_of_work, clock):
    return ReturnAlert(unit_of_work=unit_of_work, clock=clock)


def test_an_approver_sends_it_back_with_a_reason(return_, stores) -> None:
    stores.alerts.add(waiting := submitted())
    back = return_(APPROVER, alert_id=waiting.alert_id, expected_version=2, why="Which street?")
    assert Status.RETURNED is back.status
    assert Return(why="Which street?", by="approver", at=NOON) == back.returned
    assert "approver" not in back.hands
    assert ("alerts:return", {"why": "Which street?"}) == stores.audit.rows[0][1::3]


def test_submitted_again_it_is_no_longer_returned(return_, stores) -> None:
    stores.alerts.add(waiting := submitted())
    back = return_(APPROVER, alert_id=waiting.alert_id, expected_version=2, why="Which street?")
    again = back.submit(by="author", reach=1)
    assert (Status.SUBMITTED, None) == (again.status, again.returned)


def test_a_draft_cannot_be_sent_back(return_, stores) -> None:
    stores.alerts.add(draft := drafted())
    with pytest.raises(IllegalTransition):
        return_(APPROVER, alert_id=draft.alert_id, expected_version=1, why="No.")


def test_another_version_or_another_reader_meets_the_usual_refusals(return_, stores) -> None:
    stores.alerts.add(waiting := submitted())
    with pytest.raises(StaleVersion):
        return_(APPROVER, alert_id=waiting.alert_id, expected_version=1, why="No.")
    with pytest.raises(AlertNotFound):
        return_(READER, alert_id=waiting.alert_id, expected_version=2, why="No.")


WELSH = person("welsh", "welsh-approver")
WALES = (AudienceRow(Mode.INCLUDE, Kind.REGION, "WAL"),)


@pytest.mark.parametrize(
    "given", [{"translations": EVERYTHING["translations"]}, {"audience": WALES}]
)
def test_a_welsh_approver_sends_back_what_has_welsh_or_needs_it(return_, stores, given) -> None:
    stores.alerts.add(waiting := submitted(**given))
    back = return_(WELSH, alert_id=waiting.alert_id, expected_version=2, why="Nid yw'n gywir.")
    assert (Status.RETURNED, "welsh") == (back.status, back.returned.by)
    assert "welsh" not in back.hands, "who only says what is wrong may confirm what is mended"


def test_what_has_no_welsh_and_needs_none_is_not_theirs_to_send_back(return_, stores) -> None:
    stores.alerts.add(waiting := submitted())
    with pytest.raises(NoWelshToJudge):
        return_(WELSH, alert_id=waiting.alert_id, expected_version=2, why="No.")
    assert Status.SUBMITTED is stores.alerts.get(waiting.alert_id).status
    both = person("both", "welsh-approver", "duty-officer")
    back = return_(both, alert_id=waiting.alert_id, expected_version=2, why="Which street?")
    assert Status.RETURNED is back.status
