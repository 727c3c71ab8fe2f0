"""The facts for which identity refuses what is asked of partner sites."""

from chassis.errors import Denied, Exhausted, NotFound, Unmet


class PartnerNotFound(NotFound):
    """There is no such site, or the caller has nothing to do with it."""

    reason = "PARTNER_NOT_FOUND"


class PartnerNotProposed(Unmet):
    """The site was confirmed or ended already."""

    reason = "PARTNER_NOT_PROPOSED"


class PartnerNotActive(Unmet):
    """Nobody signs in at the site: it was not confirmed, or was ended."""

    reason = "PARTNER_NOT_ACTIVE"


class PartnerDisabled(Unmet):
    """The site was ended already."""

    reason = "PARTNER_DISABLED"


class SelfConfirmation(Denied):
    """Whoever proposed something would confirm it as well."""

    reason = "SELF_CONFIRMATION"


class TooManyPartners(Exhausted):
    """There are as many sites as there may be."""

    reason = "TOO_MANY_PARTNERS"


class SuggestionDecided(Unmet):
    """An officer said the other of somebody's organisation before."""

    reason = "SUGGESTION_DECIDED"
