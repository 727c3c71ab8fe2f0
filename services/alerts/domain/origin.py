"""A region's own messages: two people of it, and nobody outside it (docs/adr/0106)."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Final

from chassis.errors import Violation
from kernel.audiences import AudienceRow, Kind, Mode
from services.alerts.domain.alert import Alert
from services.alerts.domain.hands import Part
from services.alerts.domain.region_errors import AudienceLeavesRegion, NotOfTheRegion, SeatLost
from services.alerts.domain.seat import COORDINATOR, Seat

ANSWERABLE: Final = frozenset({Part.WRITER, Part.EDITOR, Part.SUBMITTER})
"""Whose part makes a message the region's: who translates or confirms Welsh may be of anywhere."""


def sitters_of(region: str, seats: Iterable[Seat], at: datetime) -> frozenset[str]:
    """Return who acts for a region: who holds a seat of its own, or stands in, at a moment.

    The leads of its sectors, and who coordinates a district of it, speak for these alone, and are
    not among them.
    """
    itself = (COORDINATOR, region, "")
    own = [e for e in seats if e.active and (e.role, e.region, e.district) == itself]
    return frozenset(
        each.subject
        for seat in own
        for each in (seat.holder, seat.deputy)
        if each is not None and each.sits(at)
    )


def see_that_it_stays_in(region: str, audience: Iterable[AudienceRow]) -> None:
    """See that nobody is addressed who is not in a region, nor has a place there.

    Rows that must be are alternatives of each other: so those of regions must all name this one.
    Without any, each row that includes must be the region itself.

    Raises:
        AudienceLeavesRegion: somebody elsewhere may be.
    """
    rows = tuple(audience)
    must_be = {e.value for e in rows if (e.mode, e.kind) == (Mode.MUST_BE, Kind.REGION)}
    included = [e for e in rows if e.mode is Mode.INCLUDE]
    itself = bool(included) and all((e.kind, e.value) == (Kind.REGION, region) for e in included)
    if must_be != {region} and not (not must_be and itself):
        raise AudienceLeavesRegion(
            Violation("content.audience", f"must stay within {region}: say that it must be there")
        )


def see_that_two_of_it_issue(alert: Alert, *, by: str, people: Collection[str]) -> None:
    """See that whoever approves a region's message, and all who wrote it, are of the region.

    That these are two is the rule of every approval (`Alert.approve`).

    Raises:
        NotOfTheRegion: `by` is not among its people.
        SeatLost: somebody who wrote, edited or submitted it is not any more.
    """
    if by not in people:
        raise NotOfTheRegion("Somebody of the region must approve its message.")
    if any(each.by not in people for each in alert.worked if each.part in ANSWERABLE):
        raise SeatLost("Somebody who wrote or submitted it has no seat of the region any more.")
