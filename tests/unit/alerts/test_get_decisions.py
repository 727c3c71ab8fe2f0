"""Reading who decided what about an alert."""

from uuid import uuid4

import pytest

from services.alerts.domain.errors import AlertNotFound
from services.alerts.domain.reach import Size
from services.alerts.usecases.approve_alert import ApproveAlert
from services.alerts.usecases.draft_alert import DraftAlert
from services.alerts.usecases.get_decisions import GetDecisions
from services.alerts.usecases.submit_alert import SubmitAlert
from services.alerts.usecases.update_alert import UpdateAlert
from services.alerts.usecases.withdraw_alert import WithdrawAlert
from tests.fakes.alerts import APPROVER, AUTHOR, content, key
from tests.fakes.plumbing import FreshIds


@pytest.fixture
def decisions(unit_of_work):
    return GetDecisions(unit_of_work=unit_of_work)


@pytest.fixture
def issued(unit_of_work, clock):
    """An alert that rests on the police's word, written and approved by two people."""
    needs = {"unit_of_work": unit_of_work, "clock": clock}
    draft = DraftAlert(**needs, ids=FreshIds())(
        AUTHOR, content=content(authority_reference="CAD 7"), key=key()
    )
    SubmitAlert(unit_of_work=unit_of_work, clock=clock)(
        AUTHOR, alert_id=draft.alert_id, expected_version=1
    )
    return ApproveAlert(**needs)(
        APPROVER, alert_id=draft.alert_id, read=draft.digest, size=Size.FEWER_THAN_TEN
    )


def test_each_decision_says_who_when_what_was_seen_and_on_whose_word(decisions, issued) -> None:
    found = decisions(APPROVER, alert_id=issued.alert_id)
    assert [
        ("author", "alerts:draft"),
        ("author", "alerts:submit"),
        ("approver", "alerts:approve"),
    ] == [(each.subject, each.decision.action) for each in found]
    assert {issued.digest} == {each.decision.digest for each in found}
    word = {"authority_reference": "CAD 7"}
    approved = {"size": "FEWER_THAN_TEN", **word}
    assert [{}, word, approved] == [each.decision.detail for each in found]
    assert sorted(each.decision.at for each in found) == [each.decision.at for each in found]


def test_it_is_about_the_whole_thread_and_no_other(decisions, issued, unit_of_work, clock) -> None:
    update = UpdateAlert(unit_of_work=unit_of_work, clock=clock, ids=FreshIds())
    draft = update(AUTHOR, alert_id=issued.alert_id, content=content(), key=key("k2"))
    with unit_of_work() as tx:
        tx.audit.record(AUTHOR, "alerts:draft", str(uuid4()))
    named = {each.decision.resource for each in decisions(APPROVER, alert_id=draft.alert_id)}
    assert {str(issued.alert_id), str(draft.alert_id)} == named


def test_a_withdrawal_says_why(decisions, issued, unit_of_work, clock) -> None:
    WithdrawAlert(unit_of_work=unit_of_work, clock=clock)(
        APPROVER, alert_id=issued.alert_id, expected_version=issued.version, why="Wrong town."
    )
    *_, last = decisions(APPROVER, alert_id=issued.alert_id)
    assert ("alerts:withdraw", "Wrong town.") == (
        last.decision.action,
        last.decision.detail["why"],
    )


def test_who_was_erased_is_named_no_more(decisions, issued, stores) -> None:
    name, _ = stores.audit.forget("author")
    first, *_, last = decisions(APPROVER, alert_id=issued.alert_id)
    assert (None, name) == (first.subject, first.decision.actor)
    assert "approver" == last.subject


def test_an_unknown_alert_is_not_found(decisions) -> None:
    with pytest.raises(AlertNotFound):
        decisions(APPROVER, alert_id=uuid4())
