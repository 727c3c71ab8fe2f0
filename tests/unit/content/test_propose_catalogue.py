"""Proposing a catalogue."""

import pytest

from chassis.errors import IdempotencyKeyReused, Invalid
from kernel.web_addresses import AddressRules
from services.content.domain.catalogue import CatalogueStatus
from services.content.domain.partner_errors import TooManyCatalogues
from services.content.usecases import propose_catalogue
from services.content.usecases.propose_catalogue import ProposeCatalogue
from tests.fakes.content import EDITOR, key
from tests.fakes.plumbing import FreshIds

GOOD = {
    "name": "Trade body",
    "url": "https://trade.example/catalogue.jws",
    "account": "None.",
    "public_key": "{}",
    "thumbprint": "t",
}


@pytest.fixture
def propose(unit_of_work, clock) -> ProposeCatalogue:
    return ProposeCatalogue(
        unit_of_work=unit_of_work, clock=clock, ids=FreshIds(), rules=AddressRules()
    )


def test_a_proposal_waits_and_is_on_record(propose, stores) -> None:
    made = propose(EDITOR, **GOOD, key=key())
    assert made == propose(EDITOR, **GOOD, key=key())
    assert (CatalogueStatus.PROPOSED, "editor", 1) == (made.status, made.proposed_by, made.version)
    assert ({made.catalogue_id: made}, 1) == (stores.catalogues.kept, len(stores.audit.rows))
    with pytest.raises(IdempotencyKeyReused):
        propose(EDITOR, **GOOD | {"name": "Other"}, key=key(body=b"2" * 32))
    assert {made.catalogue_id: made} == stores.catalogues.kept


def test_an_address_inside_is_refused(propose, stores) -> None:
    with pytest.raises(Invalid):
        propose(EDITOR, **GOOD | {"url": "https://10.0.0.1/c"}, key=key())
    assert {} == stores.catalogues.kept


def test_there_are_no_more_than_there_may_be(propose, monkeypatch) -> None:
    monkeypatch.setattr(propose_catalogue, "MOST_CATALOGUES", 1)
    propose(EDITOR, **GOOD, key=key())
    with pytest.raises(TooManyCatalogues):
        propose(EDITOR, **GOOD, key=key("other"))
