"""Listing a new link."""

import pytest

from chassis.errors import IdempotencyKeyReused, Invalid
from kernel.web_addresses import AddressRules
from services.content.domain import partner_link as domain
from services.content.domain.partner_errors import TooManyPartnerLinks
from services.content.usecases import add_partner_link
from services.content.usecases.add_partner_link import AddPartnerLink
from tests.fakes.content import EDITOR, key
from tests.fakes.content_partners import link_content
from tests.fakes.plumbing import FreshIds


@pytest.fixture
def add(unit_of_work, clock) -> AddPartnerLink:
    return AddPartnerLink(
        unit_of_work=unit_of_work, clock=clock, ids=FreshIds(), rules=AddressRules()
    )


def test_a_link_is_listed_once_and_on_record(add, stores) -> None:
    link = add(EDITOR, content=link_content(), key=key())
    assert link == add(EDITOR, content=link_content(), key=key())
    assert ([link], "editor") == (stores.partner_links.listed(), link.changed_by)
    assert 1 == len(stores.audit.rows)
    with pytest.raises(IdempotencyKeyReused):
        add(EDITOR, content=link_content(), key=key(body=b"2" * 32))
    assert [link] == stores.partner_links.listed()


def test_an_address_inside_is_refused_and_nothing_kept(add, stores) -> None:
    for url in ("https://127.0.0.1/", "http://trade.example/", "https://localhost/"):
        with pytest.raises(Invalid):
            add(EDITOR, content=link_content(url=url), key=key())
    assert {} == stores.partner_links.kept


def test_there_are_no_more_than_there_may_be(add, stores, monkeypatch) -> None:
    assert 300 == domain.MOST_LINKS
    monkeypatch.setattr(add_partner_link, "MOST_LINKS", 1)
    add(EDITOR, content=link_content(), key=key())
    with pytest.raises(TooManyPartnerLinks):
        add(EDITOR, content=link_content(), key=key("other"))
