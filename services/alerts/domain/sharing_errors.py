"""The fact about sharing for which alerts refuses."""

from chassis.errors import Unmet


class WarningsNotSeen(Unmet):
    """Something is unusual about the draft, and whoever submits it has not seen that."""

    reason = "WARNINGS_NOT_SEEN"
