"""What waits for a second person is not found by anyone but staff."""

from uuid import uuid4

import pytest

from kernel.principals import ANONYMOUS
from services.alerts.domain.rumour import RumourNotFound
from services.alerts.usecases.get_rumour import GetRumour
from tests.fakes.alerts import AUTHOR, NOON, READER
from tests.fakes.rumours import proposed_rumour, published_rumour


def test_anyone_reads_the_board_and_staff_what_waits(unit_of_work, stores) -> None:
    read = GetRumour(unit_of_work=unit_of_work)
    stores.rumours.add(out := published_rumour(NOON))
    stores.rumours.add(waits := proposed_rumour(NOON))
    assert out == read(ANONYMOUS, rumour_id=out.rumour_id)
    assert waits == read(AUTHOR, rumour_id=waits.rumour_id)
    for rumour_id in (waits.rumour_id, uuid4()):
        with pytest.raises(RumourNotFound):
            read(READER, rumour_id=rumour_id)
