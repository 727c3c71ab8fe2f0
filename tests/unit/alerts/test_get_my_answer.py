"""What somebody answered, and whether they are asked."""

import pytest

from services.alerts.domain.answer import Answer
from services.alerts.domain.errors import AlertNotFound
from services.alerts.usecases.answer_alert import AnswerAlert
from services.alerts.usecases.get_my_answer import GetMyAnswer
from tests.fakes.alerts import NOON, READER, drafted
from tests.fakes.plumbing import FreshIds
from tests.unit.alerts.answering import OWNER, asking, fresh, staffed


@pytest.fixture
def get(unit_of_work, clock) -> GetMyAnswer:
    return GetMyAnswer(unit_of_work=unit_of_work, clock=clock)


def test_one_sees_ones_own_answer_and_no_other(get, stores, unit_of_work, clock) -> None:
    alert = asking(stores)
    staffed(stores, "LON")
    mine = get(OWNER, alert_id=alert.alert_id)
    assert (None, None, True, True) == (
        mine.answered,
        mine.called,
        mine.asked,
        mine.help_offered,
    )
    AnswerAlert(unit_of_work=unit_of_work, clock=clock, ids=FreshIds())(
        OWNER, alert_id=alert.alert_id, answer=Answer.NEED_HELP, call_back="", key=fresh()
    )
    mine = get(OWNER, alert_id=alert.alert_id)
    assert mine.answered is not None
    assert Answer.NEED_HELP is mine.answered.answer
    assert mine.called is not None
    others = get(READER, alert_id=alert.alert_id)
    assert (None, None, False) == (others.answered, others.called, others.help_offered)


def test_nobody_is_asked_after_the_end_or_where_it_does_not_ask(get, stores) -> None:
    ended, quiet = asking(stores), asking(stores, asks_answer=False)
    stores.alerts.save(ended.withdraw(by="approver", why="wrong", at=NOON))
    for each in (ended, quiet):
        assert not get(OWNER, alert_id=each.alert_id).asked


def test_a_draft_is_not_there(get, stores) -> None:
    draft = drafted()
    stores.alerts.add(draft)
    with pytest.raises(AlertNotFound):
        get(OWNER, alert_id=draft.alert_id)
