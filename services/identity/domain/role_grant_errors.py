"""The facts for which a grant of a role is refused."""

from chassis.errors import Conflict, Denied, NotFound, Unmet


class RoleGrantNotFound(NotFound):
    """There is no such grant, or none that the caller may see."""

    reason = "ROLE_GRANT_NOT_FOUND"


class SelfGrant(Denied):
    """Nobody has a hand in what they are themselves to hold."""

    reason = "SELF_GRANT"


class SameProposer(Denied):
    """Whoever proposed a grant cannot decide about it."""

    reason = "SAME_PROPOSER"


class NotProposer(Denied):
    """Only who proposed a grant takes it back."""

    reason = "NOT_PROPOSER"


class RoleNotYours(Denied):
    """The caller's roles do not give this role."""

    reason = "ROLE_NOT_YOURS"


class GrantThere(Conflict):
    """The person holds the role by a grant, or it is proposed, already."""

    reason = "GRANT_THERE"


class UnfitForRole(Unmet):
    """The account is not in use, or its tier is below the role's."""

    reason = "UNFIT_FOR_ROLE"


class ProposerUnfit(Unmet):
    """Whoever proposed it may not do so any more."""

    reason = "PROPOSER_UNFIT"


class SecondFactorMissing(Unmet):
    """A strong role needs a second factor or a passkey, and the person has none."""

    reason = "SECOND_FACTOR_MISSING"


class GrantNotProposed(Unmet):
    """The grant does not wait for a decision."""

    reason = "GRANT_NOT_PROPOSED"


class GrantNotInForce(Unmet):
    """The grant is not in force."""

    reason = "GRANT_NOT_IN_FORCE"


class NotEligible(Unmet):
    """The role is held all the time, and need not be activated."""

    reason = "NOT_ELIGIBLE"


class RoleActive(Unmet):
    """The role is activated already."""

    reason = "ROLE_ACTIVE"


class RoleNotActive(Unmet):
    """The role is not activated."""

    reason = "ROLE_NOT_ACTIVE"
