"""Staff roles from end to end: two people give one, it is felt at once, and it ends everywhere."""

import base64
import json
from typing import Any

import pytest
from keycloak import KeycloakAdmin

from stack.browser.roles_held import confirmed, ended, proposed
from stack.harness import Harness
from stack.signin import SignInFailed
from stack.story.front import Front, Person, eventually

EMAIL = "chapel@faith.example"


def roles_in(person: Person) -> set[str]:
    part = person.tokens.access.split(".")[1] + "=="
    said: dict[str, Any] = json.loads(base64.urlsafe_b64decode(part))
    return set(said.get("realm_access", {}).get("roles", []))


def roles_now(front: Front) -> set[str] | None:
    """What a new sign-in says; nothing where Keycloak says to wait, as it does to who hurries."""
    try:
        return roles_in(front.sign_in_demo("chapel", "aal1"))
    except SignInFailed:
        return None


def held(front: Front, person: Person) -> list[str]:
    return list(front.ask("GET", "/v1/me", by=person).json()["roles"])


@pytest.mark.feature("F03")
def test_two_people_give_a_role_and_one_takes_it_away(front: Front) -> None:
    made = proposed(front, "chapel", "analyst")
    path = f"/v1/role-grants/{made['grant_id']}"
    hub, person = front.sign_in_demo("hub"), front.sign_in_demo("chapel", "aal1")
    refused = front.ask("POST", f"{path}/confirmation", by=hub, if_match='"v1"', expect=403)
    assert "SAME_PROPOSER" == refused.json()["reason"]
    assert 403 == front.status("GET", "/v1/usage/metrics", by=person)
    confirmed(front, made["grant_id"])
    eventually(
        lambda: front.status("GET", "/v1/usage/metrics", by=person),
        lambda status: status == 200,
        5,
        "the role in another service, without a new token",
    )
    eventually(
        lambda: roles_now(front),
        lambda roles: roles is not None and "analyst" in roles,
        10,
        "the role in the realm",
    )
    ended(front, EMAIL, "analyst")
    eventually(
        lambda: front.status("GET", "/v1/usage/metrics", by=person),
        lambda status: status == 403,
        5,
        "the end of the role in another service",
    )
    eventually(
        lambda: roles_now(front),
        lambda roles: roles is not None and "analyst" not in roles,
        10,
        "the end of the role in the realm",
    )


@pytest.mark.feature("F03")
def test_an_eligible_role_is_there_only_while_it_is_taken_up(front: Front) -> None:
    made = proposed(front, "chapel", "editor", eligible=True)
    confirmed(front, made["grant_id"])
    person, path = front.sign_in_demo("chapel"), f"/v1/role-grants/{made['grant_id']}/activation"
    assert "editor" not in held(front, person)
    turn = {"hours": 1, "reason": "The editor on duty is away."}
    front.ask("POST", path, by=front.sign_in_demo("chapel"), body=turn, if_match='"v2"')
    assert "editor" in held(front, person)
    front.ask("DELETE", path, by=person, if_match='"v3"')
    assert "editor" not in held(front, person)
    ended(front, EMAIL, "editor")


@pytest.mark.feature("F03")
def test_a_role_that_the_console_alone_gave_opens_nothing(front: Front, platform: Harness) -> None:
    admin = KeycloakAdmin(
        server_url=f"http://localhost:{platform.port('keycloak')}",
        username="admin",
        password=platform.secret("keycloak_admin"),
        realm_name="isp",
        user_realm_name="master",
    )
    subject = admin.get_user_id(EMAIL)
    role = [admin.get_realm_role("platform-admin")]
    admin.assign_realm_roles(subject, role)
    try:
        person = front.sign_in_demo("chapel")
        assert "platform-admin" in roles_in(person), "the token says so"
        assert 403 == front.status("GET", "/v1/role-grants", by=person)
    finally:
        admin.delete_realm_roles_of_user(subject, role)
