"""Files of documents on the pages: on the document, and on the desk."""

import hashlib
import io
from html import unescape

import pytest

from chassis.errors import Invalid, StorageUnavailable, Violation
from isp.content.v1 import attachments_pb2 as pb
from services.content.domain import attachment_errors, partner_errors
from tests.contract.gateway.attachment_routes import UNCONFIRMED, UPLOADING, URL
from tests.contract.gateway.browsing import Browsing
from tests.contract.gateway.route import ATTACHMENT_ID, DOCUMENT_ID, KEY
from tests.contract.gateway.test_page_asking import heard

DESK = f"/desk/attachments/{DOCUMENT_ID}"
ONE = f"{DESK}/{ATTACHMENT_ID}"
FILE = f"/advice/{DOCUMENT_ID}/attachments/{ATTACHMENT_ID}"


def sent(browsing: Browsing, body: bytes, name: str = "Plan.pdf", **more: str):
    file = (io.BytesIO(body), name, "application/octet-stream")
    return browsing.post(DESK, {"file": file, "key": KEY, **more})


def test_a_document_shows_its_files_with_type_and_size_and_nothing_that_waits(
    browsing: Browsing,
) -> None:
    page = browsing.get(f"/advice/{DOCUMENT_ID}").text
    assert "Plan &lt;b&gt;.pdf" in page
    assert f'href="{FILE}"' in page
    for said in ("PDF, 1.2 MB", ">Files<"):
        assert said in page
    assert "Plan.docx" not in page, "it was refused"


def test_a_document_without_files_says_nothing_of_them(browsing: Browsing) -> None:
    browsing.gateway.backend.answers["ListAttachments"] = pb.ListAttachmentsResponse()
    assert ">Files<" not in browsing.get(f"/advice/{DOCUMENT_ID}").text


def test_files_that_cannot_be_asked_for_are_not_said_to_be_none(browsing: Browsing) -> None:
    browsing.gateway.backend.refuse(StorageUnavailable("x"), "ListAttachments")
    page = browsing.get(f"/advice/{DOCUMENT_ID}").text
    assert "The files of this document cannot be shown at the moment." in page


def test_a_file_is_opened_by_an_address_of_its_own_that_nobody_keeps(browsing: Browsing) -> None:
    answer = browsing.get(FILE)
    assert (302, URL) == (answer.status_code, answer.location)
    assert "no-store" in answer.headers["Cache-Control"]
    other = FILE.replace(DOCUMENT_ID, ATTACHMENT_ID)
    assert 404 == browsing.get(other).status_code
    browsing.gateway.backend.refuse(attachment_errors.AttachmentNotFound("x"), "OpenAttachment")
    assert 404 == browsing.get(FILE).status_code


def test_the_desk_says_where_each_file_stands_and_why_one_was_refused(browsing: Browsing) -> None:
    browsing.sign_in()
    page = unescape(browsing.get(DESK).text)
    for said in ("Shown to whoever may read", "Refused; nothing of it is kept", "macros in it"):
        assert said in page
    assert 'enctype="multipart/form-data"' in page
    assert f'href="{DESK}"' in browsing.get("/desk/attachments").text


def test_a_file_goes_to_content_piece_by_piece_with_its_digest(browsing: Browsing) -> None:
    browsing.sign_in()
    body = b"x" * (1024 * 1024 + 5)
    upload = pb.Attachment()
    upload.CopyFrom(UPLOADING)
    upload.pieces = 2
    browsing.gateway.backend.answers["BeginUpload"] = pb.BeginUploadResponse(
        attachment=upload, piece_bytes=1024 * 1024
    )
    done = sent(browsing, body)
    assert (302, DESK) == (done.status_code, done.location)
    (begun,) = heard(browsing, "BeginUpload")
    wanted = pb.BeginUploadRequest(
        document_id=DOCUMENT_ID,
        name="Plan.pdf",
        media_type="application/pdf",
        size=len(body),
        idempotency_key=KEY,
    )
    assert wanted == begun
    first, second = heard(browsing, "PutUploadPiece")
    assert ((0, body[: 1024 * 1024]), (1, b"xxxxx")) == (
        (first.number, first.body),
        (second.number, second.body),
    )
    (whole,) = heard(browsing, "FinishUpload")
    assert hashlib.sha256(body).hexdigest() == whole.digest


@pytest.mark.parametrize(
    ("refusal", "status", "said"),
    [
        (Invalid(Violation("name", "must be a file's name alone")), 400, "a file's name alone"),
        (attachment_errors.TooManyAttachments("x"), 429, "as many as there may be"),
        (StorageUnavailable("x"), 503, "cannot be kept"),
    ],
)
def test_what_is_refused_is_said_on_the_page(browsing: Browsing, refusal, status, said) -> None:
    browsing.sign_in()
    browsing.gateway.backend.refuse(refusal, "BeginUpload")
    answer = sent(browsing, b"hello")
    assert status == answer.status_code
    assert said in unescape(answer.text)
    assert [] == heard(browsing, "PutUploadPiece")


def test_no_file_and_an_empty_one_are_no_file(browsing: Browsing) -> None:
    browsing.sign_in()
    for answer in (sent(browsing, b""), browsing.post(DESK, {"key": KEY})):
        assert 400 == answer.status_code
        assert "choose a file that is not empty" in unescape(answer.text)
    assert [] == heard(browsing, "BeginUpload")


def test_what_is_too_large_for_a_page_is_refused(browsing: Browsing) -> None:
    browsing.sign_in()
    assert 413 == sent(browsing, bytes(27 * 1024 * 1024)).status_code
    assert [] == heard(browsing, "BeginUpload")


def test_a_second_person_confirms_and_who_brought_it_is_not_offered_to(browsing: Browsing) -> None:
    browsing.sign_in()
    answers = browsing.gateway.backend.answers
    answers["ListAttachments"] = pb.ListAttachmentsResponse(attachments=[UNCONFIRMED])
    assert "I have read Plan.pdf: show it" in unescape(browsing.get(DESK).text)
    done = browsing.post(ONE, {"do": "confirm", "digest": UNCONFIRMED.digest})
    assert (302, DESK) == (done.status_code, done.location)
    (confirmed,) = heard(browsing, "ConfirmAttachment")
    assert UNCONFIRMED.digest == confirmed.read_digest
    own = pb.Attachment()
    own.CopyFrom(UNCONFIRMED)
    own.uploaded_by_you = True
    answers["ListAttachments"] = pb.ListAttachmentsResponse(attachments=[own])
    assert "show it" not in browsing.get(DESK).text
    browsing.gateway.backend.refuse(partner_errors.SelfConfirmation("x"), "ConfirmAttachment")
    assert 403 == browsing.post(ONE, {"do": "confirm", "digest": own.digest}).status_code


def test_a_file_is_removed_with_a_reason_at_the_version_that_was_read(browsing: Browsing) -> None:
    browsing.sign_in()
    assert 400 == browsing.post(ONE, {"do": "remove", "version": "3"}).status_code
    done = browsing.post(ONE, {"do": "remove", "version": "3", "reason": "Old."})
    assert (302, DESK) == (done.status_code, done.location)
    (gone,) = heard(browsing, "RemoveAttachment")
    assert (3, "Old.") == (gone.expected_version, gone.reason)
