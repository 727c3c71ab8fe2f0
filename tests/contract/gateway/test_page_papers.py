"""The editors' desk on the pages: what is listed, written, read over, approved and kept up."""

from html import unescape

import pytest

from chassis.errors import Invalid, Refusal, StaleVersion, Violation
from isp.content.v1 import attachments_pb2, content_pb2, document_pb2, upkeep_pb2
from isp.content.v1 import drafts_pb2 as pb
from isp.kernel.v1 import kernel_pb2
from services.content.domain import draft_errors
from services.content.domain.protective_marking import WHERE_INSTEAD
from tests.contract.gateway.browsing import Browsing
from tests.contract.gateway.editing_routes import DIGEST, DRAFT, STANDING
from tests.contract.gateway.route import DOCUMENT_ID, DRAFT_ID, KEY
from tests.contract.gateway.test_page_asking import heard

DESK = "/desk/advice"
NEW, HERE = f"{DESK}/new", f"{DESK}/drafts/{DRAFT_ID}"
KEPT = f"{DESK}/documents/{DOCUMENT_ID}"
SENT = {
    "kind": "GUIDANCE",
    "title": "Vans and crowds",
    "in_short": "In short.",
    "body": "# Vans and crowds\n\n**Keep** them <b>apart</b>.",
    "language": "en-GB",
    "sharing": "AMBER/VERIFIED",
    "tags": "vans, crowds",
    "sources": "One\r\nTwo",
    "sectors": ["retail"],
    "review_on": "2027-11-24",
    "publish_at": "2027-07-01T09:00",
    "teaser": "There is more.",
    "receipt": "COUNTED",
    "teaser_confirmed": "y",
    "key": KEY,
    "do": "keep",
}


def a_draft(**given: object) -> pb.GetDraftResponse:
    """What the service answers about a draft, unless said otherwise."""
    draft = pb.Draft()
    draft.CopyFrom(DRAFT)
    for name, value in given.items():
        setattr(draft, name, value)
    return pb.GetDraftResponse(draft=draft, standing=STANDING, differences=_DIFFERENCES)


_DIFFERENCES = [
    pb.Difference(
        field="body",
        pieces=[
            pb.DifferencePiece(side=pb.DIFFERENCE_SIDE_BEFORE, text="<script>old</script>"),
            pb.DifferencePiece(side=pb.DIFFERENCE_SIDE_AFTER, text="new & plain"),
        ],
    )
]


def test_the_desk_lists_drafts_by_state_and_what_is_due(browsing: Browsing) -> None:
    browsing.sign_in()
    page = unescape(browsing.get(DESK).text)
    for said in (
        "Waits for approval (1)",
        "Being written (0)",
        "Reviews that are overdue (1)",
        "Taken back by themselves (1)",
        "More people may read it",
        f'href="{HERE}"',
        f'href="{KEPT}"',
    ):
        assert said in page
    assert "Desg cyngor" in unescape(browsing.get(f"/cy{DESK}").text)


def test_a_draft_says_all_that_the_form_says(browsing: Browsing) -> None:
    browsing.sign_in()
    done = browsing.post(NEW, SENT)
    assert (302, HERE) == (done.status_code, done.location)
    (asked,) = heard(browsing, "CreateDraft")
    said = asked.proposal.content
    assert (document_pb2.DOCUMENT_KIND_GUIDANCE, ["vans", "crowds"], ["One", "Two"]) == (
        said.kind,
        list(said.tags),
        list(said.sources),
    )
    assert (
        kernel_pb2.Marking(tlp=kernel_pb2.TLP_AMBER, minimum_tier=kernel_pb2.TIER_VERIFIED)
        == said.marking
    )
    assert (True, "2027-11-24", "2027-07-01T08:00:00Z", KEY) == (
        asked.proposal.teaser_confirmed,
        asked.proposal.review_on,
        asked.proposal.publish_at.ToJsonString(),
        asked.idempotency_key,
    )
    assert not asked.proposal.HasField("withdraw_at")
    assert not said.HasField("video")
    assert document_pb2.RECEIPT_ASKED_COUNTED == asked.proposal.content.receipt


def test_a_preview_keeps_nothing_and_shows_no_html_of_the_text(browsing: Browsing) -> None:
    browsing.sign_in()
    answer = browsing.post(NEW, SENT | {"do": "preview"})
    assert (200, []) == (answer.status_code, heard(browsing, "CreateDraft"))
    assert "<strong>Keep</strong> them &lt;b&gt;apart&lt;/b&gt;" in answer.text
    assert 'value="There is more.' not in answer.text
    assert "There is more." in answer.text


