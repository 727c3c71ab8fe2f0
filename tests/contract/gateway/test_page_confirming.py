"""Confirming that one read a bulletin, and what editors see of it."""

import pytest

from isp.content.v1 import content_pb2, document_pb2
from isp.content.v1 import receipts_pb2 as pb
from tests.contract.gateway.browsing import Browsing
from tests.contract.gateway.reading_routes import CONFIRMED
from tests.contract.gateway.route import DOCUMENT_ID

READ = f"/advice/{DOCUMENT_ID}"
CONFIRM = f"{READ}/receipt"
DESK = f"/desk/receipts/{DOCUMENT_ID}"
COUNTED, NAMED = document_pb2.RECEIPT_ASKED_COUNTED, document_pb2.RECEIPT_ASKED_NAMED


@pytest.fixture
def asks(browsing: Browsing):
    """Let the document ask, and its reader have confirmed or not."""

    def let(asked, *, due: bool = True) -> None:
        answers = browsing.gateway.backend.answers
        found = content_pb2.GetDocumentResponse()
        found.CopyFrom(answers["GetDocument"])
        found.document.content.receipt = asked
        answers["GetDocument"] = found
        answers["GetReceipt"] = pb.GetReceiptResponse(
            asked=asked, due=due, receipt=None if due else CONFIRMED
        )

    return let


def heard(browsing: Browsing, rpc: str) -> list[object]:
    return [each.message for each in browsing.gateway.backend.heard if each.rpc == rpc]


def test_only_who_is_signed_in_is_asked(browsing: Browsing, asks) -> None:
    asks(COUNTED)
    assert "I have read this" not in browsing.get(READ).text
    assert [] == heard(browsing, "GetReceipt")
    browsing.sign_in()
    page = browsing.get(READ).text
    assert "I have read this" in page
    assert "they see no name" in page
    assert "Why:" in page
    asks(COUNTED, due=False)
    page = browsing.get(READ).text
    assert "I have read this" not in page
    assert "You confirmed it on 24 November 2026, 12:00." in page


def test_what_asks_nobody_is_not_asked_about(browsing: Browsing, asks) -> None:
    asks(document_pb2.RECEIPT_ASKED_UNSPECIFIED)
    browsing.sign_in()
    assert "Confirm that you have read this" not in browsing.get(READ).text
    assert [] == heard(browsing, "GetReceipt")


def test_it_is_confirmed_as_it_was_read(browsing: Browsing, asks) -> None:
    asks(COUNTED)
    browsing.sign_in()
    answer = browsing.post(CONFIRM, {"version": "3"})
    assert (302, READ) == (answer.status_code, answer.headers["Location"])
    (message,) = heard(browsing, "ConfirmReceipt")
    assert (DOCUMENT_ID, 3, "") == (message.document_id, message.expected_version, message.name)


def test_a_name_is_asked_for_on_a_page_that_says_who_sees_it(browsing: Browsing, asks) -> None:
    asks(NAMED)
    browsing.sign_in()
    assert f'href="{CONFIRM}"' in browsing.get(READ).text
    page = browsing.get(CONFIRM).text
    assert "sees your name and organisation" in page
    browsing.post(CONFIRM, {"version": "3", "name": " Ann "})
    assert "Ann" == heard(browsing, "ConfirmReceipt")[0].name


def test_what_one_is_asked_to_confirm_is_listed(browsing: Browsing) -> None:
    assert 302 == browsing.get("/account/to-confirm").status_code
    browsing.sign_in()
    page = browsing.get("/account/to-confirm").text
    assert f'href="{READ}"' in page or "/advice/" in page
    assert "You are reminded of it:" in page


def test_editors_see_figures_and_remind(browsing: Browsing) -> None:
    browsing.sign_in()
    page = browsing.get(DESK).text
    assert "Ann" in page
    assert "not shown: few" in page
    assert "Wales" in page
    assert "mailed to whoever has not confirmed" in page
    answer = browsing.post(DESK, {"version": "3"})
    assert (302, DESK) == (answer.status_code, answer.headers["Location"])
    assert 3 == heard(browsing, "RemindOfReceipt")[0].expected_version
