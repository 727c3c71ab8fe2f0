"""An organisation in the tests of what employers see."""

from datetime import date, timedelta

from kernel.principals import Principal
from kernel.tiers import Tier
from services.training.domain.staff import CourseRequest, OutsideRecord
from tests.fakes.training import COURSE_ID, NOON

ADMIN = Principal(
    subject="admin", tier=Tier.REGISTERED, organisation_id="hall", organisation_admin=True
)
MEMBER = Principal(subject="m", tier=Tier.REGISTERED, organisation_id="hall")
TODAY = NOON.date()


def asked(subject: str = "m", organisation: str = "hall", days: int = 14) -> CourseRequest:
    return CourseRequest(
        organisation_id=organisation,
        subject=subject,
        course_id=COURSE_ID,
        due_on=TODAY + timedelta(days=days),
    )


def recorded(subject: str = "m", organisation: str = "hall") -> OutsideRecord:
    return OutsideRecord(
        organisation_id=organisation,
        subject=subject,
        title="First aid",
        provider="A college",
        completed_on=date(2026, 1, 2),
        expires_on=None,
    )


HEAD = "email,course,due,provider,completed,expires\n"
PEOPLE = {"m@hall.example": "m", "n@hall.example": "n", "left@hall.example": "left"}
GOOD = (
    HEAD
    + "M@hall.example,awareness,2026-12-24,,,\n"
    + "n@hall.example,First aid,,A college,02/01/2026,2029-01-02\n"
).encode()
