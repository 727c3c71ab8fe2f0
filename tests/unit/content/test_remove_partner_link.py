"""Taking a link off the list."""

import pytest

from chassis.errors import StaleVersion
from services.content.domain.partner_errors import PartnerLinkNotFound
from services.content.usecases.remove_partner_link import RemovePartnerLink
from tests.fakes.content import EDITOR
from tests.fakes.content_partners import partner_link


def test_a_link_is_removed_once_at_the_version_that_was_read(unit_of_work, clock, stores) -> None:
    stores.partner_links.add(link := partner_link())
    remove = RemovePartnerLink(unit_of_work=unit_of_work, clock=clock)
    with pytest.raises(StaleVersion):
        remove(EDITOR, link_id=link.link_id, expected_version=2, why="Gone.")
    remove(EDITOR, link_id=link.link_id, expected_version=1, why="Gone.")
    assert [] == stores.partner_links.listed()
    with pytest.raises(PartnerLinkNotFound):
        remove(EDITOR, link_id=link.link_id, expected_version=2, why="Gone.")
    assert 1 == len(stores.audit.rows)