@pytest.mark.parametrize("time", ["tomorrow", "2027-13-01T09:00", "9 o'clock"])
def test_a_time_that_is_none_is_said_at_its_field(browsing: Browsing, time: str) -> None:
    browsing.sign_in()
    answer = browsing.post(NEW, SENT | {"publish_at": time})
    assert (400, []) == (answer.status_code, heard(browsing, "CreateDraft"))
    assert 'href="#publish_at"' in answer.text


def test_a_marking_that_does_not_belong_here_is_told_at_its_field(browsing: Browsing) -> None:
    browsing.sign_in()
    wrong = Invalid(
        Violation("content.body", WHERE_INSTEAD),
        Violation("content.summary", "must have 1 to 400 characters"),
    )
    browsing.gateway.backend.refuse(wrong, "CreateDraft")
    answer = browsing.post(NEW, SENT)
    assert 400 == answer.status_code
    assert 'href="#body"' in answer.text
    assert 'href="#in_short"' in answer.text
    assert "tell your security officer" in answer.text
    assert KEY not in answer.text, "a corrected form is another request"
    browsing.gateway.backend.refuse(wrong, "CreateDraft")
    welsh = unescape(browsing.post(f"/cy{NEW}", SENT).text)
    assert "swyddog diogelwch" in welsh


def test_a_draft_shows_what_would_change_as_plain_text(browsing: Browsing) -> None:
    browsing.sign_in()
    browsing.gateway.backend.answers["GetDraft"] = a_draft()
    page = browsing.get(HERE).text
    assert "&lt;script&gt;old&lt;/script&gt;" in page
    assert "<script>old" not in page
    assert "<del>" in page
    assert "new &amp; plain" in page


def test_who_had_a_hand_in_it_is_offered_no_approval(browsing: Browsing) -> None:
    browsing.sign_in()
    assert f'value="{DIGEST.hex()}"' in browsing.get(HERE).text
    browsing.gateway.backend.answers["GetDraft"] = a_draft(your_hand=True)
    own = browsing.get(HERE).text
    assert DIGEST.hex() not in own
    assert "a colleague must approve it" in own
    waits = a_draft(status=pb.DRAFT_STATUS_DRAFT)
    browsing.gateway.backend.answers["GetDraft"] = waits
    assert DIGEST.hex() not in browsing.get(HERE).text
    open_to_all = a_draft(status=pb.DRAFT_STATUS_DRAFT, needs_second_person=False, your_hand=True)
    browsing.gateway.backend.answers["GetDraft"] = open_to_all
    assert f'value="{DIGEST.hex()}"' in browsing.get(HERE).text
    browsing.gateway.backend.answers["GetDraft"] = a_draft(outdated=True)
    late = browsing.get(HERE).text
    assert DIGEST.hex() not in late
    assert "Go over the draft" in late


def test_each_button_does_its_deed_to_what_was_read(browsing: Browsing) -> None:
    browsing.sign_in()
    browsing.post(HERE, {"do": "approve", "digest": DIGEST.hex()})
    assert DIGEST == heard(browsing, "ApproveDraft")[0].read_digest
    for do, rpc in (("submit", "SubmitDraft"), ("discard", "DiscardDraft")):
        done = browsing.post(HERE, {"do": do, "version": "3"})
        assert (302, HERE) == (done.status_code, done.location)
        assert 3 == heard(browsing, rpc)[0].expected_version
    empty = browsing.post(HERE, {"do": "return", "version": "3", "reason": ""})
    assert (400, []) == (empty.status_code, heard(browsing, "ReturnDraft"))
    browsing.post(HERE, {"do": "return", "version": "3", "reason": "Say which."})
    assert "Say which." == heard(browsing, "ReturnDraft")[0].reason
    for bad in ({"do": "other"}, {"do": "approve", "digest": "zz"}, {"do": "submit"}):
        assert 400 == browsing.post(HERE, bad).status_code


@pytest.mark.parametrize(
    ("refusal", "status"),
    [
        (draft_errors.SelfApproval("x"), 403),
        (draft_errors.VersionChanged("x"), 409),
        (draft_errors.DraftOutdated("x"), 409),
        (draft_errors.IllegalDraftTransition("x"), 409),
    ],
)
def test_a_refusal_is_said_on_the_drafts_own_page(
    browsing: Browsing, refusal: Refusal, status: int
) -> None:
    browsing.sign_in()
    browsing.gateway.backend.refuse(refusal, "ApproveDraft")
    answer = browsing.post(HERE, {"do": "approve", "digest": DIGEST.hex()})
    assert status == answer.status_code
    assert "govuk-error-summary" in answer.text


