"""The facts for which something about a closed group is refused."""

from chassis.errors import Conflict, Denied, Exhausted, NotFound, Unmet


class GroupNotFound(NotFound):
    """There is no such group, or none that the caller may know of."""

    reason = "GROUP_NOT_FOUND"


class InvitationNotFound(NotFound):
    """There is no such invitation of the caller's, or it is over."""

    reason = "GROUP_INVITATION_NOT_FOUND"


class NotAMember(NotFound):
    """They are not in the group."""

    reason = "NOT_A_MEMBER"


class GroupThere(Conflict):
    """There is, or was, a group with that code."""

    reason = "GROUP_THERE"


class OwnGroup(Denied):
    """Nobody sponsors a group that they own."""

    reason = "OWN_GROUP"


class UnfitForGroup(Unmet):
    """The account is not in use, or not verified."""

    reason = "UNFIT_FOR_GROUP"


class OwnerStays(Unmet):
    """The owner stays until the group has another, or ends."""

    reason = "OWNER_STAYS"


class GroupFull(Exhausted):
    """The group has as many members and invitations as it may."""

    reason = "GROUP_FULL"


class TooManyInvited(Exhausted):
    """As many were asked into the group today as may be on one day."""

    reason = "TOO_MANY_INVITED"
