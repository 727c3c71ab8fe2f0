"""Why a CAP message from elsewhere can do nothing to what it is about."""

from chassis.errors import Unmet


class CapSenderOther(Unmet):
    """A message would change or discard the draft of a message of another sender's."""

    reason = "CAP_SENDER_OTHER"


class CapNothingToClear(Unmet):
    """An AllClear refers to what is not out."""

    reason = "CAP_NOTHING_TO_CLEAR"
