"""What changed since a bundle was taken."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from chassis.errors import Invalid
from kernel.principals import ANONYMOUS
from kernel.tiers import Tier
from services.content.domain.bundle import MOST_DOCUMENTS, held_from
from tests.clients.offline_bundle import BundleRefused, changed
from tests.fakes.content import AMBER, NOON, READER, VERIFIED, content, published
from tests.unit.content.bundles import Phone


@pytest.fixture
def phone(unit_of_work, clock) -> Phone:
    return Phone(unit_of_work, clock, VERIFIED)


def test_what_is_new_changed_and_gone_comes_and_nothing_else(phone, stores, clock) -> None:
    same, old, gone = published(), published(title="Old"), published(title="Gone")
    for each in (same, old, gone):
        stores.documents.add(each)
    phone.take()
    stores.documents.save(old.revise(content(title="Newer"), by="editor", at=NOON))
    stores.documents.save(gone.withdraw(by="editor", at=NOON))
    stores.documents.add(new := published(title="New"))
    clock.pass_(hours=2)
    said = phone.catch_up()
    assert {"Newer", "New"} == {each["title"] for each in said["documents"]}
    assert [str(gone.document_id)] == said["removed"]
    assert {str(each.document_id) for each in (same, old, new)} == set(phone.kept.documents)
    assert NOON + timedelta(hours=26) == phone.kept.entitled_until


def test_after_changes_a_phone_has_what_a_whole_bundle_has(phone, stores, unit_of_work, clock):
    for number in range(5):
        stores.documents.add(published(title=f"Document {number}"))
    phone.take()
    for each in list(stores.documents.kept.values())[:2]:
        stores.documents.save(each.withdraw(by="editor", at=NOON))
    phone.catch_up()
    other = Phone(unit_of_work, clock, VERIFIED)
    assert other.take() == phone.kept


def test_a_lost_right_a_raised_marking_and_a_random_id_look_the_same(
    phone, stores, unit_of_work, clock
) -> None:
    lost, raised = published(marking=AMBER), published()
    for each in (lost, raised):
        stores.documents.add(each)
    phone.take()
    phone.owner = replace(VERIFIED, tier=Tier.REGISTERED)
    stores.documents.save(raised.revise(content(marking=AMBER), by="editor", at=NOON))
    nothing = str(uuid4())
    phone.kept = replace(
        phone.kept, documents=phone.kept.documents | {nothing: {"digest": "x", "public": True}}
    )
    said = phone.catch_up()
    assert sorted([str(lost.document_id), str(raised.document_id), nothing]) == said["removed"]
    assert [] == said["documents"]
    assert {} == phone.kept.documents


def test_who_signed_out_keeps_what_everyone_may_read(phone, stores) -> None:
    open_, amber = published(), published(marking=AMBER)
    for each in (open_, amber):
        stores.documents.add(each)
    phone.take()
    phone.owner = ANONYMOUS
    said = phone.opened(phone.changes())
    assert ([], [str(amber.document_id)]) == (said["documents"], said["removed"])
    with pytest.raises(BundleRefused):
        changed(phone.kept, said)


def test_where_nothing_changed_it_is_small(phone, stores) -> None:
    for _ in range(81):
        stores.documents.add(published())
    phone.take()
    assert len(phone.changes()) <= 600


def test_changes_of_another_bundle_are_refused(phone, stores, unit_of_work, clock) -> None:
    stores.documents.add(published())
    whole = phone.opened(phone.file())
    phone.take()
    with pytest.raises(BundleRefused):
        changed(phone.kept, whole)
    said = phone.opened(phone.changes())
    stores.documents.add(published())
    later = phone.opened(phone.changes())
    assert changed(phone.kept, said)
    with pytest.raises(BundleRefused, match="not all"):
        changed(phone.kept, later | {"documents": []})
    other = Phone(unit_of_work, clock, READER)
    with pytest.raises(BundleRefused):
        other.opened(phone.changes())


def test_what_a_client_says_that_it_has_is_bounded() -> None:
    assert 1 == len(held_from({str(uuid4()): "x"}))
    for said in ({"x": "y"}, {str(uuid4()): "x" for _ in range(MOST_DOCUMENTS + 1)}):
        with pytest.raises(Invalid):
            held_from(said)
