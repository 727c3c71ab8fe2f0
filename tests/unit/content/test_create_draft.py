"""Writing a draft."""

from dataclasses import replace
from uuid import uuid4

import pytest

from chassis.errors import IdempotencyKeyReused, Invalid, StaleVersion
from kernel.idempotency import RequestKey
from services.content.domain.draft_errors import TooManyOpenDrafts
from services.content.domain.draft_status import DraftStatus
from services.content.domain.errors import (
    DocumentNotFound,
    DocumentWithdrawn,
    TeaserNotConfirmed,
    TeaserOfOwner,
)
from services.content.domain.partner_errors import DocumentOfPartner
from services.content.domain.proposal import Proposal
from services.content.usecases import create_draft
from services.content.usecases.create_draft import CreateDraft
from tests.fakes.content import (
    AMBER,
    EDITOR,
    NOON,
    content,
    looked_after,
    of_partner,
    published,
)
from tests.fakes.plumbing import FreshIds
from tests.unit.content.drafted import UNCLEARED, a_draft, proposal


@pytest.fixture
def create(unit_of_work, clock) -> CreateDraft:
    return CreateDraft(unit_of_work=unit_of_work, clock=clock, ids=FreshIds())


def key() -> RequestKey:
    return RequestKey(rpc="CreateDraft", key=str(uuid4()), body_digest=b"body")


def test_a_new_document_is_its_writers_and_stands_nowhere_yet(create, stores) -> None:
    draft, standing = create(EDITOR, proposal=proposal(), key=key())
    assert (None, DraftStatus.DRAFT, 1, 0) == (
        standing,
        draft.status,
        draft.version,
        draft.base_version,
    )
    assert ("editor", {"editor"}, True) == (draft.owner, draft.hands, draft.restricted)
    assert draft == stores.drafts.get(draft.draft_id)
    assert ({}, [], 1) == (stores.documents.kept, stores.outbox.events, len(stores.audit.rows))


def test_the_same_key_gives_the_same_draft(create, stores) -> None:
    once = key()
    first, _ = create(EDITOR, proposal=proposal(), key=once)
    again, _ = create(EDITOR, proposal=proposal(), key=once)
    assert (first, 1) == (again, len(stores.drafts.kept))


def test_a_key_that_came_with_another_body_is_refused(create, stores) -> None:
    once = key()
    first, _ = create(EDITOR, proposal=proposal(), key=once)
    with pytest.raises(IdempotencyKeyReused):
        create(EDITOR, proposal=proposal("Other"), key=replace(once, body_digest=b"other"))
    assert [first] == list(stores.drafts.kept.values())


@pytest.mark.parametrize(("take_over", "owner"), [(False, "owner"), (True, "editor")])
def test_the_owner_stays_unless_it_is_taken_over(create, stores, take_over, owner) -> None:
    stores.documents.add(document := looked_after(marking=AMBER))
    draft, standing = create(
        EDITOR,
        proposal=proposal(),
        key=key(),
        document_id=document.document_id,
        base_version=1,
        take_over=take_over,
    )
    assert (document, 1, owner) == (standing, draft.base_version, draft.owner)


def test_what_was_read_before_a_change_or_is_gone_or_hidden_is_no_ground(create, stores) -> None:
    stores.documents.add(document := published(marking=AMBER))
    stores.documents.add(gone := published().withdraw(by="editor", at=NOON))
    stores.documents.add(theirs := of_partner())
    for caller, document_id, version, refusal in (
        (EDITOR, document.document_id, 2, StaleVersion),
        (EDITOR, gone.document_id, 2, DocumentWithdrawn),
        (EDITOR, theirs.document_id, 1, DocumentOfPartner),
        (UNCLEARED, document.document_id, 1, DocumentNotFound),
        (EDITOR, uuid4(), 1, DocumentNotFound),
    ):
        with pytest.raises(refusal):
            create(
                caller,
                proposal=proposal(),
                key=key(),
                document_id=document_id,
                base_version=version,
            )
    assert ({}, []) == (stores.drafts.kept, stores.audit.rows)


def test_what_breaks_a_rule_is_named(create, stores) -> None:
    with pytest.raises(Invalid) as refused:
        create(EDITOR, proposal=proposal(title=""), key=key())
    assert ["content.title"] == [each.field for each in refused.value.violations]
    assert {} == stores.drafts.kept


def test_a_teaser_is_the_owners_word_and_said_to_be_for_anyone(create, stores) -> None:
    stores.documents.add(document := looked_after(marking=AMBER))
    teased = content(marking=AMBER, teaser="There is more.")
    with pytest.raises(TeaserNotConfirmed):
        create(EDITOR, proposal=Proposal(content=teased), key=key())
    with pytest.raises(TeaserOfOwner):
        create(
            EDITOR,
            proposal=Proposal(content=teased, teaser_confirmed=True),
            key=key(),
            document_id=document.document_id,
            base_version=1,
        )
    assert {} == stores.drafts.kept


def test_a_loop_that_writes_drafts_is_stopped(create, stores, monkeypatch) -> None:
    monkeypatch.setattr(create_draft, "MOST_OPEN", 2)
    for _ in range(2):
        a_draft(stores)
    with pytest.raises(TooManyOpenDrafts):
        create(EDITOR, proposal=proposal(), key=key())
    assert 2 == len(stores.drafts.kept)
