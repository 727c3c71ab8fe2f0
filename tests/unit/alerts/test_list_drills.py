"""One's own organisation's drills, newest first, and no others."""

from datetime import timedelta

from services.alerts.usecases.list_drills import ListDrills
from tests.unit.alerts.drilling import FREELANCE, LEAD, STRANGER, Lead


def test_they_come_newest_first_page_by_page(unit_of_work, clock) -> None:
    lead, begun = Lead(unit_of_work, clock), []
    for _ in range(3):
        begun.append(lead.end(lead.start()))
        clock.moment += timedelta(hours=1)
    theirs = lead.start(STRANGER)
    read = ListDrills(unit_of_work=unit_of_work)
    first, onward = read(LEAD, after=None, size=2)
    second, end = read(LEAD, after=onward, size=2)
    assert begun[::-1] == [*first, *second]
    assert end is None
    assert [theirs] == list(read(STRANGER, after=None, size=2)[0])
    assert ((), None) == read(FREELANCE, after=None, size=2)
