"""The officers' queue."""

from dataclasses import replace
from datetime import timedelta

from services.identity.usecases.get_verification import GetVerification
from services.identity.usecases.list_verifications import ListVerifications
from tests.fakes.identity import NOON, OFFICER, case


def test_the_queue_is_oldest_first_and_leaves_out_ones_own_case(unit_of_work, stores) -> None:
    subjects = ("a", "officer", "b")
    cases = [
        replace(case(subject), opened_at=NOON + timedelta(minutes=number))
        for number, subject in enumerate(subjects)
    ]
    for each in reversed(cases):
        stores.verifications.add(each)
    queue = ListVerifications(unit_of_work=unit_of_work)
    page, place = queue(OFFICER, after=None, size=2)
    rest, end = queue(OFFICER, after=place, size=2)
    assert (["a"], ["b"], None) == ([c.subject for c in page], [c.subject for c in rest], end)


def test_a_look_at_the_queue_keeps_no_officer_from_their_work(
    unit_of_work, stores, budget, clock
) -> None:
    """It shows nobody: what counts is the case that is opened."""
    cases = [case(f"person-{number}") for number in range(9)]
    for each in cases:
        stores.verifications.add(each)
    ListVerifications(unit_of_work=unit_of_work)(OFFICER, after=None, size=9)
    assert {} == stores.record_reads.read
    get = GetVerification(unit_of_work=unit_of_work, budget=budget)
    get(OFFICER, verification_id=cases[0].verification_id)
    assert [(OFFICER.person, "person-0")] == list(stores.record_reads.read)
