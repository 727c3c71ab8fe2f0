"""How far a drill is, in numbers that name nobody; and what answers to it are."""

import pytest

from services.alerts.domain.answer import Answer
from services.alerts.domain.drill_errors import DrillNotFound, DrillStays
from services.alerts.usecases.answer_alert import AnswerAlert
from services.alerts.usecases.get_drill import GetDrill
from services.alerts.usecases.get_my_answer import GetMyAnswer
from services.alerts.usecases.page_officers import PageOfficers
from services.alerts.usecases.report_situation import ReportSituation
from tests.fakes.alerts import key
from tests.fakes.faults import putting_off
from tests.fakes.plumbing import FreshIds
from tests.unit.alerts.drilling import COLLEAGUE, LEAD, STRANGER, Lead


@pytest.fixture
def lead(unit_of_work, clock) -> Lead:
    return Lead(unit_of_work, clock)


@pytest.fixture
def answer(unit_of_work, clock):
    use_case = AnswerAlert(unit_of_work=unit_of_work, clock=clock, ids=FreshIds())

    def answer(by, drill, said):
        given = {"alert_id": drill.alert_id, "answer": said, "call_back": ""}
        return use_case(by, **given, key=key(f"{by.subject}{said.value}", rpc="AnswerAlert"))

    return answer


def test_need_help_is_practised_counted_and_calls_nobody(
    lead, answer, unit_of_work, stores, clock
) -> None:
    """Nobody staffs a queue here: a real alert would not even offer it."""
    drill = lead.start()
    mine = GetMyAnswer(unit_of_work=unit_of_work, clock=clock)(COLLEAGUE, alert_id=drill.alert_id)
    assert (True, True, True) == (mine.asked, mine.help_offered, mine.drill)
    _, called = answer(COLLEAGUE, drill, Answer.NEED_HELP)
    assert called is None
    assert {} == stores.help.calls
    assert ("alerts.drill-answered", "NEED_HELP") == (
        stores.outbox.events[-1].metric,
        stores.outbox.events[-1].detail,
    )
    answer(LEAD, drill, Answer.SAFE)
    there, figures = GetDrill(unit_of_work=unit_of_work)(LEAD, drill_id=drill.alert_id)
    assert drill == there
    assert {Answer.SAFE: 1, Answer.NEED_HELP: 1, Answer.NOT_AFFECTED: 0} == figures.answers
    assert clock.now() == figures.last_at


def test_another_organisations_drill_is_not_there(lead, answer, unit_of_work) -> None:
    drill = lead.start()
    with pytest.raises(DrillNotFound):
        GetDrill(unit_of_work=unit_of_work)(STRANGER, drill_id=drill.alert_id)


def test_no_officer_is_paged_about_a_drill_and_none_draws_a_picture_of_it(
    lead, unit_of_work, stores, clock
) -> None:
    drill = lead.start()
    assert (
        0
        == PageOfficers(
            unit_of_work=unit_of_work, clock=clock, ids=FreshIds(), put_off=putting_off(clock)
        )()
    )
    assert {} == stores.paging.runs
    report = ReportSituation(unit_of_work=unit_of_work, clock=clock)
    with pytest.raises(DrillStays):
        report(COLLEAGUE, alert_id=drill.alert_id, kind="ALL_QUIET", key=key(rpc="ReportSituation"))
