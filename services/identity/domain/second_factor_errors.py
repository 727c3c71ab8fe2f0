"""The facts for which identity refuses what is asked about second factors."""

from chassis.errors import Conflict, Denied, Exhausted, NotFound, Unauthenticated, Unmet


class FactorNotFound(NotFound):
    """There is no such second factor of the caller's."""

    reason = "FACTOR_NOT_FOUND"


class FactorRefused(Unauthenticated):
    """A code or a key's word is not good; what is wrong with it is said to nobody."""

    reason = "FACTOR_REFUSED"


class FactorLinkNeeded(Denied):
    """The first second factor needs the link that was mailed; a password alone adds none."""

    reason = "FACTOR_LINK_NEEDED"


class TooManyFactorLinks(Exhausted):
    """As many links were mailed to the caller as are in a day."""

    reason = "TOO_MANY_FACTOR_LINKS"


class FactorHeld(Unmet):
    """The account has a second factor: by that one, not by a mail, another is added."""

    reason = "FACTOR_HELD"


class FactorNameTaken(Conflict):
    """One of the caller's second factors is called so."""

    reason = "FACTOR_NAME_TAKEN"


class TooManyFactors(Exhausted):
    """The caller has as many as one may have."""

    reason = "TOO_MANY_FACTORS"


class LastSecondFactor(Unmet):
    """It is the last of somebody whose role needs one."""

    reason = "LAST_SECOND_FACTOR"


class FactorResetNotFound(NotFound):
    """There is no such reset that waits."""

    reason = "FACTOR_RESET_NOT_FOUND"


class FactorResetThere(Unmet):
    """One waits for this person already."""

    reason = "FACTOR_RESET_THERE"


class FactorResetConfirmed(Unmet):
    """The reset was confirmed already."""

    reason = "FACTOR_RESET_CONFIRMED"


class NoSecondFactor(Unmet):
    """The account has no second factor that could be taken away."""

    reason = "NO_SECOND_FACTOR"


class OwnFactorReset(Denied):
    """Whoever it is about, or proposed it, would decide about it as well."""

    reason = "OWN_FACTOR_RESET"


class FactorResetBeyond(Denied):
    """It is about somebody who gives roles, and the caller gives none."""

    reason = "FACTOR_RESET_BEYOND"
