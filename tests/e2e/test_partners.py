"""Partner sites, seen by relying parties that nobody here wrote: Apache with mod_auth_openidc."""

import base64
import json
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
import requests

from stack.demo import accounts
from stack.harness import Harness
from stack.partner.apache import ApacheSite, claims_on
from stack.partner.registering import Registered, ended, registered
from stack.partner.visiting import PartnerVisitor
from stack.places import throw_away_folder
from stack.signin import Browser, Client, SignInFailed
from stack.story.front import Front, eventually

pytestmark = pytest.mark.feature("F04")
EVERYTHING = ("NAME", "EMAIL", "VERIFIED")


def claims(token: str) -> dict[str, Any]:
    said: dict[str, Any] = json.loads(base64.urlsafe_b64decode(token.split(".")[1] + "=="))
    return said


def visitor(name: str) -> PartnerVisitor:
    account = accounts()[name]
    return PartnerVisitor(username=account.email, password=account.password)


@pytest.fixture(scope="module")
def sites(front: Front) -> Iterator[list[tuple[ApacheSite, Registered]]]:
    """Two partners: one that learns whether people were verified, one that learns all it can."""
    with ExitStack() as stack:
        running = []
        for name, scopes in (("Trade site", ("VERIFIED",)), ("Insurer", EVERYTHING)):
            apache = ApacheSite()
            site = registered(
                front,
                name=name,
                redirect_uris=[apache.redirect_uri],
                logout_uri=apache.logout_uri,
                scopes=scopes,
            )
            folder: Path = stack.enter_context(throw_away_folder("isp-apache-"))
            stack.enter_context(apache.running(folder, front.client.issuer, site))
            running.append((apache, site))
        yield running
        for _, site in running:
            ended(front, site.site_id, "The test is over.")


def test_apache_signs_a_verified_member_in_and_learns_what_was_granted_alone(
    front: Front, sites: list[tuple[ApacheSite, Registered]]
) -> None:
    (apache, site), _ = sites
    member = visitor("member")
    told = claims_on(member.visit(apache.claims_page).text)
    assert ("yes", site.client_id) == (told["verified"], told["aud"])
    subject = claims(front.sign_in_demo("member", "aal1").tokens.access)["sub"]
    assert told["sub"] != subject
    whole = repr(told)
    for secret in (subject, "member@retail.example", "Retail", "VERIFIED", "TRUSTED", "tier"):
        assert secret not in whole
    (read,) = member.asked
    for words in ("Trade site", "a code that stands for you there", "yes or no", "ie neu na"):
        assert words in read
    assert "e-mail" not in read


def test_another_partner_knows_the_same_person_by_another_code(
    sites: list[tuple[ApacheSite, Registered]],
) -> None:
    member = visitor("member")
    first, second = (claims_on(member.visit(apache.claims_page).text) for apache, _ in sites)
    assert first["sub"] != second["sub"]
    assert ("Retail Member", "member@retail.example", "yes") == (
        second["name"],
        second["email"],
        second["verified"],
    )
    again = claims_on(visitor("member").visit(sites[0][0].claims_page).text)
    assert first["sub"] == again["sub"], "the code is the same next time"


def test_whoever_was_not_verified_is_a_no(sites: list[tuple[ApacheSite, Registered]]) -> None:
    told = claims_on(visitor("hotel").visit(sites[0][0].claims_page).text)
    assert "no" == told["verified"]


def test_signing_out_here_ends_the_session_there(
    front: Front, sites: list[tuple[ApacheSite, Registered]]
) -> None:
    """Back-Channel Logout 1.0: Keycloak tells the site, and no browser has a part in it."""
    (apache, _), _ = sites
    school = visitor("school")
    school.visit(apache.claims_page)
    kept = school.session.get(apache.claims_page, allow_redirects=False)
    assert 200 == kept.status_code, "the control: the session there holds"
    school.sign_out_of(front.client.issuer)
    eventually(
        lambda: school.session.get(apache.claims_page, allow_redirects=False).status_code,
        lambda status: status == 302,
        10,
        "the session at the partner ends",
    )


