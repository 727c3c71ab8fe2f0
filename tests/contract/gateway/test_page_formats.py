"""The pages of accessible formats."""

from urllib.parse import parse_qs, urlsplit

from chassis.errors import StepUpRequired
from isp.content.v1 import formats_pb2 as pb
from tests.contract.gateway.browsing import Browsing
from tests.contract.gateway.format_routes import REQUEST
from tests.contract.gateway.route import ATTACHMENT_ID, DOCUMENT_ID, KEY, REQUEST_ID

ASK = f"/advice/{DOCUMENT_ID}/formats"
CODE = "abcdefghijklmnopqrstuvwx"
SAID = {"format": "BRAILLE", "note": "Grade 2.", "nation": "WALES", "key": KEY}


def waiting(**given: object) -> pb.FormatRequest:
    request = pb.FormatRequest()
    request.CopyFrom(REQUEST)
    request.ClearField("answer")
    request.ClearField("ended_at")
    request.status = pb.FORMAT_REQUEST_STATUS_CLAIMED
    request.MergeFrom(pb.FormatRequest(**given))
    return request


def test_a_documents_page_offers_what_was_made_and_the_way_to_ask(browsing: Browsing) -> None:
    page = browsing.get(f"/advice/{DOCUMENT_ID}").text
    assert f'href="{ASK}"' in page
    assert f"/attachments/{ATTACHMENT_ID}" in page
    assert "It is of an earlier version" in page


def test_without_an_account_one_is_led_to_the_page_of_the_answer(browsing: Browsing) -> None:
    assert "Which format do you need?" in browsing.get(ASK).text
    answer = browsing.post(ASK, SAID)
    assert (302, f"/formats/{REQUEST_ID}/{CODE}") == (
        answer.status_code,
        answer.headers["Location"],
    )
    heard = browsing.gateway.backend.heard[-1].message
    assert (pb.ACCESSIBLE_FORMAT_BRAILLE, "Grade 2.", pb.NATION_WALES, KEY) == (
        heard.format,
        heard.note,
        heard.nation,
        heard.idempotency_key,
    )
    page = browsing.get(f"/formats/{REQUEST_ID}/{CODE}").text
    assert "https://formats.example/x" in page
    assert CODE == browsing.gateway.backend.heard[-1].message.reply_code


def test_what_is_missing_is_said(browsing: Browsing) -> None:
    answer = browsing.post(ASK, SAID | {"format": ""})
    assert 400 == answer.status_code
    assert "Grade 2." in answer.text


def test_ones_own_are_shown_and_taken_back(browsing: Browsing) -> None:
    browsing.sign_in()
    own = pb.ListMyFormatRequestsResponse(requests=[waiting()])
    browsing.gateway.backend.answers["ListMyFormatRequests"] = own
    page = browsing.get("/account/formats").text
    assert "It is late." in page
    assert "by the end of 2 December 2026." in page
    assert "&lt;span" not in page
    answer = browsing.post("/account/formats", {"request_id": REQUEST_ID, "version": "3"})
    assert 302 == answer.status_code
    heard = browsing.gateway.backend.heard[-1]
    assert ("WithdrawFormatRequest", 3) == (heard.rpc, heard.message.expected_version)
    assert 400 == browsing.post("/account/formats", {"request_id": "x"}).status_code


def test_the_desk_answers_what_its_editor_claimed(browsing: Browsing) -> None:
    browsing.sign_in()
    queue = pb.ListFormatRequestsResponse(requests=[waiting()])
    browsing.gateway.backend.answers["ListFormatRequests"] = queue
    page = browsing.get("/desk/formats").text
    assert "Overdue: it was due on 2 December 2026." in page
    assert "Answer it" in page
    said = {"version": "3", "document_id": DOCUMENT_ID, "do": "answer"}
    said |= {"link": "https://a.example", "attachment_id": ""}
    answer = browsing.post(f"/desk/formats/{REQUEST_ID}", said)
    assert 302 == answer.status_code, answer.text
    heard = next(
        each
        for each in reversed(browsing.gateway.backend.heard)
        if each.rpc == "AnswerFormatRequest"
    )
    assert "https://a.example" == heard.message.answer.link


def test_a_second_factor_leads_back_to_the_page_of_the_form_with_what_was_typed(
    browsing: Browsing,
) -> None:
    """The form is sent to an address that is no page: there nothing is to be read."""
    browsing.sign_in()
    queue = pb.ListFormatRequestsResponse(requests=[waiting(claimed_by_me=True)])
    browsing.gateway.backend.answers["ListFormatRequests"] = queue
    failure = StepUpRequired(acr="aal2", max_age_seconds=900)
    browsing.gateway.backend.refuse(failure, "AnswerFormatRequest")
    said = {"version": "3", "document_id": DOCUMENT_ID, "do": "answer"}
    said |= {"link": "https://a.example", "attachment_id": ""}
    away = browsing.post(f"/desk/formats/{REQUEST_ID}", said)
    assert ["/desk/formats"] == parse_qs(urlsplit(away.location).query)["next"]
    assert 'value="https://a.example"' in browsing.get("/desk/formats").text
