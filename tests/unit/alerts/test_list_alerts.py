"""Reading pages of alerts."""

from datetime import timedelta
from functools import partial

import pytest

from kernel.pages import Place
from kernel.principals import ANONYMOUS
from services.alerts.domain.alert import Status
from services.alerts.usecases.list_alerts import ListAlerts
from tests.fakes.alerts import AUTHOR, NOON, READER, drafted, issued


@pytest.fixture
def list_(unit_of_work, red_reads):
    return ListAlerts(unit_of_work=unit_of_work, red_reads=red_reads)


def test_unless_asked_otherwise_it_lists_what_was_issued(list_, stores) -> None:
    stores.alerts.add(out := issued())
    stores.alerts.add(drafted())
    for caller in (ANONYMOUS, AUTHOR):
        assert ([out], None, None) == list_(caller, statuses=frozenset(), after=None, size=20)


def test_drafts_asked_for_by_others_are_as_if_there_were_none(list_, stores) -> None:
    stores.alerts.add(draft := drafted())
    asked = {"statuses": frozenset({Status.DRAFT}), "after": None, "size": 20}
    assert ([], None, None) == list_(READER, **asked)
    assert ([draft], None, None) == list_(AUTHOR, **asked)


def test_a_full_page_says_where_the_next_begins(list_, stores) -> None:
    alerts = [issued(at=NOON + timedelta(minutes=number)) for number in range(3)]
    for alert in alerts:
        stores.alerts.add(alert)
    page, before, place = list_(ANONYMOUS, statuses=frozenset(), after=None, size=2)
    rest, back, end = list_(ANONYMOUS, statuses=frozenset(), after=place, size=2)
    assert alerts[::-1] == [*page, *rest]
    assert (None, None) == (before, end)
    assert back is not None


@pytest.mark.parametrize("size", [1, 2, 3])
def test_the_way_back_shows_the_same_pages(list_, stores, size) -> None:
    for number in range(5):
        stores.alerts.add(issued(at=NOON + timedelta(minutes=number)))
    read = partial(list_, ANONYMOUS, statuses=frozenset(), size=size)
    pages, after = [], None
    while True:
        page, before, after = read(after=after)
        pages.append(page)
        if after is None:
            break
    for earlier in reversed(pages[:-1]):
        page, before, on = read(after=before)
        assert earlier == page
        assert on is not None
    assert before is None


def test_the_way_back_ends_on_a_whole_first_page(list_, stores) -> None:
    alerts = [issued(at=NOON + timedelta(minutes=number)) for number in range(5)]
    for alert in alerts:
        stores.alerts.add(alert)
    page, before, on = list_(
        ANONYMOUS,
        statuses=frozenset(),
        after=Place(alerts[3].issued_at, alerts[3].alert_id, backwards=True),
        size=3,
    )
    assert alerts[:1:-1] == page
    assert before is None
    assert on is not None


def test_a_page_after_the_last_one_still_leads_back(list_, stores) -> None:
    alert = issued()
    stores.alerts.add(alert)
    end = Place(alert.issued_at, alert.alert_id)
    page, before, on = list_(ANONYMOUS, statuses=frozenset(), after=end, size=3)
    assert ([], None) == (page, on)
    again, *_ = list_(ANONYMOUS, statuses=frozenset(), after=before, size=3)
    assert [alert] == again
