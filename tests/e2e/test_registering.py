"""No application is lost, and nobody learns who has an account."""

import re
import time
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

import pytest
import requests

from stack.harness import Harness
from stack.signin import Browser
from stack.story import steps
from stack.story.front import Front, eventually, link_in
from tests.e2e.test_degradation import dead

pytestmark = pytest.mark.feature("F01")


def an_application(email: str) -> dict[str, Any]:
    return {
        "email": email,
        "given_name": "Cafe",
        "family_name": "Owner",
        "organisation_name": "",
        "regions": ["LON"],
        "sectors": ["retail"],
    }


def somebody() -> str:
    return f"owner-{uuid4().hex[:10]}@cafe.example"


def apply(front: Front, email: str) -> requests.Response:
    return front.ask("POST", "/v1/registrations", body=an_application(email), key=True, expect=202)


def token_of(mail: str) -> str:
    return parse_qs(urlsplit(link_in(mail)).query)["token"][0]


def test_with_the_mail_server_dead_an_application_is_taken_and_its_mail_comes_later(
    front: Front, platform: Harness
) -> None:
    email = somebody()
    with dead(platform, "mail"):
        apply(front, email)
        time.sleep(1)
    assert token_of(front.wait_for_mail(email, seconds=30))


def test_with_keycloak_dead_an_application_is_taken_and_its_link_stays_good(
    front: Front, platform: Harness
) -> None:
    email = somebody()
    with dead(platform, "keycloak"):
        apply(front, email)
        token = token_of(front.wait_for_mail(email))
        confirming = {"token": token}
        front.ask("POST", "/v1/registrations/confirm", body=confirming, expect=503)
    eventually(
        lambda: (
            requests.post(f"{front.gateway}/v1/registrations/confirm", json=confirming).status_code
        ),
        lambda status: status == 202,
        30,
        "the confirmation",
    )
    Browser().set_password(link_in(front.wait_for_mail(email, 2, seconds=30)), steps.PASSWORD)
    person = front.sign_in(email, steps.PASSWORD)
    assert "REGISTERED" == front.ask("GET", "/v1/me", by=person).json()["tier"]


def test_with_identity_s_worker_dead_the_application_waits_on_the_record(
    front: Front, platform: Harness
) -> None:
    email = somebody()
    with dead(platform, "identity-work"):
        apply(front, email)
    assert token_of(front.wait_for_mail(email, seconds=30))


def test_a_known_address_and_a_new_one_are_answered_the_same(front: Front) -> None:
    known = steps.register(front, lambda _said: None).name
    answers = [apply(front, known), apply(front, somebody())]
    assert answers[0].content == answers[1].content
    told = [
        {name: value for name, value in each.headers.items() if not _of_the_moment(name)}
        for each in answers
    ]
    assert told[0] == told[1]


def _of_the_moment(name: str) -> bool:
    return bool(re.match("date|ratelimit|x-ratelimit", name.lower()))


@pytest.mark.parametrize(
    "password", ["short", "password1", "x" * 129], ids=["too short", "common", "too long"]
)
def test_a_password_that_is_no_good_is_refused_and_a_long_plain_one_is_taken(
    front: Front, password: str
) -> None:
    """No digit, no capital, no sign is asked for."""
    email = somebody()
    apply(front, email)
    token = token_of(front.wait_for_mail(email))
    front.ask("POST", "/v1/registrations/confirm", body={"token": token}, expect=202)
    invitation = link_in(front.wait_for_mail(email, 2))
    browser = Browser()
    with pytest.raises(Exception, match=r"password|characters|people use"):
        browser.set_password(invitation, password)
    Browser().set_password(invitation, "three plain words together")
    assert front.sign_in(email, "three plain words together").tokens.access