def test_an_address_that_was_not_registered_gets_nobody(
    front: Front, sites: list[tuple[ApacheSite, Registered]]
) -> None:
    (apache, site), _ = sites
    for address in (f"{apache.redirect_uri}/more", f"{apache.base}/", "https://evil.example/"):
        query = {
            "client_id": site.client_id,
            "redirect_uri": address,
            "response_type": "code",
            "scope": "openid",
            "code_challenge": "x" * 43,
            "code_challenge_method": "S256",
        }
        answer = requests.get(front.client.endpoint("auth"), query, allow_redirects=False)
        assert 400 == answer.status_code
        assert "redirect_uri" in answer.text
    bare = requests.get(
        front.client.endpoint("auth"),
        {
            "client_id": site.client_id,
            "redirect_uri": apache.redirect_uri,
            "response_type": "code",
            "scope": "openid",
        },
        allow_redirects=False,
    )
    assert "code_challenge" in bare.headers["Location"], "without PKCE nobody gets in either"


def test_a_partners_tokens_open_nothing_here(
    front: Front, sites: list[tuple[ApacheSite, Registered]]
) -> None:
    apache, site = sites[1]
    account = accounts()["stadium"]
    tokens = Browser().sign_in(
        Client(
            issuer=front.client.issuer,
            client_id=site.client_id,
            redirect_uri=apache.redirect_uri,
            secret=site.secret,
        ),
        username=account.email,
        password=account.password,
    )
    assert "" == tokens.refresh
    access = claims(tokens.access)
    assert not {"tier", "rights_version", "realm_access", "email", "name"} & access.keys()
    assert access["sub"] == claims(tokens.identity)["sub"]
    for token in (tokens.access, tokens.identity):
        for path in ("/v1/me", "/v1/session", "/v1/alerts", "/v1/documents"):
            answer = requests.get(
                f"{front.gateway}{path}", headers={"Authorization": f"Bearer {token}"}
            )
            assert (401, True) == (
                answer.status_code,
                "invalid_token" in answer.headers["WWW-Authenticate"],
            ), path


def test_a_site_that_was_ended_lets_nobody_in_and_a_new_secret_ends_the_old(
    front: Front, platform: Harness
) -> None:
    here = "http://localhost:1/signed-in"
    site = registered(front, name="Short-lived", redirect_uris=[here])
    account = accounts()["stadium"]

    def sign_in(secret: str) -> None:
        Browser().sign_in(
            Client(
                issuer=front.client.issuer,
                client_id=site.client_id,
                redirect_uri=here,
                secret=secret,
            ),
            username=account.email,
            password=account.password,
        )

    sign_in(site.secret)
    path, admin = f"/v1/partner-sites/{site.site_id}", front.sign_in_demo("admin")
    etag = front.ask("GET", path, by=admin).headers["ETag"]
    issued = front.ask("POST", f"{path}/secret", by=admin, if_match=etag).json()
    eventually(
        lambda: front.ask("GET", path, by=admin).json()["carrying"],
        lambda waits: not waits,
        20,
        "Keycloak has the new secret",
    )
    sign_in(issued["secret"])
    with pytest.raises(SignInFailed, match="unauthorized_client"):
        sign_in(site.secret)
    reconciled = platform.platform
    reconciled.run("identity", "reconcile")
    sign_in(issued["secret"])  # the reconciler leaves a partner's client alone
    ended(front, site.site_id, "The test is over.")
    with pytest.raises(SignInFailed):
        sign_in(issued["secret"])


def test_the_figures_of_a_site_tell_of_nobody_until_five_came(
    front: Front, sites: list[tuple[ApacheSite, Registered]]
) -> None:
    (apache, site), _ = sites
    steward = front.sign_in_demo("member", "aal1")
    for name in ("owner", "shop", "market", "chapel", "venue", "lead"):
        visitor(name).visit(apache.claims_page)
    days = eventually(
        lambda: front.ask(
            "GET", f"/v1/partner-sites/{site.site_id}/usage?days=2", by=steward
        ).json()["days"],
        lambda seen: (seen[0]["people"] or 0) >= 6,
        60,
        "the figures of today",
    )
    assert days[1]["withheld"], "nobody came yesterday"
    assert days[0]["sign_ins"] >= days[0]["people"]
    front.ask(
        "GET",
        f"/v1/partner-sites/{site.site_id}/usage",
        by=front.sign_in_demo("shop", "aal1"),
        expect=404,
    )
