"""What is looked for in vain, as editors see it."""

from datetime import timedelta

from services.content.domain.gap import Gap
from services.content.usecases.list_search_gaps import ListSearchGaps
from tests.fakes.content import NOON


def test_the_most_wanted_comes_first_with_the_day_of_the_last(stores, unit_of_work, clock) -> None:
    today = NOON.date()
    for text, callers in (("a rare one", 3), ("a common one", 5), ("too rare", 2)):
        for bucket in range(callers):
            day = today - timedelta(days=bucket)
            stores.gaps.sighted(text, digest=text.encode(), bucket=bucket, on=day)
    found = ListSearchGaps(unit_of_work=unit_of_work, clock=clock)()
    assert [Gap("a common one", 5, today), Gap("a rare one", 3, today)] == list(found)
