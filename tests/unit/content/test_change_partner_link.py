"""Changing a link."""

from uuid import uuid4

import pytest

from chassis.errors import Invalid, StaleVersion
from kernel.web_addresses import AddressRules
from services.content.domain.link_health import UNSEEN, Look
from services.content.domain.partner_errors import PartnerLinkNotFound
from services.content.usecases.change_partner_link import ChangePartnerLink
from tests.fakes.content import EDITOR
from tests.fakes.content_partners import NOON, link_content, partner_link

SEEN = UNSEEN.after(Look(why="no answer"), at=NOON)


@pytest.fixture
def change(unit_of_work, clock) -> ChangePartnerLink:
    return ChangePartnerLink(unit_of_work=unit_of_work, clock=clock, rules=AddressRules())


def test_another_address_is_looked_at_anew_and_other_words_are_not(change, stores) -> None:
    stores.partner_links.add(link := partner_link(health=SEEN))
    words = link_content(languages=frozenset({"cy"}))
    same = change(EDITOR, link_id=link.link_id, expected_version=1, content=words)
    assert (2, SEEN) == (same.version, same.health)
    other = link_content(url="https://other.example/")
    moved = change(EDITOR, link_id=link.link_id, expected_version=2, content=other)
    assert (3, UNSEEN) == (moved.version, moved.health)


def test_what_is_stale_or_wrong_changes_nothing(change, stores) -> None:
    stores.partner_links.add(link := partner_link())
    with pytest.raises(PartnerLinkNotFound):
        change(EDITOR, link_id=uuid4(), expected_version=1, content=link_content())
    with pytest.raises(StaleVersion):
        change(EDITOR, link_id=link.link_id, expected_version=2, content=link_content())
    wrong = link_content(url="ftp://trade.example/")
    with pytest.raises(Invalid):
        change(EDITOR, link_id=link.link_id, expected_version=1, content=wrong)
    assert link == stores.partner_links.get(link.link_id)
    assert [] == stores.audit.rows
