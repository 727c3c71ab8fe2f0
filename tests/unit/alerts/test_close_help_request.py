"""An officer says what became of a call."""

import pytest

from chassis.errors import Invalid, StaleVersion
from services.alerts.domain.errors import HeldByAnother
from services.alerts.domain.help import BY_OFFICERS, HelpOutcome, HelpState
from services.alerts.usecases.close_help_request import CloseHelpRequest
from tests.fakes.alerts import NOON, person
from tests.ports.answer_stores import called, someone
from tests.unit.alerts.answering import DUTY


@pytest.fixture
def close(unit_of_work, clock) -> CloseHelpRequest:
    return CloseHelpRequest(unit_of_work=unit_of_work, clock=clock)


@pytest.mark.parametrize("outcome", sorted(BY_OFFICERS, key=lambda each: each.value))
def test_who_has_it_closes_it_and_it_is_on_record(close, stores, outcome) -> None:
    call = called(someone("one")).take(by="duty", at=NOON)
    stores.help.calls[call.help_id] = call
    close(DUTY, help_id=call.help_id, expected_version=2, outcome=outcome)
    now = stores.help.get(call.help_id)
    assert (HelpState.CLOSED, outcome, "duty") == (now.state, now.outcome, now.closed_by)
    assert [("alerts:close-help", {"outcome": outcome.value})] == [
        (row[1], row[4]) for row in stores.audit.rows
    ]
    assert "alerts.help-closed" == stores.outbox.events[-1].metric


def test_nobody_closes_what_another_has_or_says_a_persons_own_word(close, stores) -> None:
    call = called(someone("one")).take(by="duty", at=NOON)
    stores.help.calls[call.help_id] = call
    asked = {"help_id": call.help_id, "expected_version": 2}
    with pytest.raises(HeldByAnother):
        close(person("other", "duty-officer"), outcome=HelpOutcome.HELPED, **asked)
    with pytest.raises(Invalid):
        close(DUTY, outcome=HelpOutcome.CHANGED_MIND, **asked)
    with pytest.raises(StaleVersion):
        close(DUTY, outcome=HelpOutcome.HELPED, **asked | {"expected_version": 1})
    assert call == stores.help.get(call.help_id)
    assert [] == stores.audit.rows
