"""The pages of "was this useful?": two buttons for anyone, and the editors' desk."""

from html import unescape

import pytest

from chassis.errors import Conflict, NotFound
from isp.content.v1 import remarks_pb2 as pb
from tests.contract.gateway.browsing import Browsing
from tests.contract.gateway.route import DOCUMENT_ID, REMARK_ID

PAGE = f"/advice/{DOCUMENT_ID}"
DESK = "/desk/remarks"


class StaleVersion(Conflict):
    reason = "STALE_VERSION"


class DocumentNotFound(NotFound):
    reason = "DOCUMENT_NOT_FOUND"


@pytest.mark.parametrize("language", ["", "/cy"])
@pytest.mark.parametrize("said", ["yes", "no"])
def test_anyone_says_it_by_one_press_without_script_or_account(
    browsing: Browsing, said: str, language: str
) -> None:
    page = browsing.get(f"{language}{PAGE}").text
    assert f'action="{language}{PAGE}/useful"' in page
    assert f'value="{said}"' in page
    answer = browsing.post(f"{language}{PAGE}/useful", {"do": said, "comment": "Clear."})
    thanks = f"{language}{PAGE}/useful/thanks"
    assert (303, thanks) == (answer.status_code, answer.headers["Location"])
    heard = browsing.gateway.backend.heard[-1]
    assert ("LeaveRemark", DOCUMENT_ID, said == "yes", "Clear.", 36) == (
        heard.rpc,
        heard.message.document_id,
        heard.message.useful,
        heard.message.comment,
        len(heard.message.idempotency_key),
    )
    assert 200 == browsing.get(thanks).status_code


def test_each_press_has_a_key_of_its_own(browsing: Browsing) -> None:
    """The page is kept by caches: a key in it would be many people's."""
    keys = set()
    for _ in range(2):
        browsing.post(f"{PAGE}/useful", {"do": "yes"})
        keys.add(browsing.gateway.backend.heard[-1].message.idempotency_key)
    assert 2 == len(keys)


def test_what_is_too_long_or_no_button_of_ours_is_refused_and_kept(browsing: Browsing) -> None:
    long = "x" * 501
    answer = browsing.post(f"{PAGE}/useful", {"do": "no", "comment": long})
    assert 400 == answer.status_code
    assert long in answer.text
    assert "must have at most 500 characters" in answer.text
    assert 400 == browsing.post(f"{PAGE}/useful", {"do": "perhaps"}).status_code
    assert "LeaveRemark" not in {each.rpc for each in browsing.gateway.backend.heard}


def test_a_document_that_one_may_not_know_of_is_not_found(browsing: Browsing) -> None:
    browsing.gateway.backend.refuse(DocumentNotFound("none"), "LeaveRemark")
    assert 404 == browsing.post(f"{PAGE}/useful", {"do": "yes"}).status_code


def test_editors_narrow_the_queue_and_see_the_months(browsing: Browsing) -> None:
    assert 302 == browsing.get(DESK).status_code
    browsing.sign_in()
    path = f"{DESK}?status=CLOSED&document={DOCUMENT_ID}&only=not-useful"
    page = unescape(browsing.get(path).text)
    heard = {each.rpc: each.message for each in browsing.gateway.backend.heard}
    asked = heard["ListRemarks"]
    assert (pb.REMARK_STATUS_CLOSED, DOCUMENT_ID, True) == (
        asked.status,
        asked.document_id,
        asked.not_useful,
    )
    assert DOCUMENT_ID == heard["GetRemarkFigures"].document_id
    assert "“Too long.”" in page
    assert "2026-11" in page
    assert f'href="{PAGE}"' in page
    assert "within a year 7 useful, 2 not" in page


def test_an_editor_settles_one_and_comes_back_to_the_same_queue(browsing: Browsing) -> None:
    browsing.sign_in()
    path = f"{DESK}/{REMARK_ID}?document={DOCUMENT_ID}"
    sent = {"do": "ANSWERED", "outcome": "Shorter now.", "version": "3"}
    answer = browsing.post(path, sent)
    assert (302, f"{DESK}?document={DOCUMENT_ID}") == (
        answer.status_code,
        answer.headers["Location"],
    )
    heard = browsing.gateway.backend.heard[-1].message
    assert (REMARK_ID, 3, pb.REMARK_STATUS_ANSWERED, "Shorter now.") == (
        heard.remark_id,
        heard.expected_version,
        heard.status,
        heard.outcome,
    )
    assert 400 == browsing.post(path, sent | {"do": "burn"}).status_code
    browsing.gateway.backend.refuse(StaleVersion("changed"), "SettleRemark")
    again = browsing.post(path, sent)
    assert 412 == again.status_code
    assert "Shorter now." in again.text
