"""Drafts through the front of content: nothing restricted stands on one person's word."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from google.protobuf.timestamp_pb2 import Timestamp

from isp.content.v1 import content_pb2, document_pb2
from isp.content.v1 import drafts_pb2 as pb
from isp.content.v1.content_pb2_grpc import ContentServiceStub
from isp.content.v1.drafts_pb2_grpc import DraftsServiceStub
from isp.kernel.v1 import kernel_pb2
from kernel.tiers import Tier
from tests.contract.content.editing import (
    approval_of,
    drafted,
    published_by_two,
    submitted,
    written,
)
from tests.fakes.content import MemoryContentStores
from tests.fakes.serving import Caller, Served, refusal

AMBER = written(kernel_pb2.TIER_VERIFIED)
LATER = datetime.now(UTC) + timedelta(days=2)


def time_of(at: datetime) -> Timestamp:
    moment = Timestamp()
    moment.FromDatetime(at)
    return moment


def test_a_second_person_lets_exactly_what_they_read_stand(
    drafts: DraftsServiceStub,
    content: ContentServiceStub,
    editor: Caller,
    colleague: Caller,
    server: Served,
) -> None:
    draft = submitted(drafts, editor, AMBER)
    assert (True, True, False) == (draft.needs_second_person, draft.your_hand, draft.outdated)
    with refusal() as refused:
        drafts.ApproveDraft(approval_of(draft), metadata=editor.metadata)
    assert ("PERMISSION_DENIED", "SELF_APPROVAL") == refused.status_and_reason
    other = pb.ApproveDraftRequest(draft_id=draft.draft_id, read_digest=b"x" * 32)
    with refusal() as refused:
        drafts.ApproveDraft(other, metadata=colleague.metadata)
    assert ("ABORTED", "VERSION_CHANGED") == refused.status_and_reason
    approved = drafts.ApproveDraft(approval_of(draft), metadata=colleague.metadata)
    assert pb.DRAFT_STATUS_PUBLISHED == approved.draft.status
    assert editor.subject == approved.document.owner
    read = content_pb2.GetDocumentRequest(document_id=approved.document.document_id)
    verified = server.caller(tier=Tier.VERIFIED)
    assert AMBER == content.GetDocument(read, metadata=verified.metadata).document.content
    with refusal() as refused:
        drafts.ApproveDraft(approval_of(draft), metadata=colleague.metadata)
    assert ("FAILED_PRECONDITION", "ILLEGAL_TRANSITION") == refused.status_and_reason


def test_whoever_changed_it_last_has_a_hand_in_it_too(
    drafts: DraftsServiceStub, editor: Caller, colleague: Caller, server: Served
) -> None:
    draft = submitted(drafts, editor, AMBER)
    request = pb.ChangeDraftRequest(
        draft_id=draft.draft_id,
        expected_version=draft.version,
        proposal=pb.Proposal(content=written(kernel_pb2.TIER_VERIFIED, title="Other")),
    )
    changed = drafts.ChangeDraft(request, metadata=colleague.metadata).draft
    assert pb.DRAFT_STATUS_DRAFT == changed.status
    assert draft.digest != changed.digest
    third = server.caller("editor", tier=Tier.TRUSTED)
    with refusal() as refused:
        drafts.ApproveDraft(approval_of(changed), metadata=third.metadata)
    assert ("FAILED_PRECONDITION", "ILLEGAL_TRANSITION") == refused.status_and_reason
    again = pb.SubmitDraftRequest(draft_id=draft.draft_id, expected_version=changed.version)
    waits = drafts.SubmitDraft(again, metadata=colleague.metadata).draft
    for hand in (editor, colleague):
        with refusal() as refused:
            drafts.ApproveDraft(approval_of(waits), metadata=hand.metadata)
        assert ("PERMISSION_DENIED", "SELF_APPROVAL") == refused.status_and_reason
    drafts.ApproveDraft(approval_of(waits), metadata=third.metadata)


def test_what_everyone_may_read_one_person_lets_stand(
    drafts: DraftsServiceStub, content: ContentServiceStub, editor: Caller
) -> None:
    draft = drafted(drafts, editor, written())
    assert not draft.needs_second_person
    document = drafts.ApproveDraft(approval_of(draft), metadata=editor.metadata).document
    request = content_pb2.GetDocumentRequest(document_id=document.document_id)
    assert written() == content.GetDocument(request).document.content


def test_what_was_not_for_everyone_does_not_become_so_by_one_person(
    drafts: DraftsServiceStub, editor: Caller, colleague: Caller
) -> None:
    """Neither by a draft of the next version, nor by a draft that was restricted at first."""
    document = published_by_two(drafts, editor, colleague, AMBER)
    wider = drafted(drafts, editor, written(), of=document)
    assert (True, True) == (wider.downgrade, wider.needs_second_person)
    first = drafted(drafts, editor, AMBER)
    request = pb.ChangeDraftRequest(
        draft_id=first.draft_id, expected_version=1, proposal=pb.Proposal(content=written())
    )
    lowered = drafts.ChangeDraft(request, metadata=editor.metadata).draft
    for each in (wider, lowered):
        with refusal() as refused:
            drafts.ApproveDraft(approval_of(each), metadata=editor.metadata)
        assert ("PERMISSION_DENIED", "SELF_APPROVAL") == refused.status_and_reason


@pytest.mark.parametrize("rpc", ["SubmitDraft", "ApproveDraft"])
def test_both_people_show_a_fresh_second_factor(
    drafts: DraftsServiceStub, editor: Caller, server: Served, rpc: str
) -> None:
    draft = submitted(drafts, editor, AMBER)
    stale = server.caller("editor", tier=Tier.TRUSTED, aal2=False)
    request = (
        approval_of(draft)
        if rpc == "ApproveDraft"
        else pb.SubmitDraftRequest(draft_id=draft.draft_id, expected_version=draft.version)
    )
    with refusal() as refused:
        getattr(drafts, rpc)(request, metadata=stale.metadata)
    assert ("UNAUTHENTICATED", "STEP_UP_REQUIRED") == refused.status_and_reason


def test_a_draft_is_sent_back_mended_and_submitted_again(
    drafts: DraftsServiceStub, editor: Caller, colleague: Caller
) -> None:
    draft = submitted(drafts, editor, AMBER)
    back = pb.ReturnDraftRequest(
        draft_id=draft.draft_id, expected_version=draft.version, reason="Say which bollards."
    )
    returned = drafts.ReturnDraft(back, metadata=colleague.metadata).draft
    assert (pb.DRAFT_STATUS_RETURNED, "Say which bollards.") == (
        returned.status,
        returned.returned_because,
    )
    with refusal() as refused:
        drafts.ReturnDraft(back, metadata=colleague.metadata)
    assert ("ABORTED", "STALE_VERSION") == refused.status_and_reason
    again = pb.SubmitDraftRequest(draft_id=draft.draft_id, expected_version=returned.version)
    assert "" == drafts.SubmitDraft(again, metadata=editor.metadata).draft.returned_because


def test_what_was_given_up_becomes_nothing(drafts: DraftsServiceStub, editor: Caller) -> None:
    draft = drafted(drafts, editor, written())
    request = pb.DiscardDraftRequest(draft_id=draft.draft_id, expected_version=1)
    assert pb.DRAFT_STATUS_DISCARDED == (
        drafts.DiscardDraft(request, metadata=editor.metadata).draft.status
    )
    with refusal() as refused:
        drafts.ApproveDraft(approval_of(draft), metadata=editor.metadata)
    assert ("FAILED_PRECONDITION", "ILLEGAL_TRANSITION") == refused.status_and_reason
    assert not drafts.ListDrafts(pb.ListDraftsRequest(), metadata=editor.metadata).drafts


def test_an_editor_who_may_not_read_it_finds_no_draft(
    drafts: DraftsServiceStub, editor: Caller, colleague: Caller, server: Served
) -> None:
    """Nor one that would show everyone what they may not read."""
    outsider = server.caller("editor", tier=Tier.REGISTERED)
    document = published_by_two(drafts, editor, colleague, AMBER)
    hidden = [drafted(drafts, editor, AMBER), drafted(drafts, editor, written(), of=document)]
    for draft_id in (*(each.draft_id for each in hidden), str(uuid4())):
        with refusal() as refused:
            drafts.GetDraft(pb.GetDraftRequest(draft_id=draft_id), metadata=outsider.metadata)
        assert ("NOT_FOUND", "DRAFT_NOT_FOUND") == refused.status_and_reason
    everything = pb.ListDraftsRequest(page_size=100)
    assert not drafts.ListDrafts(everything, metadata=outsider.metadata).drafts
    assert 2 == len(drafts.ListDrafts(everything, metadata=colleague.metadata).drafts)


def test_a_draft_from_an_older_version_is_gone_over_first(
    drafts: DraftsServiceStub, content: ContentServiceStub, editor: Caller
) -> None:
    request = content_pb2.PublishDocumentRequest(content=written(), idempotency_key=str(uuid4()))
    document = content.PublishDocument(request, metadata=editor.metadata).document
    draft = drafted(drafts, editor, written(title="Mine"), of=document)
    content.ReviseDocument(
        content_pb2.ReviseDocumentRequest(
            document_id=document.document_id, expected_version=1, content=written(title="Theirs")
        ),
        metadata=editor.metadata,
    )
    with refusal() as refused:
        drafts.ApproveDraft(approval_of(draft), metadata=editor.metadata)
    assert ("ABORTED", "DRAFT_OUTDATED") == refused.status_and_reason
    read = drafts.GetDraft(pb.GetDraftRequest(draft_id=draft.draft_id), metadata=editor.metadata)
    assert (True, "Theirs") == (read.draft.outdated, read.standing.content.title)
    (title,) = read.differences
    assert ("title", ["Theirs", "Mine"]) == (title.field, [each.text for each in title.pieces])
    over = pb.ChangeDraftRequest(
        draft_id=draft.draft_id,
        expected_version=1,
        base_version=1,
        proposal=pb.Proposal(content=written(title="Both")),
    )
    with refusal() as refused:
        drafts.ChangeDraft(over, metadata=editor.metadata)
    assert ("ABORTED", "STALE_VERSION") == refused.status_and_reason
    over.base_version = 2
    mended = drafts.ChangeDraft(over, metadata=editor.metadata).draft
    stands = drafts.ApproveDraft(approval_of(mended), metadata=editor.metadata).document
    assert (3, "Both") == (stands.version, stands.content.title)


def test_what_is_approved_for_later_is_not_there_before(
    drafts: DraftsServiceStub,
    content: ContentServiceStub,
    editor: Caller,
    colleague: Caller,
    stores: MemoryContentStores,
) -> None:
    draft = submitted(drafts, editor, AMBER, publish_at=time_of(LATER))
    approved = drafts.ApproveDraft(approval_of(draft), metadata=colleague.metadata)
    assert pb.DRAFT_STATUS_SCHEDULED == approved.draft.status
    assert not approved.HasField("document")
    assert {} == stores.documents.kept
    stop = pb.ReturnDraftRequest(
        draft_id=draft.draft_id, expected_version=approved.draft.version, reason="Not yet."
    )
    stopped = drafts.ReturnDraft(stop, metadata=editor.metadata).draft
    assert pb.DRAFT_STATUS_RETURNED == stopped.status


def test_every_wrong_field_is_named_at_once(drafts: DraftsServiceStub, editor: Caller) -> None:
    past = time_of(datetime(2020, 1, 1, tzinfo=UTC))
    request = pb.CreateDraftRequest(
        proposal=pb.Proposal(
            content=written(title="TOP SECRET"),
            review_on="2020-01-01",
            material=True,
            publish_at=past,
            withdraw_at=past,
        ),
        idempotency_key=str(uuid4()),
    )
    with refusal() as refused:
        drafts.CreateDraft(request, metadata=editor.metadata)
    assert ("INVALID_ARGUMENT", "INVALID") == refused.status_and_reason
    request.proposal.content.title = "Vans"
    with refusal() as refused:
        drafts.CreateDraft(request, metadata=editor.metadata)
    assert {"review_on", "note", "publish_at", "withdraw_at"} == {
        each.field for each in refused.said.violations
    }
    request.proposal.review_on = "x"
    request.proposal.publish_at.seconds = 10**14
    with refusal() as refused:
        drafts.CreateDraft(request, metadata=editor.metadata)
    assert {"review_on", "publish_at"} == {each.field for each in refused.said.violations}


def test_a_teaser_is_the_owners_word(
    drafts: DraftsServiceStub, editor: Caller, colleague: Caller
) -> None:
    teased = written(kernel_pb2.TIER_VERIFIED, teaser="An assessment of vehicles.")
    with refusal() as refused:
        drafted(drafts, editor, teased)
    assert ("FAILED_PRECONDITION", "TEASER_NOT_CONFIRMED") == refused.status_and_reason
    document = published_by_two(drafts, editor, colleague, teased, teaser_confirmed=True)
    other = written(kernel_pb2.TIER_VERIFIED, teaser="All that we know.")
    with refusal() as refused:
        drafted(drafts, colleague, other, of=document, teaser_confirmed=True)
    assert ("PERMISSION_DENIED", "TEASER_OF_OWNER") == refused.status_and_reason
    taken = drafted(drafts, colleague, other, of=document, teaser_confirmed=True, take_over=True)
    assert taken.owned_by_you
    kept = drafted(drafts, colleague, teased, of=document)
    assert not kept.owned_by_you
    mine = drafted(drafts, editor, other, of=document, teaser_confirmed=True)
    for version in (1, 2):  # whoever goes over it leaves the owner's word as it is
        request = pb.ChangeDraftRequest(
            draft_id=mine.draft_id,
            expected_version=version,
            base_version=document.version,
            proposal=pb.Proposal(content=other),
        )
        changed = drafts.ChangeDraft(request, metadata=colleague.metadata).draft
        assert changed.proposal.teaser_confirmed


def test_the_same_key_gives_the_same_draft(drafts: DraftsServiceStub, editor: Caller) -> None:
    request = pb.CreateDraftRequest(
        proposal=pb.Proposal(content=written()), idempotency_key=str(uuid4())
    )
    first, again = (drafts.CreateDraft(request, metadata=editor.metadata) for _ in range(2))
    assert first == again
    assert 1 == len(drafts.ListDrafts(pb.ListDraftsRequest(), metadata=editor.metadata).drafts)


def test_drafts_are_listed_by_state_a_page_at_a_time_without_their_bodies(
    drafts: DraftsServiceStub, editor: Caller
) -> None:
    film = document_pb2.Video(
        film="https://films.example/1",
        captions="https://films.example/1.vtt",
        transcript="A van stops.",
    )
    said = written(kind=document_pb2.DOCUMENT_KIND_VIDEO, video=film)
    for _ in range(2):
        drafted(drafts, editor, said)
    submitted(drafts, editor, AMBER)
    asked = pb.ListDraftsRequest(statuses=[pb.DRAFT_STATUS_DRAFT], page_size=1)
    first = drafts.ListDrafts(asked, metadata=editor.metadata)
    asked.page_token = first.next_page_token
    second = drafts.ListDrafts(asked, metadata=editor.metadata)
    ids = {each.draft_id for page in (first, second) for each in page.drafts}
    assert (2, "") == (len(ids), second.next_page_token)
    (shown,) = first.drafts
    assert ("", False) == (
        shown.proposal.content.body,
        shown.proposal.content.HasField("video"),
    )
    with refusal() as refused:
        drafts.ListDrafts(pb.ListDraftsRequest(statuses=[0]), metadata=editor.metadata)
    assert ["statuses[0]"] == [each.field for each in refused.said.violations]


def test_reading_a_red_draft_goes_on_record(
    drafts: DraftsServiceStub, editor: Caller, stores: MemoryContentStores
) -> None:
    marking = kernel_pb2.Marking(
        tlp=kernel_pb2.TLP_RED,
        minimum_tier=kernel_pb2.TIER_VERIFIED,
        named_subjects=[editor.subject],
    )
    draft = drafted(drafts, editor, written(marking=marking))
    drafts.GetDraft(pb.GetDraftRequest(draft_id=draft.draft_id), metadata=editor.metadata)
    *_, last = stores.audit.rows
    assert (editor.subject, "content:read-red", draft.draft_id) == last[:3]
