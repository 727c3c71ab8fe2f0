"""A film stands with its captions and its words, or not at all."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from chassis.errors import Invalid
from kernel.idempotency import RequestKey
from services.content.domain.attachment import Attachment, State
from services.content.domain.attachment_errors import AttachmentInUse, FilmNotReady
from services.content.domain.attachment_kind import FileKind
from services.content.domain.document import Document, DocumentContent, Kind
from services.content.domain.draft import Draft
from services.content.domain.draft_status import DraftStatus
from services.content.domain.proposal import Proposal
from services.content.domain.video import Video
from services.content.usecases.approve_draft import ApproveDraft
from services.content.usecases.create_draft import CreateDraft
from services.content.usecases.publish_document import PublishDocument
from services.content.usecases.publish_due_drafts import FILM_GONE, PublishDueDrafts
from services.content.usecases.remove_attachment import RemoveAttachment
from services.content.usecases.revise_document import ReviseDocument
from tests.fakes.content import AMBER, EDITOR, NOON, content, published
from tests.fakes.content_attachments import attachment
from tests.fakes.plumbing import FreshIds

KEY = RequestKey(rpc="x", key=str(uuid4()), body_digest=b"d")
KINDS = {
    "film": FileKind.WEBM,
    "captions": FileKind.VTT,
    "signed_film": FileKind.MP4,
    "poster": FileKind.PNG,
}


@pytest.fixture
def document(stores) -> Document:
    stores.documents.add(made := published())
    return made


@pytest.fixture
def files(stores, document) -> dict[str, Attachment]:
    made = {
        name: attachment(document_id=document.document_id, kind=kind)
        for name, kind in KINDS.items()
    }
    for each in made.values():
        stores.attachments.add(each)
    return made


@pytest.fixture
def revise(unit_of_work, clock) -> ReviseDocument:
    return ReviseDocument(unit_of_work=unit_of_work, clock=clock)


def film(ids: dict[str, UUID], **given: str) -> DocumentContent:
    places = {name: f"attachment:{each}" for name, each in ids.items()}
    said = {"transcript": "A van stops."} | places | given
    return content(kind=Kind.VIDEO, video=Video(**said))


def ids_of(files: dict[str, Attachment]) -> dict[str, UUID]:
    return {name: each.attachment_id for name, each in files.items()}


def test_a_film_of_files_that_stand_is_a_document(revise, document, files) -> None:
    said = film(ids_of(files))
    stands = revise(EDITOR, document_id=document.document_id, expected_version=1, content=said)
    assert said.video == stands.content.video


@pytest.mark.parametrize("name", KINDS)
@pytest.mark.parametrize("wrong", ["another's", "of another kind", "waiting", "unknown"])
def test_a_file_that_is_not_there_to_be_shown_is_named(
    revise, stores, document, files, name: str, wrong: str
) -> None:
    ids = ids_of(files)
    if wrong == "another's":
        stores.attachments.save(replace(files[name], document_id=uuid4()))
    elif wrong == "of another kind":
        stores.attachments.save(replace(files[name], kind=FileKind.PDF))
    elif wrong == "waiting":
        stores.attachments.save(replace(files[name], state=State.UNCONFIRMED))
    else:
        ids[name] = uuid4()
    with pytest.raises(Invalid) as refused:
        revise(EDITOR, document_id=document.document_id, expected_version=1, content=film(ids))
    assert [f"content.video.{name}"] == [each.field for each in refused.value.violations]
    assert document == stores.documents.get(document.document_id)


@pytest.mark.parametrize("missing", ["captions", "transcript", "film"])
def test_without_captions_or_words_no_film_stands(revise, document, files, missing: str) -> None:
    said = film(ids_of(files), **{missing: ""})
    with pytest.raises(Invalid) as refused:
        revise(EDITOR, document_id=document.document_id, expected_version=1, content=said)
    assert [f"content.video.{missing}"] == [each.field for each in refused.value.violations]


def test_a_new_document_has_no_file_yet(unit_of_work, clock, files) -> None:
    said = film(ids_of(files))
    publish = PublishDocument(unit_of_work=unit_of_work, clock=clock, ids=FreshIds())
    draft = CreateDraft(unit_of_work=unit_of_work, clock=clock, ids=FreshIds())
    for refused in (
        lambda: publish(EDITOR, content=said, key=KEY),
        lambda: draft(
            EDITOR, document_id=None, base_version=0, proposal=Proposal(content=said), key=KEY
        ),
    ):
        with pytest.raises(Invalid):
            refused()


def test_a_rising_marking_waits_for_no_file(revise, stores, document, files) -> None:
    told = {"document_id": document.document_id}
    said = film(ids_of(files))
    revise(EDITOR, expected_version=1, content=said, **told)
    stores.attachments.save(replace(files["captions"], state=State.UNCONFIRMED))
    raised = revise(EDITOR, expected_version=2, content=replace(said, marking=AMBER), **told)
    assert AMBER == raised.content.marking


def waiting(stores, document: Document, said: DocumentContent, **given: object) -> Draft:
    draft = Draft.begun(
        uuid4(),
        Proposal(content=said, **given),
        document_id=document.document_id,
        standing=document,
        owner="editor",
        by="editor",
        at=NOON,
    )
    stores.drafts.add(draft)
    return draft


def test_an_approval_looks_again_at_the_files(unit_of_work, clock, stores, document, files) -> None:
    draft = waiting(stores, document, film(ids_of(files)))
    stores.attachments.save(replace(files["captions"], state=State.REMOVED))
    approve = ApproveDraft(unit_of_work=unit_of_work, clock=clock)
    with pytest.raises(FilmNotReady, match=r"content\.video\.captions"):
        approve(EDITOR, draft_id=draft.draft_id, read=draft.digest)
    assert document == stores.documents.get(document.document_id)


def test_at_its_time_too_and_it_goes_back_to_its_writers(
    unit_of_work, clock, stores, document, files
) -> None:
    soon = NOON + timedelta(hours=1)
    draft = waiting(stores, document, film(ids_of(files)), publish_at=soon)
    stores.readers.known["editor"] = EDITOR
    stores.drafts.save(draft.approve(standing=document, by="editor", read=draft.digest, at=NOON))
    stores.attachments.save(replace(files["film"], state=State.REMOVED))
    clock.pass_(hours=2)
    assert 1 == PublishDueDrafts(unit_of_work=unit_of_work, clock=clock)()
    back = stores.drafts.get(draft.draft_id)
    assert back.returned is not None
    assert (DraftStatus.RETURNED, FILM_GONE) == (back.status, back.returned.because)


def test_no_file_of_a_film_that_stands_is_taken_from_under_it(
    unit_of_work, clock, stores, revise, document, files
) -> None:
    remove = RemoveAttachment(unit_of_work=unit_of_work, clock=clock)
    told = {"document_id": document.document_id}
    revise(EDITOR, expected_version=1, content=film(ids_of(files)), **told)
    asked = {"attachment_id": files["captions"].attachment_id, "why": "Old."}
    with pytest.raises(AttachmentInUse):
        remove(EDITOR, expected_version=files["captions"].version, **asked)
    assert files["captions"] == stores.attachments.get(files["captions"].attachment_id)
    revise(EDITOR, expected_version=2, content=content(), **told)
    remove(EDITOR, expected_version=files["captions"].version, **asked)
    assert State.REMOVED is stores.attachments.get(files["captions"].attachment_id).state


def test_a_poster_is_part_of_what_is_approved() -> None:
    ids = {name: uuid4() for name in ("film", "captions")}
    draft, document = uuid4(), uuid4()
    digests = {
        Proposal(content=said).digest(draft, document, 1, "editor")
        for said in (film(ids), film(ids, poster=f"attachment:{uuid4()}"))
    }
    assert 2 == len(digests)
