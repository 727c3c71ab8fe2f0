"""What every verb sees of a region's own message: who acts, and for whom it is."""

from datetime import datetime

from kernel.principals import Principal
from services.alerts.domain.alert import Alert
from services.alerts.domain.origin import (
    see_that_it_stays_in,
    see_that_two_of_it_issue,
    sitters_of,
)
from services.alerts.domain.region_errors import NotOfTheRegion
from services.alerts.domain.seat import COORDINATOR
from services.alerts.usecases.ports import Stores


def people_of(tx: Stores, region: str, at: datetime) -> frozenset[str]:
    """Return who acts for a region now: in its seats, with accounts that may be used."""
    there = sitters_of(region, tx.seats.of_the_region(region), at)
    if not there:
        return frozenset()
    return frozenset(each.person for each in tx.paging.holders(COORDINATOR, among=there))


def see_that_of_region(tx: Stores, caller: Principal, region: str, at: datetime) -> None:
    """See that somebody acts for a region; for none anybody does whom the RPC lets in.

    Raises:
        NotOfTheRegion: they have no seat of it.
    """
    if region and caller.person not in people_of(tx, region, at):
        raise NotOfTheRegion("You have no seat of the region whose message this is.")


def see_that_it_may_be_submitted(tx: Stores, caller: Principal, alert: Alert, at: datetime) -> None:
    """See that a region's message is handed over by one of its people, and stays within it.

    Raises:
        NotOfTheRegion: the caller has no seat of the region.
        AudienceLeavesRegion: it may be for somebody elsewhere.
    """
    see_that_of_region(tx, caller, alert.origin, at)
    if alert.origin:
        see_that_it_stays_in(alert.origin, alert.content.audience)


def see_that_it_may_be_issued(
    tx: Stores, caller: Principal, alert: Alert, at: datetime, *, for_region: bool
) -> None:
    """See that a region's message is issued by two of its people, and stays within it.

    Raises:
        NotOfTheRegion: the caller has no seat of the region; or they act for one, and it is none's.
        SeatLost: somebody who wrote or submitted it has none any more.
        AudienceLeavesRegion: it may be for somebody elsewhere.
    """
    see_that_a_regions(alert, for_region=for_region)
    if alert.origin:
        people = people_of(tx, alert.origin, at)
        see_that_two_of_it_issue(alert, by=caller.person, people=people)
        see_that_it_stays_in(alert.origin, alert.content.audience)


def see_that_a_regions(alert: Alert, *, for_region: bool) -> None:
    """See that who acts for a region does so about a region's message.

    Raises:
        NotOfTheRegion: it is the hub's.
    """
    if for_region and not alert.origin:
        raise NotOfTheRegion("This is not the message of a region.")


def capacity_in(alert: Alert) -> dict[str, str]:
    """Return in which capacity somebody acts who acts for a region, for the decision log."""
    return {"capacity": f"region:{alert.origin}"} if alert.origin else {}
