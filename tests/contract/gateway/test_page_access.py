"""The pages of teasers, of what somebody asked to read, and of who decides."""

from html import unescape

from chassis.errors import Exhausted, NotFound
from isp.content.v1 import access_pb2 as pb
from tests.contract.gateway.access_routes import REQUEST
from tests.contract.gateway.browsing import Browsing
from tests.contract.gateway.route import DOCUMENT_ID, KEY, REQUEST_ID

TEASER = f"/advice/{DOCUMENT_ID}/teaser"
ASK = f"/advice/{DOCUMENT_ID}/ask"
MINE = "/account/access"
DESK = f"/desk/access/{REQUEST_ID}"


class DocumentNotFound(NotFound):
    reason = "DOCUMENT_NOT_FOUND"


class TooManyAccessRequests(Exhausted):
    reason = "TOO_MANY_ACCESS_REQUESTS"


def heard(browsing: Browsing):
    return browsing.gateway.backend.heard[-1]


def with_status(browsing: Browsing, status: int, rpc: str, **said) -> None:
    request = pb.AccessRequest()
    request.CopyFrom(REQUEST)
    request.status = status
    kinds = {"ListMyAccessRequests": pb.ListMyAccessRequestsResponse}
    if rpc in kinds:
        if "title" in said:
            request.document_title = said["title"]
        browsing.gateway.backend.answers[rpc] = kinds[rpc](requests=[request])
    else:
        browsing.gateway.backend.answers[rpc] = pb.GetAccessRequestResponse(request=request, **said)


def test_what_is_not_found_but_has_a_teaser_leads_to_it(browsing: Browsing) -> None:
    browsing.gateway.backend.refuse(DocumentNotFound("There is no such document."), "GetDocument")
    answer = browsing.get(f"/advice/{DOCUMENT_ID}")
    assert (302, TEASER) == (answer.status_code, answer.headers["Location"])
    page = browsing.get(TEASER).text
    assert "There is an assessment of markets." in page
    assert f'href="{ASK}"' in page


def test_what_has_none_is_not_found_by_any_of_its_pages(browsing: Browsing) -> None:
    for rpc in ("GetDocument", "GetTeaser"):
        browsing.gateway.backend.refuse(DocumentNotFound("There is no such document."), rpc)
    browsing.sign_in()
    for path in (f"/advice/{DOCUMENT_ID}", TEASER, ASK):
        assert 404 == browsing.get(path).status_code


def test_somebody_asks_with_a_reason_and_a_refusal_keeps_it(browsing: Browsing) -> None:
    assert 302 == browsing.get(ASK).status_code
    browsing.sign_in()
    assert 400 == browsing.post(ASK, {"reason": "", "key": KEY}).status_code
    answer = browsing.post(ASK, {"reason": "We hold a market.", "key": KEY})
    assert (302, MINE) == (answer.status_code, answer.headers["Location"])
    message = heard(browsing).message
    assert ("AskForAccess", DOCUMENT_ID, "We hold a market.", KEY) == (
        heard(browsing).rpc,
        message.document_id,
        message.reason,
        message.idempotency_key,
    )
    browsing.gateway.backend.refuse(TooManyAccessRequests("10"), "AskForAccess")
    answer = browsing.post(ASK, {"reason": "We hold a market."})
    assert 429 == answer.status_code
    assert "We hold a market." in answer.text
    assert "You asked often enough" in answer.text


def test_the_list_of_teasers_pages(browsing: Browsing) -> None:
    page = unescape(browsing.get("/advice/teasers?page=abc").text)
    assert "abc" == heard(browsing).message.page_token
    assert f'href="/advice/teasers?page={REQUEST_ID}"' in page
    assert f'href="{TEASER}"' in page


def test_what_is_granted_is_read_from_there_and_given_up(browsing: Browsing) -> None:
    browsing.sign_in()
    page = browsing.get(MINE).text
    assert "Markets assessed" in page
    assert f'href="/advice/{DOCUMENT_ID}"' in page
    answer = browsing.post(f"{MINE}/{REQUEST_ID}", {"version": "3"})
    assert (302, MINE) == (answer.status_code, answer.headers["Location"])
    assert ("WithdrawAccessRequest", 3) == (
        heard(browsing).rpc,
        heard(browsing).message.expected_version,
    )


def test_what_may_not_be_read_has_no_title(browsing: Browsing) -> None:
    browsing.sign_in()
    with_status(browsing, pb.ACCESS_REQUEST_STATUS_REFUSED, "ListMyAccessRequests", title="")
    page = browsing.get(MINE).text
    assert f'href="/advice/{DOCUMENT_ID}"' not in page
    for said in ("Refused", "You run it.", "There is an assessment of markets."):
        assert said in page


def test_the_owner_reads_the_reason_and_decides(browsing: Browsing) -> None:
    browsing.sign_in()
    assert f'href="{DESK}"' in browsing.get("/desk/access").text
    with_status(browsing, pb.ACCESS_REQUEST_STATUS_WAITING, "GetAccessRequest", needs_two=True)
    page = browsing.get(DESK).text
    for said in ("We hold a market.", "Markets assessed", "It takes two people"):
        assert said in page
    said = {"do": "grant", "days": "30", "because": "You run it.", "version": "3"}
    answer = browsing.post(DESK, said)
    assert (302, "/desk/access") == (answer.status_code, answer.headers["Location"])
    message = heard(browsing).message
    assert ("DecideAccessRequest", True, 30, "You run it.", 3) == (
        heard(browsing).rpc,
        message.yes,
        message.days,
        message.because,
        message.expected_version,
    )
    browsing.post(DESK, said | {"do": "refuse"})
    assert not heard(browsing).message.yes
    assert 400 == browsing.post(DESK, said | {"do": "else"}).status_code
    assert 400 == browsing.post(DESK, said | {"days": "365"}).status_code


def test_a_grant_is_taken_back_and_a_proposal_agreed_to(browsing: Browsing) -> None:
    browsing.sign_in()
    assert "Take it back now" in browsing.get(DESK).text
    browsing.post(DESK, {"do": "revoke", "because": "It is over.", "days": "14", "version": "3"})
    assert ("RevokeAccess", "It is over.") == (
        heard(browsing).rpc,
        heard(browsing).message.because,
    )
    with_status(browsing, pb.ACCESS_REQUEST_STATUS_PROPOSED, "GetAccessRequest")
    page = browsing.get(DESK).text
    assert "A colleague proposes 7 days." in page
    assert "Agree" in page
