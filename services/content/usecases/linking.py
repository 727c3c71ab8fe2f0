"""What every verb about a link does first: find the version that was read."""

from uuid import UUID

from chassis.errors import StaleVersion
from services.content.domain.partner_link import PartnerLink
from services.content.usecases.partner_ports import PartnerLinks


def link_as_read(links: PartnerLinks, link_id: UUID, expected_version: int) -> PartnerLink:
    """Return a link, locked, at the version that was read.

    Raises:
        PartnerLinkNotFound: there is none.
        StaleVersion: it changed since.
    """
    link = links.get(link_id, lock=True)
    if link.version != expected_version:
        raise StaleVersion("The link changed since you read it: read it again.")
    return link
