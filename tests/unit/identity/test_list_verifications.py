"""The officers' queue."""

from dataclasses import replace
from datetime import timedelta

from services.identity.usecases.list_verifications import ListVerifications
from tests.fakes.identity import NOON, OFFICER, case


def test_the_queue_is_oldest_first_and_leaves_out_ones_own_case(
    unit_of_work, stores, budget
) -> None:
    subjects = ("a", "officer", "b")
    cases = [
        replace(case(subject), opened_at=NOON + timedelta(minutes=number))
        for number, subject in enumerate(subjects)
    ]
    for each in reversed(cases):
        stores.verifications.add(each)
    queue = ListVerifications(unit_of_work=unit_of_work, budget=budget)
    page, place = queue(OFFICER, after=None, size=2)
    rest, end = queue(OFFICER, after=place, size=2)
    assert (["a"], ["b"], None) == ([c.subject for c in page], [c.subject for c in rest], end)
