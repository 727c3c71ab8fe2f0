"""Asking an expert: whom to call first, the question, and its thread, whatever goes wrong."""

import re
import time
from html import unescape

import grpc
import pytest
from flask import session

from chassis.errors import (
    IdempotencyKeyReused,
    Invalid,
    TokenRefused,
    Unavailable,
    Violation,
)
from isp.engagement.v1 import engagement_pb2, question_pb2
from isp.identity.v1 import identity_pb2
from services.engagement.domain import errors
from services.gateway.pages.grants import RefreshRefused
from services.gateway.pages.kept import carried, keep_form
from tests.contract.gateway.answers import EMERGENCY, PERSON, QUESTION
from tests.contract.gateway.backend import NotOurs
from tests.contract.gateway.browsing import Browsing, cookies_of
from tests.contract.gateway.route import KEY, QUESTION_ID
from tests.contract.gateway.test_page_sessions import refreshing

NEW = "/ask/new"
HERE = f"/ask/questions/{QUESTION_ID}"
TYPED = {
    "title": "Cars at the door",
    "text": "Where should <b>bollards</b> stand?\r\nTwo lines.",
    "region": "WAL",
    "sector": "retail",
    "key": KEY,
}


def heard(browsing: Browsing, rpc: str) -> list[object]:
    return [each.message for each in browsing.gateway.backend.heard if each.rpc == rpc]


def main_of(page: str) -> str:
    """What stands in the middle of a page, without the tokens of its forms."""
    return re.sub(r'name="csrf_token" value="[^"]+"', "", page[page.index("<main") :])


def test_whom_to_call_comes_first(browsing: Browsing) -> None:
    page = main_of(browsing.get("/ask").text)
    first = [page.index(each) for each in ("tel:999", "tel:0800789321", EMERGENCY.text, "<h1")]
    assert sorted(first) == first
    assert "within 3 working days" in page
    assert "10 questions under way" in page
    assert "This translation has not been reviewed." in page
    assert "Sign in to ask" in page
    browsing.get("/cy/ask")
    assert ["en-GB", "cy"] == [each.language for each in heard(browsing, "GetAskingTerms")]  # type: ignore[attr-defined]


@pytest.mark.parametrize("failure", [Unavailable("Away."), NotOurs(grpc.StatusCode.UNAVAILABLE)])
def test_whom_to_call_is_said_while_the_service_is_away(
    browsing: Browsing, failure: Exception
) -> None:
    browsing.gateway.backend.refuse(failure)
    for path in ("/ask", "/cy/ask"):
        page = browsing.get(path)
        assert 200 == page.status_code
        assert "tel:999" in page.text
        assert "0800 789 321" in main_of(page.text)
        assert "private, no-store" == page.headers["Cache-Control"]
    assert "Questions cannot be taken at the moment." in browsing.get("/ask").text
    browsing.sign_in()
    assert 503 == browsing.get("/ask/questions").status_code


def test_the_fourth_verb_leads_here(browsing: Browsing) -> None:
    home = browsing.get("/").text
    assert 2 == home.count('href="/ask"')
    assert '<a href="/ask" aria-current="true">' in browsing.get("/ask").text


def test_ones_own_places_come_first_and_one_alone_is_chosen(browsing: Browsing) -> None:
    person = identity_pb2.Subscriber()
    person.CopyFrom(PERSON)
    person.sectors.append("faith")
    browsing.gateway.backend.answers["GetMe"] = identity_pb2.GetMeResponse(subscriber=person)
    browsing.sign_in()
    page = browsing.get(NEW).text
    assert '<option value="LON" selected>London (yours)</option>' in page
    assert 'value="LON"' in page.split('value="SE"')[0]
    assert '<option value="" selected>Choose one</option>' in page
    assert "Retail (yours)" in page
    assert 1 == page.count('value="faith"')
    assert ">Wales</option>" in page


def test_asking_goes_on_while_accounts_are_away(browsing: Browsing) -> None:
    """They only say which places come first."""
    browsing.sign_in()
    browsing.gateway.backend.refuse(Unavailable("Away."), "GetMe")
    page = browsing.get(NEW)
    assert 200 == page.status_code
    assert "(yours)" not in page.text
    assert "Call 999 now" in browsing.post(NEW, TYPED).text


def test_a_question_goes_out_once_as_it_was_typed(browsing: Browsing) -> None:
    browsing.sign_in()
    page = browsing.post("/cy/ask/new", TYPED)
    assert 200 == page.status_code
    assert [
        engagement_pb2.AskExpertRequest(
            title="Cars at the door",
            text="Where should <b>bollards</b> stand?\nTwo lines.",
            region="WAL",
            sector="retail",
            language="cy",
            idempotency_key=KEY,
        )
    ] == heard(browsing, "AskExpert")


def test_999_stands_first_where_it_sounds_like_an_emergency(browsing: Browsing) -> None:
    browsing.sign_in()
    page = browsing.post(NEW, TYPED).text
    assert "<title>Call 999 now if anyone is in danger" in page
    shown = main_of(page)
    assert shown.index("isp-call--now") < shown.index("tel:999") < shown.index("<h1")
    assert f'<p class="govuk-body" lang="cy">{EMERGENCY.text}' in shown
    assert f'href="{HERE}"' in shown
    assert "24 November 2026, 10:00" in shown


