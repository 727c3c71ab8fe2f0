"""Reading pages of alerts."""

from datetime import timedelta

import pytest

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
        assert ([out], None) == list_(caller, statuses=frozenset(), after=None, size=20)


def test_drafts_asked_for_by_others_are_as_if_there_were_none(list_, stores) -> None:
    stores.alerts.add(draft := drafted())
    asked = {"statuses": frozenset({Status.DRAFT}), "after": None, "size": 20}
    assert ([], None) == list_(READER, **asked)
    assert ([draft], None) == list_(AUTHOR, **asked)


def test_a_full_page_says_where_the_next_begins(list_, stores) -> None:
    alerts = [issued(at=NOON + timedelta(minutes=number)) for number in range(3)]
    for alert in alerts:
        stores.alerts.add(alert)
    page, place = list_(ANONYMOUS, statuses=frozenset(), after=None, size=2)
    rest, end = list_(ANONYMOUS, statuses=frozenset(), after=place, size=2)
    assert alerts[::-1] == [*page, *rest]
    assert end is None