def test_a_change_keeps_what_the_form_cannot_say(browsing: Browsing) -> None:
    browsing.sign_in()
    form = unescape(browsing.get(f"{HERE}/edit").text)
    assert 'value="2026-11-24T12:00"' in form
    browsing.post(f"{HERE}/edit", SENT | {"sharing": "KEEP", "version": "3"})
    (asked,) = heard(browsing, "ChangeDraft")
    said = asked.proposal.content
    assert (DRAFT.proposal.content.marking, DOCUMENT_ID) == (said.marking, said.translation_of)
    assert (3, 2) == (asked.expected_version, asked.base_version)
    browsing.gateway.backend.refuse(StaleVersion("x"), "ChangeDraft")
    stale = browsing.post(f"{HERE}/edit", SENT | {"version": "3", "in_short": "What I typed."})
    assert 412 == stale.status_code
    assert "What I typed." in stale.text


def test_the_next_version_of_a_document_says_what_changed(browsing: Browsing) -> None:
    browsing.sign_in()
    answers = browsing.gateway.backend.answers
    answers["GetDocument"] = content_pb2.GetDocumentResponse(document=STANDING)
    assert "Vans and crowds" in browsing.get(f"{KEPT}/edit").text
    more = {"note": "Other bollards.", "material": "y", "take_over": "y", "version": "2"}
    browsing.post(f"{KEPT}/edit", SENT | more)
    (asked,) = heard(browsing, "CreateDraft")
    assert (DOCUMENT_ID, 2, True, "Other bollards.", True) == (
        asked.document_id,
        asked.base_version,
        asked.take_over,
        asked.proposal.note,
        asked.proposal.material,
    )


def test_a_document_is_kept_up_reviewed_ended_and_withdrawn(browsing: Browsing) -> None:
    browsing.sign_in()
    page = unescape(browsing.get(KEPT).text)
    for said in ("2027-11-24", "Other bollards.", "by two people", "readers are told"):
        assert said in page
    acts = (
        ({"do": "review", "review_on": "2027-01-01", "take_over": "y"}, "ReviewDocument"),
        ({"do": "end", "withdraw_at": "2027-01-01T09:00", "reason": "Over."}, "PlanWithdrawal"),
        ({"do": "withdraw", "reason": "Wrong."}, "WithdrawDocument"),
    )
    for sent, rpc in acts:
        done = browsing.post(KEPT, sent | {"version": "2"})
        assert (302, KEPT) == (done.status_code, done.location)
        assert 2 == heard(browsing, rpc)[0].expected_version
    assert ("2027-01-01", True) == (
        heard(browsing, "ReviewDocument")[0].review_on,
        heard(browsing, "ReviewDocument")[0].take_over,
    )
    assert "2027-01-01T09:00:00Z" == (
        heard(browsing, "PlanWithdrawal")[0].withdraw_at.ToJsonString()
    )
    empty = browsing.post(KEPT, {"do": "withdraw", "reason": "", "version": "2"})
    assert (400, 1) == (empty.status_code, len(heard(browsing, "WithdrawDocument")))
    assert 400 == browsing.post(KEPT, {"do": "other", "version": "2"}).status_code


def test_a_version_is_compared_with_the_one_before_or_another(browsing: Browsing) -> None:
    browsing.sign_in()
    page = browsing.get(f"{KEPT}/versions/7").text
    assert "What changed since version 6" in page
    assert "&lt;b&gt;queues" in page
    browsing.get(f"{KEPT}/versions/7?since=2")
    browsing.get(f"{KEPT}/versions/7?since=x")
    browsing.get(f"{KEPT}/versions/1")
    assert [6, 2, 0, 0] == [each.since_version for each in heard(browsing, "GetVersion")]


def test_nothing_that_is_due_is_said_plainly(browsing: Browsing) -> None:
    browsing.sign_in()
    answers = browsing.gateway.backend.answers
    answers["ListDueDocuments"] = upkeep_pb2.ListDueDocumentsResponse()
    answers["ListDrafts"] = pb.ListDraftsResponse()
    page = browsing.get(DESK).text
    assert "Reviews that are overdue (0)" in page
    assert 6 <= page.count("There is none.")


def test_the_desk_is_for_who_signed_in(browsing: Browsing) -> None:
    for path in (DESK, NEW, HERE, f"{HERE}/edit", KEPT, f"{KEPT}/edit", f"{KEPT}/versions/1"):
        away = browsing.get(path)
        assert 302 == away.status_code
        assert "/auth/sign-in" in away.location


