"""The board: everything to officers who help, and no small number to wider views."""

from uuid import uuid4

import pytest

from kernel.places import REGIONS
from services.alerts.domain.answer import ELSEWHERE, Answer
from services.alerts.domain.errors import AlertNotFound
from services.alerts.domain.help import HelpState
from services.alerts.usecases.get_answers import GetAnswers
from tests.fakes.alerts import APPROVER, NOON
from tests.ports.answer_stores import answered, called, someone
from tests.unit.alerts.answering import DUTY, asking

S, H, N = Answer.SAFE, Answer.NEED_HELP, Answer.NOT_AFFECTED


@pytest.fixture
def get(unit_of_work) -> GetAnswers:
    return GetAnswers(unit_of_work=unit_of_work)


def many(stores, alert, count: int, region: str, answer: Answer) -> None:
    for _ in range(count):
        stores.answers.save(answered(alert.alert_id, someone(None, region), answer))


def test_a_duty_officer_sees_the_first_answer_and_where(get, stores) -> None:
    alert = asking(stores)
    many(stores, alert, 1, "LON", S)
    board = get(DUTY, alert_id=alert.alert_id)
    assert board.exact
    assert {S: 1, H: 0, N: 0} == board.totals
    assert {S: 1, H: 0, N: 0} == board.regions["LON"]
    assert {*REGIONS, ELSEWHERE} == board.regions.keys()
    assert NOON == board.last_at


def test_a_wider_view_sees_how_many_and_no_small_number_by_region(get, stores) -> None:
    alert = asking(stores)
    many(stores, alert, 9, "LON", S)
    many(stores, alert, 7, "SE", S)
    many(stores, alert, 5, "NW", S)
    many(stores, alert, 4, "SCO", S)
    many(stores, alert, 4, "LON", H)
    board = get(APPROVER, alert_id=alert.alert_id)
    assert not board.exact
    assert {S: 25, H: 4, N: 0} == board.totals
    column = {place: counts[S] for place, counts in board.regions.items()}
    assert (9, 7, None, None) == (column["LON"], column["SE"], column["NW"], column["SCO"])
    assert {None} == {counts[H] for counts in board.regions.values()}


def test_calls_that_are_open_are_counted(get, stores) -> None:
    alert = asking(stores)
    call = called(someone(), alert.alert_id)
    stores.help.ask(call)
    stores.help.ask(called(someone(), alert.alert_id))
    stores.help.save(call.take(by="duty", at=NOON))
    board = get(DUTY, alert_id=alert.alert_id)
    assert {HelpState.WAITING: 1, HelpState.TAKEN: 1} == board.help_open


def test_an_alert_that_nobody_answered_has_an_empty_board(get, stores) -> None:
    alert = asking(stores)
    board = get(APPROVER, alert_id=alert.alert_id)
    assert ({S: 0, H: 0, N: 0}, None, 0) == (board.totals, board.last_at, board.sent_to)


def test_no_alert_no_board(get) -> None:
    with pytest.raises(AlertNotFound):
        get(DUTY, alert_id=uuid4())
