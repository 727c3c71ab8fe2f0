"""Partner organisations' people sign in by their own sign-in: OpenID Connect and SAML, for real."""

from collections.abc import Iterator
from html import unescape
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

import pytest
import requests
from keycloak import KeycloakAdmin

from stack.harness import Harness
from stack.partner.organisations import (
    PASSWORD,
    Organisation,
    administrator,
    organisation,
    somebody,
)
from stack.partner.registering import ended
from stack.partner.visiting import PartnerVisitor
from stack.story.front import Front, eventually, link_in
from tests.e2e.test_realm import applied, drift

pytestmark = pytest.mark.feature("F04")


@pytest.fixture(scope="module")
def admin(front: Front, platform: Harness) -> KeycloakAdmin:
    keycloak = front.client.issuer.partition("/realms/")[0]
    return administrator(keycloak, platform.secret("keycloak_admin"))


@pytest.fixture(scope="module", params=["OIDC", "SAML"])
def partner(
    request: pytest.FixtureRequest, front: Front, admin: KeycloakAdmin
) -> Iterator[Organisation]:
    saml = request.param == "SAML"
    made = organisation(front, admin, f"port-{request.param.lower()}", saml=saml)
    yield made
    ended(front, made.provider_id, "The test is over.", kind="identity-providers")
    admin.change_current_realm("master")
    admin.delete_realm(made.realm)


def came(
    front: Front, partner: Organisation, username: str
) -> tuple[PartnerVisitor, requests.Response]:
    """Somebody who signed in at their organisation, and the page as far as they were let."""
    who = PartnerVisitor(username=username, password=PASSWORD, through=partner.alias)
    return who, who.visit(f"{front.gateway}/auth/sign-in?next=/account")


def test_they_confirm_their_address_and_begin_at_registered(
    front: Front, admin: KeycloakAdmin, partner: Organisation
) -> None:
    """Their organisation says TRUSTED, and names itself: neither counts by itself."""
    email = f"guard-{uuid4().hex[:8]}@port.example"
    name = f"Port {uuid4().hex[:6]}"
    username = somebody(admin, partner, email, organisation_name=name)
    who, page = came(front, partner, username)
    assert "/account" not in page.url, "an address counts when its owner confirmed it"
    who.visit(link_in(front.wait_for_mail(email)))
    again, _ = came(front, partner, username)
    shown = eventually(
        lambda: unescape(again.visit(f"{front.gateway}/account").text),
        lambda text: email in text,
        20,
        "the account of who came by a partner",
    )
    assert "Port Guard" in shown
    assert "Registered" in shown
    assert name not in shown
    officer = front.sign_in_demo("verifier")
    waiting = front.ask("GET", "/v1/organisation-suggestions", by=officer).json()["suggestions"]
    (mine,) = [each for each in waiting if each["email"] == email]
    assert name == mine["organisation_name"]
    front.ask(
        "PUT",
        f"/v1/organisation-suggestions/{mine['subject']}",
        by=officer,
        body={"outcome": "CONFIRMED"},
        expect=204,
    )
    confirmed = unescape(again.visit(f"{front.gateway}/account").text)
    assert name in confirmed
    assert "Registered" in confirmed


def test_who_is_called_as_keycloak_calls_nobody_is_shut_out_all_the_same(
    front: Front, admin: KeycloakAdmin, partner: Organisation
) -> None:
    """And what their organisation says of itself may be longer than Keycloak takes."""
    email = f"guard-{uuid4().hex[:8]}@port.example"
    username = somebody(
        admin, partner, email, given_name="Port (<b>#1</b>)", organisation_name="x" * 250
    )
    who, _ = came(front, partner, username)
    who.visit(link_in(front.wait_for_mail(email)))
    again, _ = came(front, partner, username)
    eventually(
        lambda: unescape(again.visit(f"{front.gateway}/account").text),
        lambda text: "Port (<b>#1</b>) Guard" in text,
        20,
        "the account, with the name that it was given",
    )
    admin.change_current_realm("isp")
    (user,) = admin.get_users({"email": email, "exact": True})
    officer = front.sign_in_demo("verifier")
    path = f"/v1/subscribers/{user['id']}/suspension"
    front.ask("POST", path, by=officer, body={"reason": "The phone was stolen."})
    eventually(lambda: admin.get_user(user["id"]), lambda now: not now["enabled"], 12, "it is shut")
    assert [] == admin.get_sessions(user["id"])
    assert "Port b 1 b" == admin.get_user(user["id"])["firstName"]
    _, page = came(front, partner, username)
    assert "/account" not in page.url


