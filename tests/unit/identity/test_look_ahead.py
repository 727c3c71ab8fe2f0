"""One look says for all loops of identity's work what there is to do, and when."""

from datetime import timedelta

import pytest

from services.identity.usecases.look_ahead import LookAhead
from tests.fakes.identity import NOON
from tests.fakes.identity_agenda import MemoryAgenda
from tests.fakes.plumbing import SetClock
from tests.ports.identity_agenda import AgendaSuite, mail, message


@pytest.fixture
def agenda(unit_of_work) -> MemoryAgenda:
    return MemoryAgenda(unit_of_work)


class TestMemoryAgenda(AgendaSuite):
    """In memory."""


def test_what_is_due_is_said_in_seconds(agenda, unit_of_work) -> None:
    look_ahead = LookAhead(agenda=agenda, clock=SetClock(NOON))
    assert {} == look_ahead()
    waits, put_off = mail(), message()
    with unit_of_work() as tx:
        tx.mails.add(waits)
        tx.mails.later(waits, NOON - timedelta(seconds=3), "away")
        tx.texts.add(put_off)
        tx.texts.later(put_off, NOON + timedelta(minutes=1), "away")
    assert {"mails": -3.0, "texts": 60.0} == look_ahead()
