"""The facts for which identity refuses about further addresses."""

from chassis.errors import Exhausted, NotFound, Unmet


class ChannelRequestNotFound(NotFound):
    """The link or code was never given to the caller, is too old, or was tried too often."""

    reason = "CHANNEL_REQUEST_NOT_FOUND"


class ChannelNotFound(NotFound):
    """There is no such further address of the caller's."""

    reason = "CHANNEL_NOT_FOUND"


class ChannelHeld(Unmet):
    """Another account is told at that address."""

    reason = "CHANNEL_HELD"


class TooManyChannels(Exhausted):
    """The account has as many further addresses as one may have."""

    reason = "TOO_MANY_CHANNELS"