def test_what_somebody_loosened_of_a_providers_bounds_is_named_and_put_right(
    platform: Harness, admin: KeycloakAdmin, partner: Organisation
) -> None:
    admin.change_current_realm("isp")
    whole = admin.get_idp(partner.alias)
    loosened = whole | {"trustEmail": True, "storeToken": True}
    loosened["firstBrokerLoginFlowAlias"] = "first broker login"
    loosened["config"] = whole["config"] | {"syncMode": "FORCE", "validateSignature": "false"}
    admin.update_idp(partner.alias, loosened)
    raising = {
        "name": "raise",
        "identityProviderAlias": partner.alias,
        "identityProviderMapper": "oidc-hardcoded-role-idp-mapper",
        "config": {"syncMode": "INHERIT", "role": "alert-approver"},
    }
    admin.add_mapper_to_idp(partner.alias, raising)
    (tier,) = [each for each in admin.get_idp_mappers(partner.alias) if each["name"] == "tier"]
    tier["config"]["attribute.value"] = "TRUSTED"
    admin.update_mapper_in_idp(partner.alias, tier["id"], tier)
    lines = applied(platform)
    place = f"identity provider {partner.alias}"
    for what in (
        "trustEmail is true",
        "storeToken is true",
        "firstBrokerLoginFlowAlias is",
        'config.syncMode is "FORCE"',
        'config.validateSignature is "false"',
    ):
        assert any(line.startswith(f"{place}: {what}") for line in lines), (what, lines)
    assert f"{place}: mapper raise is not ours" in lines
    assert f"{place}: mapper tier is another" in lines
    assert [] == drift(platform)
    after = admin.get_idp(partner.alias)
    assert (False, False) == (after["trustEmail"], after["storeToken"])
    assert whole["config"] == after["config"]


def test_who_confirms_an_address_has_it_though_somebody_came_with_it_before(
    front: Front, admin: KeycloakAdmin, partner: Organisation
) -> None:
    """A partner's administrator can name any address, and cannot confirm another's."""
    email = f"owner-{uuid4().hex[:8]}@cafe.example"
    came(front, partner, somebody(admin, partner, email))
    admin.change_current_realm("isp")
    (squatter,) = admin.get_users({"email": email, "exact": True})
    assert squatter["username"].startswith(f"{partner.alias}."), "not what the partner calls them"
    application = {
        "email": email,
        "given_name": "Cafe",
        "family_name": "Owner",
        "organisation_name": "Corner Cafe",
        "regions": ["LON"],
        "sectors": ["retail"],
    }
    front.ask("POST", "/v1/registrations", body=application, key=True, expect=202)
    link = next(
        link
        for number in (1, 2)
        if "register/confirm" in (link := link_in(front.wait_for_mail(email, number)))
    )
    token = parse_qs(urlsplit(link).query)["token"][0]
    front.ask("POST", "/v1/registrations/confirm", body={"token": token}, expect=202)
    (account,) = eventually(
        lambda: admin.get_users({"email": email, "exact": True}),
        lambda found: [each["id"] for each in found] != [squatter["id"]],
        20,
        "the account of who confirmed it",
    )
    assert account["emailVerified"]
    assert [] == admin.get_user_social_logins(account["id"])


def test_an_address_of_somebody_elses_account_joins_nobody(
    front: Front, admin: KeycloakAdmin, partner: Organisation
) -> None:
    """By its address alone a partner's administrator would take over any account."""
    username = somebody(admin, partner, "member@retail.example")
    _, page = came(front, partner, username)
    assert "/account" not in page.url
    words = page.text.lower()
    assert "member@retail.example" not in words
    assert "already exists" not in words
    member = front.sign_in_demo("member", "aal1")
    assert "member@retail.example" == front.ask("GET", "/v1/me", by=member).json()["email"]
    admin.change_current_realm("isp")
    (user,) = admin.get_users({"email": "member@retail.example", "exact": True})
    assert [] == admin.get_user_social_logins(user["id"])


def test_a_provider_that_was_ended_signs_nobody_in(front: Front, admin: KeycloakAdmin) -> None:
    made = organisation(front, admin, "left", saml=False)
    username = somebody(admin, made, f"guard-{uuid4().hex[:8]}@left.example")
    ended(front, made.provider_id, "It left.", kind="identity-providers")
    who = PartnerVisitor(username=username, password=PASSWORD, through=made.alias)
    offered = who.session.get(f"{front.gateway}/auth/sign-in")
    assert "kc-login" in offered.text
    assert f"social-{made.alias}" not in offered.text, "it is offered to nobody"
    hint = {
        "client_id": "isp-web",
        "response_type": "code",
        "scope": "openid",
        "redirect_uri": front.client.redirect_uri,
        "code_challenge": "x" * 43,
        "code_challenge_method": "S256",
        "kc_idp_hint": made.alias,
    }
    direct = who.session.get(front.client.endpoint("auth"), params=hint)
    assert made.issuer not in direct.url
    admin.change_current_realm("master")
    admin.delete_realm(made.realm)
