"""A complaint is answered once, and its clocks say how long that may take."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from chassis.errors import StaleVersion
from kernel.working_days import end_of
from services.identity.domain.complaint import ComplaintAnswered, ComplaintNotFound
from services.identity.domain.privacy_request import ClockState
from services.identity.usecases.answer_complaint import AnswerComplaint
from services.identity.usecases.measure_privacy import MeasurePrivacy
from tests.fakes.identity import NOON
from tests.unit.identity.asking import PRIVACY, made
from tests.unit.identity.test_list_complaints import a_complaint


def test_the_outcome_is_told_by_mail_once_and_as_it_was_read(
    unit_of_work, stores, clock, ids
) -> None:
    answer = AnswerComplaint(unit_of_work=unit_of_work, clock=clock, ids=ids)
    there = a_complaint()
    stores.complaints.add(there)
    said = {"complaint_id": there.complaint_id, "outcome": "We deleted it."}
    with pytest.raises(StaleVersion):
        answer(PRIVACY, expected_version=2, **said)
    done = answer(PRIVACY, expected_version=1, **said)
    assert ("We deleted it.", "privacy", 2) == (done.outcome, done.answered_by, done.version)
    (mail,) = [each.what for each in stores.mails.waiting]
    assert ("complaint-answered", "We deleted it.") == (mail.template, mail.variables["outcome"])
    assert ["identity:answer-complaint"] == [row[1] for row in stores.audit.rows]
    with pytest.raises(ComplaintAnswered):
        answer(PRIVACY, expected_version=2, **said)
    stores.complaints.kept.clear()
    with pytest.raises(ComplaintNotFound):
        answer(PRIVACY, expected_version=2, **said)


def test_who_was_erased_is_answered_all_the_same_and_then_forgotten(
    unit_of_work, stores, clock, ids
) -> None:
    """Their complaint has a clock of its own, and an address to answer to until then."""
    there = replace(a_complaint(), forget_when_answered=True)
    stores.complaints.add(there)
    answer = AnswerComplaint(unit_of_work=unit_of_work, clock=clock, ids=ids)
    done = answer(
        PRIVACY, complaint_id=there.complaint_id, expected_version=1, outcome="We deleted it."
    )
    (mail,) = [each.what for each in stores.mails.waiting]
    assert (there.email, "We deleted it.") == (mail.to, done.outcome)
    left = stores.complaints.get(there.complaint_id)
    assert ("", "", NOON, "privacy") == (
        left.about,
        left.outcome,
        left.answered_at,
        left.answered_by,
    )
    assert there.email not in str(left)


def test_thirty_days_for_the_acknowledgement_then_a_month_for_the_answer() -> None:
    there = a_complaint()
    assert (date(2026, 12, 24), date(2026, 12, 24)) == (there.acknowledge_by, there.answer_by)
    last = end_of(there.acknowledge_by)
    assert [ClockState.IN_TIME, ClockState.DUE_SOON, ClockState.OVERDUE] == [
        there.clock(at) for at in (NOON, last - timedelta(days=7), last)
    ]
    told = there.acknowledged(NOON)
    assert told is told.acknowledged(last)
    assert ClockState.OVERDUE is told.clock(end_of(told.answer_by))
    assert ClockState.STOPPED is told.answered("Done.", by="p", at=NOON).clock(last)


def test_what_is_past_its_time_is_counted_for_those_who_run_the_platform(
    unit_of_work, stores, clock
) -> None:
    counted = []

    class Measures:
        def overdue(self, *, requests: int, complaints: int) -> None:
            counted.append((requests, complaints))

    measure = MeasurePrivacy(unit_of_work=unit_of_work, measures=Measures(), clock=clock)
    stores.complaints.add(a_complaint())
    stores.privacy_requests.add(made())
    stores.privacy_requests.add(made(subject="other").begun().answered(NOON))
    measure()
    clock.pass_(days=31)
    measure()
    assert [(0, 0), (1, 1)] == counted
