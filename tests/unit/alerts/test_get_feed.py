"""Reading what went out to everyone lately."""

from services.alerts.usecases.get_feed import MOST, GetFeed
from tests.fakes.alerts import NOON, issued
from tests.ports.record_stores import AMBER


def test_alerts_and_their_ends_are_there_newest_first_and_nothing_restricted(
    unit_of_work, stores
) -> None:
    out = issued()
    first = stores.messages.record(out)
    stores.messages.record(issued(marking=AMBER))
    ended = stores.messages.record(out.withdraw(by="duty", why="Wrong.", at=NOON))
    assert [ended, first] == GetFeed(unit_of_work=unit_of_work)()


def test_a_feed_has_an_end(unit_of_work, stores) -> None:
    for _ in range(MOST + 1):
        stores.messages.record(issued())
    assert MOST == len(GetFeed(unit_of_work=unit_of_work)())
