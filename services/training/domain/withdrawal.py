"""The end of a version of a course: nobody begins it any more, its certificates end on a day."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final
from uuid import UUID

from chassis.errors import Invalid, Violation
from services.training.domain.certificate import Certificate, months_after
from services.training.domain.errors import CourseWithdrawn

LONGEST_MONTHS: Final = 60

Version = tuple[UUID, int]
"""A course and the number of its version."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawal:
    """What stands of a version that was withdrawn. Who began it may finish until `ends_at`.

    `marked_at` is when its certificates were marked as ended in the status lists.
    """

    course_id: UUID
    course_version: int
    reason: str
    withdrawn_at: datetime
    ends_at: datetime
    marked_at: datetime | None = None

    def __post_init__(self) -> None:
        """See that its end lies ahead, and not too far.

        Raises:
            Invalid: it does not.
        """
        last = months_after(self.withdrawn_at, LONGEST_MONTHS)
        if not self.withdrawn_at <= self.ends_at <= last:
            what = f"must lie ahead, at most {LONGEST_MONTHS} months"
            raise Invalid(Violation("ends_at", what))

    @property
    def version(self) -> Version:
        """Return which version it is of."""
        return self.course_id, self.course_version

    def is_over(self, at: datetime) -> bool:
        """Tell whether its end has come."""
        return at >= self.ends_at

    def must_not_be_over(self, at: datetime) -> None:
        """See that who began it may still go on.

        Raises:
            CourseWithdrawn: its end has come.
        """
        if self.is_over(at):
            raise CourseWithdrawn("This version of the course was withdrawn.")

    def marked(self, at: datetime) -> "Withdrawal":
        """Return it once its certificates are marked as ended."""
        return replace(self, marked_at=at)


def good_until(certificate: Certificate, withdrawal: Withdrawal | None) -> datetime:
    """Return until when a certificate is good: never longer than its version."""
    if withdrawal is None:
        return certificate.valid_until
    return min(certificate.valid_until, withdrawal.ends_at)


def none_longer(
    certificates: Iterable[Certificate], withdrawals: Iterable[Withdrawal]
) -> list[Certificate]:
    """Return certificates, each good no longer than its version."""
    ended = {each.version: each for each in withdrawals}
    return [
        replace(
            each, valid_until=good_until(each, ended.get((each.course_id, each.course_version)))
        )
        for each in certificates
    ]


def versions_of(withdrawals: Iterable[Withdrawal]) -> frozenset[Version]:
    """Return which versions nobody begins any more."""
    return frozenset(each.version for each in withdrawals)
