"""The privacy officer's complaints."""

from datetime import timedelta
from uuid import uuid4

from services.identity.domain.complaint import Complaint
from services.identity.usecases.list_complaints import ListComplaints
from tests.fakes.identity import NOON
from tests.unit.identity.asking import PRIVACY


def a_complaint(**said):
    return Complaint(
        **{
            "complaint_id": uuid4(),
            "email": "reader@corner.example",
            "language": "en",
            "about": "You keep too much.",
            "made_at": NOON,
        }
        | said
    )


def test_they_come_oldest_first_in_pages_and_looking_is_on_record(
    unit_of_work, stores, budget
) -> None:
    old, new = a_complaint(), a_complaint(made_at=NOON + timedelta(hours=1))
    done = a_complaint().answered("Done.", by="privacy", at=NOON)
    for each in (new, old, done):
        stores.complaints.add(each)
    listed = ListComplaints(unit_of_work=unit_of_work, budget=budget)
    first, following = listed(PRIVACY, only_open=True, after=None, size=1)
    second, last = listed(PRIVACY, only_open=True, after=following, size=1)
    assert ([old], [new], None) == (list(first), list(second), last)
    assert 3 == len(listed(PRIVACY, only_open=False, after=None, size=9)[0])
    assert {"identity:list-complaints"} == {row[1] for row in stores.audit.rows}
