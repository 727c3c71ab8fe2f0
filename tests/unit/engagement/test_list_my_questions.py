"""Reading one's own questions."""

from datetime import timedelta

from services.engagement.usecases.list_my_questions import ListMyQuestions
from tests.fakes.engagement import ASKER, EXPERT, NOON, kept


def test_pages_hold_the_callers_own_questions_newest_first(unit_of_work, stores) -> None:
    mine = [kept(stores, at=NOON + timedelta(hours=hour)) for hour in range(5)]
    kept(stores, by="somebody")
    read = ListMyQuestions(unit_of_work=unit_of_work)
    seen, after = [], None
    while True:
        page, after = read(ASKER, after=after, size=2)
        seen += page
        if after is None:
            break
    assert mine[::-1] == seen
    assert ([], None) == read(EXPERT, after=None, size=2)
