"""Anyone reads what was ever published, as what it is by now, newest first."""

from datetime import timedelta

from services.alerts.usecases.list_rumours import ListRumours
from tests.fakes.alerts import NOON
from tests.fakes.rumours import proposed_rumour, published_rumour


def test_the_board_pages_and_has_nothing_that_waits(unit_of_work, stores) -> None:
    entries = [published_rumour(NOON + timedelta(minutes=n)) for n in range(3)]
    for each in (*entries, proposed_rumour(NOON)):
        stores.rumours.add(each)
    stores.rumours.save(withdrawn := entries[1].withdraw(by="a", why="w", at=NOON))
    read = ListRumours(unit_of_work=unit_of_work)
    first, onward = read(after=None, size=2)
    second, end = read(after=onward, size=2)
    assert ([entries[2], withdrawn], [entries[0]], None) == (list(first), list(second), end)
    assert ([], None) == (list(read(after=None, size=9)[0])[3:], end)
