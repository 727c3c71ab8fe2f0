"""How many an alert reaches, confirmed as a size by whoever approves it."""

from dataclasses import dataclass
from enum import Enum
from typing import Final

from services.alerts.domain.errors import AudienceNotConfirmed, ReachDrifted

DRIFT: Final = 0.2
"""The part by which a count may change between reading and approving."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """How many an alert reaches at a moment.

    `people` have an account and may read it where they are addressed, or get messages without one;
    each counts once, by however many addresses, and the endpoint of an organisation is nobody.
    `messages` are the rows that would be queued: to people by every channel, and to endpoints.
    """

    people: int
    messages: int


class Size(Enum):
    """A number of people as one says it: by its number of digits."""

    NOBODY = 0
    FEWER_THAN_TEN = 1
    TENS = 2
    HUNDREDS = 3
    THOUSANDS = 4
    TENS_OF_THOUSANDS = 5
    HUNDREDS_OF_THOUSANDS = 6
    MILLIONS = 7


def size_of(count: int) -> Size:
    """Return the size of a number of people."""
    return Size(min(len(str(count)), Size.MILLIONS.value)) if count else Size.NOBODY


def drifted(read: int, now: int) -> bool:
    """Tell whether a count changed by more than a fifth.

    Of fewer than ten, one person is more than that: there it is the size that counts.
    """
    few = {Size.NOBODY, Size.FEWER_THAN_TEN}
    if size_of(read) is size_of(now) and size_of(now) in few:
        return False
    return abs(now - read) > DRIFT * read


def see_that_reach_is_confirmed(
    now: int, *, said: Size | None, read: int | None, never_block: bool
) -> bool:
    """See that an approver knows how many an alert reaches; return whether that drifted.

    `now` is the count at this moment, `read` the one that they were shown, None where they were
    shown none. `never_block` is for an Extreme alert: a drift is told, and holds nothing up.

    Raises:
        AudienceNotConfirmed: they were shown no count, named no size, or that of another number.
        ReachDrifted: the count changed by more than a fifth since it was read.
    """
    if read is None:
        raise AudienceNotConfirmed("Look at how many it reaches, and confirm that.")
    if said is not size_of(read):
        raise AudienceNotConfirmed(f"Confirm the size of the audience: it was counted as {read}.")
    if not drifted(read, now):
        return False
    if not never_block:
        raise ReachDrifted(f"It reaches {now} by now, not {read}: confirm that.")
    return True
