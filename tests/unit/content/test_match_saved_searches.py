"""Holding what is published against every saved search."""

from uuid import uuid4

import pytest

from kernel.markings import Marking, Tlp
from kernel.tiers import Tier
from services.content.domain.events import SavedSearchMatched
from services.content.usecases.match_saved_searches import MatchSavedSearches
from tests.fakes.content import AMBER, NOON, READER, VERIFIED, content, published
from tests.fakes.content_saved import saved_search


@pytest.fixture
def match(unit_of_work, clock, stores):
    stores.readers.known |= {"reader": READER, "verified": VERIFIED, "suspended": None}
    return MatchSavedSearches(unit_of_work=unit_of_work, clock=clock)


def _matched(stores) -> set[tuple[str, object]]:
    return {
        (stores.saved_searches.kept[saved].owner, document)
        for saved, documents in stores.saved_searches.matched.items()
        for document in documents
    }


def test_only_owners_who_may_read_it_are_told(match, stores) -> None:
    for owner in ("reader", "verified", "suspended", "unknown"):
        stores.saved_searches.add(saved_search(owner))
        stores.saved_searches.add(saved_search(owner, text="submarines"))
    stores.documents.add(open_one := published())
    stores.documents.add(secret := published(marking=AMBER))
    match(open_one.document_id, secret.document_id)
    assert {
        ("reader", open_one.document_id),
        ("verified", open_one.document_id),
        ("unknown", open_one.document_id),
        ("verified", secret.document_id),
    } == _matched(stores)
    told = [each for each in stores.outbox.events if isinstance(each, SavedSearchMatched)]
    assert 4 == len(told)


def test_once_for_a_document_however_often_it_comes(match, stores) -> None:
    stores.saved_searches.add(saved_search())
    stores.documents.add(document := published())
    for _ in range(3):
        match(document.document_id)
    stores.documents.save(document.revise(content(title="New"), by="e", at=NOON))
    match(document.document_id)
    assert 1 == len(stores.outbox.events)


def test_a_version_that_begins_to_match_is_told(match, stores) -> None:
    stores.saved_searches.add(saved_search(text="submarines"))
    stores.documents.add(document := published())
    match(document.document_id)
    assert set() == _matched(stores)
    stores.documents.save(document.revise(content(title="Submarines"), by="e", at=NOON))
    match(document.document_id)
    assert {("reader", document.document_id)} == _matched(stores)


def test_what_is_for_named_people_withdrawn_or_gone_matches_nothing(match, stores) -> None:
    red = Marking(tlp=Tlp.RED, minimum_tier=Tier.VERIFIED, named_subjects=frozenset({"verified"}))
    stores.saved_searches.add(saved_search("verified"))
    named, gone = published(marking=red), published().withdraw(by="e", at=NOON)
    for each in (named, gone):
        stores.documents.add(each)
        match(each.document_id)
    match(uuid4())
    assert set() == _matched(stores)
