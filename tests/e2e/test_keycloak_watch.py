"""What somebody does in Keycloak's console is heeded: doubt refuses, and an alarm says so."""

import re
import time
from collections.abc import Iterator

import pytest
import requests
from keycloak import KeycloakAdmin

from stack.demo import accounts
from stack.harness import Harness
from stack.postgres import connect
from stack.story import steps
from stack.story.front import Front, Person, eventually

SECONDS = 12
"""Two looks, the record's notice, and a machine that others use as well."""


@pytest.fixture
def console(platform: Harness) -> KeycloakAdmin:
    """Somebody with Keycloak's own administrator account."""
    return KeycloakAdmin(
        server_url=f"http://localhost:{platform.port('keycloak')}",
        username="admin",
        password=platform.secret("keycloak_admin"),
        realm_name="isp",
        user_realm_name="master",
    )


@pytest.fixture
def ourselves(platform: Harness) -> KeycloakAdmin:
    """Keycloak as identity itself comes to it."""
    return KeycloakAdmin(
        server_url=f"http://localhost:{platform.port('keycloak')}",
        client_id="svc-identity-admin",
        client_secret_key=platform.secret("SVC_IDENTITY_ADMIN_SECRET"),
        realm_name="isp",
    )


@pytest.fixture
def owner(front: Front, console: KeycloakAdmin) -> Person:
    """Somebody whose own first password is heeded: the change that follows it is carried."""
    person = steps.register(front, lambda _said: None)
    subject = subject_of(front, person)
    eventually(
        lambda: console.get_user(subject)["attributes"]["rights_version"],
        lambda said: said != ["1"],
        SECONDS,
        "the first password is heeded",
    )
    return person


def subject_of(front: Front, person: Person) -> str:
    return front.ask("GET", "/v1/me", by=person).json()["subject"]


def alarms(platform: Harness, finding: str) -> float:
    figures = requests.get(f"http://localhost:{platform.port('identity-work-metrics')}/metrics")
    found = re.search(rf'isp_keycloak_alarms_total{{finding="{finding}"}} (\S+)', figures.text)
    assert found is not None
    return float(found.group(1))


def refused_soon(front: Front, person: Person) -> None:
    for path in ("/v1/me", "/v1/alerts"):
        eventually(
            lambda path=path: front.status("GET", path, by=person),
            lambda status: status == 401,
            SECONDS,
            f"{path} refused",
        )


@pytest.mark.feature("F03")
def test_an_account_that_is_shut_in_the_console_is_suspended_everywhere(
    front: Front, platform: Harness, console, owner
) -> None:
    subject, before = subject_of(front, owner), alarms(platform, "account_disabled")
    console.update_user(subject, console.get_user(subject) | {"enabled": False})
    refused_soon(front, owner)
    assert before + 1 == alarms(platform, "account_disabled")
    officer = front.sign_in_demo("verifier")
    reason = {"reason": "the owner was asked, and it was a mistake"}
    front.ask("POST", f"/v1/subscribers/{subject}/restoration", by=officer, body=reason)
    eventually(
        lambda: console.get_user(subject)["enabled"], lambda is_so: is_so, SECONDS, "opened again"
    )
    assert front.sign_in(owner.name, steps.PASSWORD)


@pytest.mark.feature("F03")
def test_a_role_and_a_tier_that_are_given_in_the_console_give_nothing_and_are_taken_back(
    front: Front, platform: Harness, console, owner
) -> None:
    subject, before = subject_of(front, owner), alarms(platform, "rights_claimed")
    user = console.get_user(subject)
    user["attributes"] |= {"tier": ["TRUSTED"], "rights_version": ["999"]}
    console.update_user(subject, user)
    console.assign_realm_roles(subject, [console.get_realm_role("alert-approver")])

    def as_the_record_says() -> tuple[str, bool]:
        kept = console.get_user(subject)["attributes"]
        roles = {role["name"] for role in console.get_realm_roles_of_user(subject)}
        return kept["tier"][0], "alert-approver" in roles

    eventually(as_the_record_says, lambda said: said == ("REGISTERED", False), SECONDS, "reverted")
    assert alarms(platform, "rights_claimed") > before
    time.sleep(1)  # a token says its second, and no finer; and Keycloak takes one sign-in at a time
    again = front.sign_in(owner.name, steps.PASSWORD)
    said = front.ask("GET", "/v1/me", by=again).json()
    assert ("REGISTERED", []) == (said["tier"], said["roles"])


