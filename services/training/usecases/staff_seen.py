"""What the verbs that show an organisation's training share."""

from collections.abc import Sequence

from services.training.domain.staff import StaffMember, standings
from services.training.usecases.ports import Stores


def people_seen(tx: Stores, own: str, subjects: Sequence[str]) -> Sequence[StaffMember]:
    """Return people with their training, and what one organisation asks and recorded of them."""
    learned = tx.staff.learned(subjects)
    requests, records = tx.staff.requests(own, subjects), tx.staff.records(own, subjects)
    return [
        StaffMember(
            subject=each,
            courses=standings(
                [one for one in learned if one.subject == each],
                [one for one in requests if one.subject == each],
            ),
            records=[one for one in records if one.subject == each],
        )
        for each in subjects
    ]
