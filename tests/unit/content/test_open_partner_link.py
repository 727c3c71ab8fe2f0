"""Saying where somebody is about to go."""

from dataclasses import replace
from uuid import uuid4

import pytest

from services.content.domain.document import PartnerOrigin
from services.content.domain.partner_errors import PartnerLinkNotFound
from services.content.usecases.open_partner_link import OpenPartnerLink
from tests.fakes.content import EDITOR, NOON, VERIFIED, published
from tests.fakes.content_partners import partner_link


@pytest.fixture
def open_link(unit_of_work, clock) -> OpenPartnerLink:
    return OpenPartnerLink(unit_of_work=unit_of_work, clock=clock)


def test_opening_is_counted_by_the_link_and_by_nobody(open_link, stores) -> None:
    stores.partner_links.add(link := partner_link())
    assert link == open_link(VERIFIED, link_id=link.link_id)
    (used,) = stores.outbox.events
    assert (None, str(link.link_id)) == (used.caller.subject, used.detail)


def test_what_is_no_listed_link_opens_nothing_and_counts_nothing(open_link, stores) -> None:
    stores.partner_links.add(gone := partner_link(removed=True))
    stores.documents.add(ours := published())
    origin = PartnerOrigin(
        catalogue_id=uuid4(), item_id="1", name="n", account="a", url="https://x.example/"
    )
    left = replace(published(), partner=origin).out_of_catalogue(by="c", at=NOON)
    stores.documents.add(left)
    for each in (gone.link_id, ours.document_id, left.document_id, uuid4()):
        with pytest.raises(PartnerLinkNotFound):
            open_link(EDITOR, link_id=each)
    assert [] == stores.outbox.events
