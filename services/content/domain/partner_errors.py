"""The facts for which content refuses what is asked of partners' links and catalogues."""

from chassis.errors import Denied, Exhausted, NotFound, Unmet


class PartnerLinkNotFound(NotFound):
    """There is no such link, or nothing of a partner's that the caller may know of."""

    reason = "PARTNER_LINK_NOT_FOUND"


class TooManyPartnerLinks(Exhausted):
    """There are as many links as there may be."""

    reason = "TOO_MANY_PARTNER_LINKS"


class CatalogueNotFound(NotFound):
    """There is no such catalogue."""

    reason = "CATALOGUE_NOT_FOUND"


class CatalogueNotProposed(Unmet):
    """The catalogue was confirmed or ended already."""

    reason = "CATALOGUE_NOT_PROPOSED"


class CatalogueEnded(Unmet):
    """The catalogue was ended already."""

    reason = "CATALOGUE_ENDED"


class SelfConfirmation(Denied):
    """Whoever proposed something would confirm it as well."""

    reason = "SELF_CONFIRMATION"


class TooManyCatalogues(Exhausted):
    """There are as many catalogues as there may be."""

    reason = "TOO_MANY_CATALOGUES"


class DocumentOfPartner(Unmet):
    """The document is a partner's: it changes with the partner's catalogue alone."""

    reason = "DOCUMENT_OF_PARTNER"
