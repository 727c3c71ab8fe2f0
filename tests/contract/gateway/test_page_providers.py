"""Partners' own sign-in on the pages: proposing, confirming, ending; and what is said of people."""

import base64
import hashlib
from html import unescape

import pytest

from chassis.errors import Invalid, Refusal, Violation
from isp.identity.v1 import providers_pb2 as pb
from services.identity.domain import errors, partner_errors
from tests.contract.gateway.browsing import Browsing
from tests.contract.gateway.provider_routes import PROVIDER
from tests.contract.gateway.route import KEY, PERSON_ID, PROVIDER_ID
from tests.contract.gateway.test_page_asking import heard

LIST = "/desk/partner-sign-in"
HERE = f"{LIST}/{PROVIDER_ID}"
NEW = {
    "name": "The port",
    "protocol": "OIDC",
    "issuer": "https://sign-in.port.example",
    "sign_in_url": "https://sign-in.port.example/authorize",
    "token_url": "https://sign-in.port.example/token",
    "keys_url": "https://sign-in.port.example/keys",
    "client_id": "isp",
    "client_secret": "a secret",
    "certificate": "",
    "key": KEY,
}


@pytest.fixture(autouse=True)
def signed_in(browsing: Browsing) -> None:
    browsing.sign_in()


def test_the_list_says_where_each_stands(browsing: Browsing) -> None:
    page = unescape(browsing.get(f"{LIST}?page=next").text)
    assert "next" == heard(browsing, "ListProviders")[0].page_token
    for said in ("The port", "People sign in by it", f'href="{HERE}"'):
        assert said in page


def test_one_is_proposed(browsing: Browsing) -> None:
    done = browsing.post(f"{LIST}/new", NEW)
    assert (302, HERE) == (done.status_code, done.location)
    (said,) = heard(browsing, "ProposeProvider")
    assert (NEW["issuer"], "a secret", KEY) == (
        said.ends.issuer,
        said.client_secret,
        said.idempotency_key,
    )


@pytest.mark.parametrize(
    ("refusal", "status", "words"),
    [
        (Invalid(Violation("token_url", "must begin with https://")), 400, 'href="#token_url"'),
        (partner_errors.TooManyPartners("x"), 429, "as many partners"),
    ],
)
def test_what_was_refused_is_said(
    browsing: Browsing, refusal: Refusal, status: int, words: str
) -> None:
    browsing.gateway.backend.refuse(refusal, "ProposeProvider")
    answer = browsing.post(f"{LIST}/new", NEW)
    page = unescape(answer.text)
    assert status == answer.status_code
    assert words in page
    assert NEW["issuer"] in page


def test_somebody_else_confirms_it_and_one_person_ends_it(browsing: Browsing) -> None:
    proposed = pb.Provider()
    proposed.CopyFrom(PROVIDER)
    proposed.status = pb.PROVIDER_STATUS_PROPOSED
    browsing.gateway.backend.answers["GetProvider"] = pb.GetProviderResponse(provider=proposed)
    page = unescape(browsing.get(HERE).text)
    assert 'value="confirm"' in page
    assert PROVIDER.callback_url in page
    proposed.proposed_by_you = True
    browsing.gateway.backend.answers["GetProvider"] = pb.GetProviderResponse(provider=proposed)
    assert 'value="confirm"' not in browsing.get(HERE).text
    assert 302 == browsing.post(HERE, {"do": "confirm", "version": "1"}).status_code
    assert 1 == heard(browsing, "ConfirmProvider")[0].expected_version
    assert 400 == browsing.post(HERE, {"do": "end", "version": "3", "reason": ""}).status_code
    browsing.post(HERE, {"do": "end", "version": "3", "reason": "It left."})
    assert "It left." == heard(browsing, "DisableProvider")[0].reason
    browsing.gateway.backend.refuse(partner_errors.SelfConfirmation("x"), "ConfirmProvider")
    assert 403 == browsing.post(HERE, {"do": "confirm", "version": "1"}).status_code


def test_two_people_compare_a_certificate_by_its_fingerprint(browsing: Browsing) -> None:
    """As `openssl x509 -noout -fingerprint -sha256` prints it: over what the Base64 stands for."""
    assert "SHA-256" not in browsing.get(HERE).text
    there = pb.Provider()
    there.CopyFrom(PROVIDER)
    there.ends.certificate = base64.b64encode(b"0 a certificate").decode()
    browsing.gateway.backend.answers["GetProvider"] = pb.GetProviderResponse(provider=there)
    page = unescape(browsing.get(HERE).text)
    wanted = hashlib.sha256(b"0 a certificate").hexdigest().upper()
    assert ":".join(wanted[at : at + 2] for at in range(0, 64, 2)) in page


def test_an_officer_decides_about_an_organisation(browsing: Browsing) -> None:
    here = f"{LIST}/organisations"
    page = unescape(browsing.get(here).text)
    for said in ("Port Guard", "Port of Somewhere", "guard@port.example", "The port"):
        assert said in page
    for word, confirmed in (("confirm", True), ("refuse", False)):
        done = browsing.post(here, {"do": word, "subject": PERSON_ID})
        assert (302, here) == (done.status_code, done.location)
        said = heard(browsing, "DecideOrganisationSuggestion")[-1]
        assert (PERSON_ID, confirmed) == (said.subject, said.confirmed)
    browsing.gateway.backend.refuse(errors.OrganisationHeld("x"), "DecideOrganisationSuggestion")
    assert 302 == browsing.post(here, {"do": "confirm", "subject": PERSON_ID}).status_code
    assert 400 == browsing.post(here, {"do": "maybe", "subject": PERSON_ID}).status_code


@pytest.mark.parametrize("fields", [{}, {"do": "sell"}, {"do": "confirm", "version": "x"}])
def test_what_no_page_of_ours_sends_is_refused(browsing: Browsing, fields: dict[str, str]) -> None:
    assert 400 == browsing.post(HERE, fields).status_code