def test_the_usual_words_stand_there_where_it_does_not(browsing: Browsing) -> None:
    """The control of the test above."""
    calm = question_pb2.EmergencyAdvice(
        text="In an emergency call 999.", emergency_number="999", hotline_number="0800 789 321"
    )
    browsing.gateway.backend.answers["AskExpert"] = engagement_pb2.AskExpertResponse(
        question=QUESTION, emergency=calm, answer_working_days=1
    )
    browsing.sign_in()
    page = browsing.post(NEW, TYPED).text
    assert "<title>Your question is with our experts" in page
    assert "isp-call--now" not in page
    assert "In an emergency call 999." in main_of(page)
    assert "within 1 working day." in page
    assert "has not been reviewed" not in main_of(page)


def test_what_is_missing_is_said_and_the_rest_stays(browsing: Browsing) -> None:
    browsing.sign_in()
    page = browsing.post(NEW, TYPED | {"title": "", "region": "", "sector": "XX"})
    assert 400 == page.status_code
    assert [] == heard(browsing, "AskExpert")
    text = unescape(page.text)
    assert '<a href="#title">What it is about: this is needed</a>' in text
    assert '<a href="#region">Which region it is about: choose one</a>' in text
    assert '<a href="#sector">Which kind of business it is about: choose from the list</a>' in text
    assert "&lt;b&gt;bollards&lt;/b&gt;" in page.text
    assert f'value="{KEY}"' in page.text


def test_a_line_break_counts_as_one_character(browsing: Browsing) -> None:
    browsing.sign_in()
    assert 200 == browsing.post(NEW, TYPED | {"text": "a\r\n" * 2000}).status_code
    page = browsing.post(NEW, TYPED | {"text": "a\r\n" * 2001})
    assert 400 == page.status_code
    assert "must have at most 4000 characters" in page.text


@pytest.mark.parametrize(
    ("failure", "status", "said", "new_key"),
    [
        (Invalid(Violation("text", "must have no tabs")), 400, "Your question: must have", False),
        (errors.TooManyOpenQuestions("10."), 429, "under way as you may: close one", False),
        (IdempotencyKeyReused("Said."), 409, "You sent this form before", True),
    ],
)
def test_what_the_service_refuses_is_said_with_what_was_typed(
    browsing: Browsing, failure: Exception, status: int, said: str, new_key: bool
) -> None:
    browsing.sign_in()
    browsing.gateway.backend.refuse(failure, "AskExpert")
    page = browsing.post(NEW, TYPED)
    assert status == page.status_code
    assert said in page.text
    assert "&lt;b&gt;bollards&lt;/b&gt;" in page.text
    assert new_key is (f'value="{KEY}"' not in page.text)


def test_what_was_typed_outlives_the_session(browsing: Browsing) -> None:
    """The sign-in had ended meanwhile; after the next one the form is as it was."""
    browsing.sign_in(seconds=10)
    token = browsing.csrf_token()
    refreshing(browsing, RefreshRefused("Session not active"))
    away = browsing.post(NEW, TYPED | {"csrf_token": token})
    assert (302, "/auth/sign-in?next=/ask/new&acr=aal1") == (away.status_code, away.location)
    assert [] == heard(browsing, "AskExpert")
    browsing.sign_in()
    page = browsing.get(NEW).text
    assert "Cars at the door" in page
    assert '<option value="WAL" selected>' in page
    assert f'value="{KEY}"' in page
    assert "Cars at the door" not in browsing.get(NEW).text


def test_what_was_typed_outlives_a_cookie_that_is_gone(browsing: Browsing) -> None:
    away = browsing.post(NEW, TYPED)
    assert 302 == away.status_code
    assert 1 == len(cookies_of(away))
    browsing.sign_in()
    assert "Cars at the door" in browsing.get(NEW).text


def test_what_was_typed_outlives_a_token_that_is_refused(browsing: Browsing) -> None:
    browsing.sign_in()
    browsing.gateway.backend.refuse(TokenRefused("Suspended."), "AskExpert")
    assert 302 == browsing.post(NEW, TYPED).status_code
    assert "Cars at the door" in browsing.get(NEW).text


def test_what_one_person_typed_is_not_shown_to_another(browsing: Browsing) -> None:
    app = browsing.gateway.app
    with app.test_request_context(NEW, method="POST", data=TYPED):
        keep_form("the-first")
        assert session["kept"] == carried("the-first")["kept"]
        assert {} == carried("another")
        keep_form(None)
        assert session["kept"] == carried("whoever")["kept"]


def test_what_was_typed_is_not_kept_for_who_comes_much_later(
    browsing: Browsing, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The next person at a shared computer does not find it."""
    with browsing.gateway.app.test_request_context(NEW, method="POST", data=TYPED):
        keep_form(None)
        now = time.time()
        monkeypatch.setattr("services.gateway.pages.kept.time.time", lambda: now + 899)
        assert session["kept"] == carried("whoever")["kept"]
        monkeypatch.setattr("services.gateway.pages.kept.time.time", lambda: now + 901)
        assert {} == carried("whoever")