FILES = [
    attachments_pb2.Attachment(
        attachment_id=f"{number:08d}-0000-4000-8000-000000000000",
        document_id=DOCUMENT_ID,
        state=state,
        name=name,
        media_type=media_type,
    )
    for number, (name, media_type, state) in enumerate(
        (
            ("Vans.webm", "video/webm", attachments_pb2.ATTACHMENT_STATE_STANDING),
            ("Vans.vtt", "text/vtt", attachments_pb2.ATTACHMENT_STATE_STANDING),
            ("Waiting.mp4", "video/mp4", attachments_pb2.ATTACHMENT_STATE_QUARANTINED),
        )
    )
]


def test_a_film_is_chosen_from_the_files_of_its_document(browsing: Browsing) -> None:
    browsing.sign_in()
    browsing.gateway.backend.answers["ListAttachments"] = attachments_pb2.ListAttachmentsResponse(
        attachments=FILES
    )
    page = unescape(browsing.get(f"{KEPT}/edit").text)
    assert ">Vans.webm<" in page
    assert "Waiting.mp4" not in page
    film, captions = (f"attachment:{each.attachment_id}" for each in FILES[:2])
    sent = SENT | {"kind": "VIDEO", "film": film, "captions": captions, "transcript": "A van."}
    assert 302 == browsing.post(f"{KEPT}/edit", {**sent, "version": "3"}).status_code
    (asked,) = heard(browsing, "CreateDraft")
    assert (film, captions, "A van.", "") == (
        asked.proposal.content.video.film,
        asked.proposal.content.video.captions,
        asked.proposal.content.video.transcript,
        asked.proposal.content.video.signed_film,
    )
    sent["film"] = captions
    assert 400 == browsing.post(f"{KEPT}/edit", {**sent, "version": "3"}).status_code


def test_a_new_document_offers_no_film_and_says_why(browsing: Browsing) -> None:
    browsing.sign_in()
    assert "Publish the document without its film first" in browsing.get(NEW).text


PERSON = "33333333-3333-4333-8333-333333333333"


def test_people_are_named_by_address_or_id_and_the_editor_always(browsing: Browsing) -> None:
    browsing.sign_in()
    lines = f"owner@cafe.example\r\n{DRAFT_ID.upper()}"
    sent = SENT | {"sharing": "RED/VERIFIED", "named_people": lines, "teaser": ""}
    assert 302 == browsing.post(NEW, sent).status_code
    (named,) = heard(browsing, "NamePeople")
    assert ["owner@cafe.example"] == list(named.emails)
    (asked,) = heard(browsing, "CreateDraft")
    marking = asked.proposal.content.marking
    assert (kernel_pb2.TLP_RED, kernel_pb2.TIER_VERIFIED) == (marking.tlp, marking.minimum_tier)
    assert {PERSON, DRAFT_ID} == set(marking.named_subjects)
    browsing.gateway.backend.heard.clear()
    browsing.post(NEW, sent | {"named_people": DRAFT_ID})
    assert [] == list(heard(browsing, "NamePeople"))
    (alone,) = heard(browsing, "CreateDraft")
    assert {PERSON, DRAFT_ID} == set(alone.proposal.content.marking.named_subjects), "the editor"


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"named_people": "Bob"}, "must be an e-mail address or an id on each line"),
        ({"named_people": "\n".join(["a@b.example"] * 51)}, "must be at most 50"),
        (
            {"named_people": "a@b.example", "sharing": "AMBER/VERIFIED"},
            "are for what is shared with named people alone",
        ),
    ],
)
def test_what_names_nobody_is_refused_before_anyone_is_asked(
    browsing: Browsing, more: dict[str, str], said: str
) -> None:
    browsing.sign_in()
    answer = browsing.post(NEW, SENT | {"sharing": "RED/VERIFIED"} | more)
    assert 400 == answer.status_code
    assert said in unescape(answer.text)
    assert [] == list(heard(browsing, "NamePeople"))
    assert [] == list(heard(browsing, "CreateDraft"))


@pytest.mark.parametrize(
    ("named", "said"),
    [([PERSON], "This one is among those"), ([DRAFT_ID], "This one is not among those")],
)
def test_an_approver_asks_whether_somebody_is_named(
    browsing: Browsing, named: list[str], said: str
) -> None:
    browsing.sign_in()
    found = a_draft()
    found.draft.proposal.content.marking.named_subjects[:] = named
    browsing.gateway.backend.answers["GetDraft"] = found
    page = browsing.post(HERE, {"do": "who", "who": "owner@cafe.example"})
    assert 200 == page.status_code
    assert said in unescape(page.text)
    assert 400 == browsing.post(HERE, {"do": "who", "who": "Bob"}).status_code