@pytest.mark.feature("F03")
def test_a_role_alone_and_powers_over_keycloak_are_seen(
    front: Front, platform: Harness, console, owner
) -> None:
    subject = subject_of(front, owner)
    powers = console.get_client_id("realm-management")
    for finding, give in (
        (
            "rights_changed",
            lambda: console.assign_realm_roles(subject, [console.get_realm_role("analyst")]),
        ),
        (
            "powers_over_keycloak",
            lambda: console.assign_client_role(
                subject, powers, [console.get_client_role(powers, "manage-users")]
            ),
        ),
    ):
        before = alarms(platform, finding)
        give()
        eventually(
            lambda finding=finding: alarms(platform, finding),
            lambda now, before=before: now > before,
            SECONDS,
            finding,
        )
    console.delete_client_roles_of_user(
        subject, powers, [console.get_client_role(powers, "manage-users")]
    )


def test_the_demonstrations_people_are_no_alarm(front: Front, platform: Harness, console) -> None:
    """Their accounts are as the record says, whoever made them."""
    before = [alarms(platform, each) for each in ("rights_changed", "written_over")]
    assert 0 == alarms(platform, "unknown_account")
    (person,) = console.get_users({"email": accounts()["author"].email, "exact": True})
    console.update_user(person["id"], console.get_user(person["id"]))
    time.sleep(6)  # two looks
    assert before == [alarms(platform, each) for each in ("rights_changed", "written_over")]


@pytest.mark.feature("F03")
def test_newer_rights_that_a_change_of_ours_writes_over_are_told_of_all_the_same(
    front: Front, platform: Harness, console, owner
) -> None:
    """A token that was had meanwhile says a version that would win over the record's."""
    subject = subject_of(front, owner)
    platform.kill("identity-work")
    try:
        user = console.get_user(subject)
        user["attributes"] |= {"tier": ["TRUSTED"], "rights_version": ["999"]}
        console.update_user(subject, user)
        time.sleep(1)
        claiming = front.sign_in(owner.name, steps.PASSWORD)
        # The change of ours is quicker than the watch: for it nothing happened.
        console.connection.raw_delete("/admin/realms/isp/admin-events").raise_for_status()
        waits(platform, subject)
    finally:
        platform.restart("identity-work")
    refused_soon(front, claiming)
    assert alarms(platform, "rights_claimed") == 1, "since the process began anew"


@pytest.mark.feature("F03")
def test_what_a_change_of_ours_writes_over_unseen_ends_every_sign_in(
    front: Front, platform: Harness, console, ourselves, owner
) -> None:
    """It looked at the account before, and wrote it after: for the watch nothing happened."""
    subject = subject_of(front, owner)
    platform.kill("identity-work")
    try:
        looked_at = ourselves.get_user(subject)
        console.update_user(subject, looked_at | {"email": "thief@elsewhere.example"})
        ourselves.update_user(subject, looked_at)
    finally:
        platform.restart("identity-work")
    refused_soon(front, owner)
    assert owner.name == console.get_user(subject)["email"]
    assert alarms(platform, "written_over") == 1, "since the process began anew"
    assert alarms(platform, "address_changed") == 0, "nothing was to be seen"


def waits(platform: Harness, subject: str) -> None:
    """Let a change of somebody's rights wait to be carried."""
    with connect(platform.port("postgres"), platform.secret("postgres"), "identity") as record:
        record.execute(
            "INSERT INTO keycloak_tasks (task_id, subject, kind)"
            " VALUES (gen_random_uuid(), %s, 'SYNC')",
            [subject],
        )


