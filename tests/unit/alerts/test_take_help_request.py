"""An officer takes a call for help."""

from uuid import uuid4

import pytest

from chassis.errors import StaleVersion
from services.alerts.domain.answer import Answerer
from services.alerts.domain.errors import HelpClosed, HelpNotFound
from services.alerts.domain.help import HelpState
from services.alerts.usecases.take_help_request import TakeHelpRequest
from tests.fakes.alerts import NOON, person
from tests.ports.answer_stores import called, someone
from tests.unit.alerts.answering import DUTY, asked


@pytest.fixture
def take(unit_of_work, clock) -> TakeHelpRequest:
    return TakeHelpRequest(unit_of_work=unit_of_work, clock=clock)


def test_who_takes_it_sees_how_to_reach_them_and_it_is_on_record(take, stores) -> None:
    to = asked(stores)
    who = Answerer(subject=None, recipient_id=to.recipient_id, regions=frozenset({"LON"}))
    call = called(who)
    stores.help.ask(call)
    taken = take(DUTY, help_id=call.help_id, expected_version=1)
    assert ("020 7946 0000", "shop@corner.example") == taken.contacts
    assert (HelpState.TAKEN, "duty") == (taken.request.state, taken.request.taken_by)
    ((who_, did, what, _, detail),) = stores.audit.rows
    assert ("duty", "alerts:take-help", str(call.help_id)) == (who_, did, what)
    assert {"taken_over": False} == detail
    assert "020" not in str(stores.audit.rows)


def test_another_may_take_it_over_and_that_is_on_record(take, stores) -> None:
    call = called(someone("one"))
    stores.help.ask(call)
    take(DUTY, help_id=call.help_id, expected_version=1)
    over = take(person("other", "duty-officer"), help_id=call.help_id, expected_version=2)
    assert "other" == over.request.taken_by
    assert {"taken_over": True} == stores.audit.rows[-1][4]


def test_what_is_gone_or_changed_is_not_taken(take, stores) -> None:
    call = called(someone("one"))
    stores.help.ask(call)
    with pytest.raises(StaleVersion):
        take(DUTY, help_id=call.help_id, expected_version=2)
    stores.help.save(call.withdrawn(NOON))
    with pytest.raises(HelpClosed):
        take(DUTY, help_id=call.help_id, expected_version=2)
    with pytest.raises(HelpNotFound):
        take(DUTY, help_id=uuid4(), expected_version=1)
    assert [] == stores.audit.rows
