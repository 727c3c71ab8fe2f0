"""The facts for which alerts refuses a region's own message."""

from chassis.errors import Denied, Invalid, Unmet


class NotOfTheRegion(Denied):
    """Whoever acts has no seat of the region whose message it is."""

    reason = "NOT_OF_THE_REGION"


class SeatLost(Unmet):
    """Somebody who wrote or submitted a region's message has no seat of it any more."""

    reason = "SEAT_LOST"


class AudienceLeavesRegion(Invalid):
    """The audience of a region's own message is not within the region."""

    reason = "AUDIENCE_LEAVES_REGION"