@pytest.mark.feature("F03")
def test_another_address_and_another_password_end_every_sign_in(
    front: Front, platform: Harness, console, owner
) -> None:
    subject = subject_of(front, owner)
    console.update_user(subject, console.get_user(subject) | {"email": "thief@elsewhere.example"})
    refused_soon(front, owner)
    eventually(
        lambda: console.get_user(subject)["email"],
        lambda email: email == owner.name,
        SECONDS,
        "the address of the record",
    )
    time.sleep(1)  # a token says its second, and no finer
    again, before = (
        front.sign_in(owner.name, steps.PASSWORD),
        alarms(platform, "credentials_changed"),
    )
    assert 200 == front.status("GET", "/v1/me", by=again)
    time.sleep(1)
    console.set_user_password(subject, "another good password", temporary=False)
    refused_soon(front, again)
    assert before + 1 == alarms(platform, "credentials_changed")
    eventually(
        lambda: console.get_sessions(subject), lambda left: not left, SECONDS, "no session is left"
    )


@pytest.fixture
def elsewhere(console: KeycloakAdmin) -> Iterator[str]:
    """A sign-in that nobody here made, at which somebody knows themselves as another."""
    ends = {"authorizationUrl": "https://thief.example/in", "tokenUrl": "https://thief.example/t"}
    console.create_idp(
        {
            "alias": "thief",
            "providerId": "oidc",
            "config": ends | {"clientId": "isp", "clientSecret": "x"},
        }
    )
    yield "thief"
    console.delete_idp("thief")


@pytest.mark.feature("F03")
def test_another_sign_in_that_is_joined_in_the_console_opens_nothing_and_is_removed(
    front: Front, platform: Harness, console, owner, elsewhere
) -> None:
    subject, before = subject_of(front, owner), alarms(platform, "credentials_changed")
    console.add_user_social_login(subject, elsewhere, "somebody", "somebody")
    refused_soon(front, owner)
    assert alarms(platform, "credentials_changed") > before
    eventually(
        lambda: console.get_user_social_logins(subject), lambda left: not left, SECONDS, "removed"
    )


@pytest.mark.feature("F03")
def test_not_even_the_administrator_signs_in_as_another(front: Front, console, owner) -> None:
    path = f"/admin/realms/isp/users/{subject_of(front, owner)}/impersonation"
    answer = console.connection.raw_post(path, data="{}")
    assert answer.status_code in {400, 403, 404, 501}, answer.text
    assert "redirect" not in answer.text
    assert not answer.cookies


@pytest.mark.feature("F03")
def test_an_account_that_is_deleted_in_the_console_is_suspended(
    front: Front, platform: Harness, console, owner
) -> None:
    before = alarms(platform, "account_deleted")
    console.delete_user(subject_of(front, owner))
    refused_soon(front, owner)
    assert before + 1 == alarms(platform, "account_deleted")


def test_a_change_of_the_realm_is_an_alarm(platform: Harness, console) -> None:
    before = alarms(platform, "realm_changed")
    try:
        console.update_realm("isp", {"realm": "isp", "bruteForceProtected": False})
        eventually(
            lambda: alarms(platform, "realm_changed"), lambda now: now > before, SECONDS, "an alarm"
        )
    finally:
        console.update_realm("isp", {"realm": "isp", "bruteForceProtected": True})


def test_what_is_done_while_identity_is_dead_is_heeded_when_it_is_back(
    front: Front, platform: Harness, console, owner
) -> None:
    subject = subject_of(front, owner)
    platform.kill("identity-work")
    try:
        console.update_user(subject, console.get_user(subject) | {"enabled": False})
        assert 200 == front.status("GET", "/v1/me", by=owner)
    finally:
        platform.restart("identity-work")
    refused_soon(front, owner)
