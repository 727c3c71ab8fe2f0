"""Who may keep documents and lists of them, and that what is held already is not sent again."""

import pytest

from isp.content.v1 import content_pb2, document_pb2
from isp.kernel.v1 import kernel_pb2
from tests.contract.gateway.route import DOCUMENT_ID
from tests.contract.gateway.stage import Gateway

LIST, ONE = "/v1/documents", f"/v1/documents/{DOCUMENT_ID}"


@pytest.mark.parametrize("path", [LIST, ONE])
def test_what_is_held_already_is_not_sent_again(gateway: Gateway, path: str) -> None:
    held = gateway.ask("GET", path)
    again = gateway.ask("GET", path, {"If-None-Match": held.headers["ETag"]})
    assert (304, b"") == (again.status_code, again.data)
    assert held.headers["ETag"] == again.headers["ETag"]
    assert 200 == gateway.ask("GET", path, {"If-None-Match": '"other"'}).status_code


def test_a_list_that_changed_is_sent(gateway: Gateway) -> None:
    held = gateway.ask("GET", LIST).headers["ETag"]
    gateway.backend.answers["ListDocuments"] = content_pb2.ListDocumentsResponse()
    assert 200 == gateway.ask("GET", LIST, {"If-None-Match": held}).status_code


@pytest.mark.parametrize("path", [LIST, ONE])
def test_anyones_copy_is_shared_and_a_persons_is_asked_about_again(
    gateway: Gateway, path: str
) -> None:
    anyone = gateway.ask("GET", path)
    person = gateway.ask("GET", path, gateway.token("reader"))
    assert "public, max-age=30" == anyone.headers["Cache-Control"]
    assert "private, no-cache" == person.headers["Cache-Control"]
    assert "Authorization" in person.headers["Vary"]


@pytest.mark.parametrize("path", [LIST, ONE])
def test_what_names_people_is_kept_by_no_browser(gateway: Gateway, path: str) -> None:
    red = document_pb2.Document(document_id=DOCUMENT_ID, version=1)
    red.content.kind = document_pb2.DOCUMENT_KIND_GUIDANCE
    red.status = document_pb2.DOCUMENT_STATUS_PUBLISHED
    red.content.marking.tlp = kernel_pb2.TLP_RED
    red.content.marking.minimum_tier = kernel_pb2.TIER_VERIFIED
    answers = gateway.backend.answers
    answers["GetDocument"] = content_pb2.GetDocumentResponse(document=red)
    answers["ListDocuments"] = content_pb2.ListDocumentsResponse(documents=[red])
    answer = gateway.ask("GET", path, gateway.token("reader"))
    assert (200, "private, no-store") == (answer.status_code, answer.headers["Cache-Control"])
