"""The real Keycloak is as the file says, and is brought back to it, whatever somebody changed."""

import json
import subprocess
import sys
from collections.abc import Iterator

import pytest
from keycloak import KeycloakAdmin

from stack.harness import Harness
from stack.places import CHECKOUT


def realm(platform: Harness, word: str, **changed: str) -> subprocess.CompletedProcess[str]:
    environment = dict(platform.environment("identity", "reconcile")) | changed
    return subprocess.run(
        [sys.executable, "-m", "services.identity", "realm", word],
        env={name: value for name, value in environment.items() if value},
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def drift(platform: Harness) -> list[str]:
    """What `realm diff` says; its status says whether there is any."""
    ended = realm(platform, "diff")
    found = ended.stdout.splitlines()
    assert (2 if found else 0) == ended.returncode, ended.stderr
    return found


def applied(platform: Harness) -> list[str]:
    ended = realm(platform, "apply")
    assert 0 == ended.returncode, ended.stderr
    said = [json.loads(line) for line in ended.stdout.splitlines()]
    return [each["change"] for each in said if "change" in each]


@pytest.fixture
def admin(platform: Harness) -> Iterator[KeycloakAdmin]:
    yield KeycloakAdmin(
        server_url=f"http://localhost:{platform.port('keycloak')}",
        username="admin",
        password=platform.secret("keycloak_admin"),
        realm_name="isp",
        user_realm_name="master",
    )
    applied(platform)


def test_there_is_no_drift_and_applying_again_changes_nothing(platform: Harness) -> None:
    assert [] == drift(platform)
    assert [] == applied(platform)


def test_what_somebody_loosened_is_named_and_put_right(platform: Harness, admin) -> None:
    web = admin.get_client_id("isp-web")
    client = admin.get_client(web)
    admin.update_realm("isp", {"realm": "isp", "bruteForceProtected": False})
    loose = {"redirectUris": ["http://evil.test/*"], "secret": "known to somebody"}
    attributes = client["attributes"] | {"pkce.code.challenge.method": ""}
    admin.update_client(web, client | loose | {"attributes": attributes})
    mapper = {
        "name": "all-roles",
        "protocol": "openid-connect",
        "protocolMapper": "oidc-hardcoded-claim-mapper",
        "config": {"claim.name": "tier", "claim.value": "TRUSTED", "access.token.claim": "true"},
    }
    admin.add_mapper_to_client(web, mapper)
    scopes = {each["name"]: each["id"] for each in admin.get_client_scopes()}
    admin.add_client_optional_client_scope(web, scopes["offline_access"], {})

    found = drift(platform)
    said = "\n".join(found)
    assert 6 == len(found), said
    assert "realm isp: bruteForceProtected is false, the file says true" in found
    assert 'client isp-web: redirectUris is ["http://evil.test/*"], the file says' in said
    assert "client isp-web: attributes.pkce.code.challenge.method is null" in said
    assert "client isp-web: mapper all-roles is not in the file" in found
    assert "client isp-web: scope offline_access is not in the file" in said
    assert "client isp-web: secret is another" in said
    assert "known to somebody" not in said
    assert platform.secret("ISP_WEB_SECRET") not in said
    assert sorted(found) == sorted(applied(platform))
    assert [] == drift(platform)


def test_what_the_file_does_not_know_goes_and_what_the_record_keeps_stays(
    platform: Harness, admin
) -> None:
    url = "https://idp.example"
    broker = {"clientId": "x", "clientSecret": "y", "authorizationUrl": url, "tokenUrl": url}
    mine = {"isp.owner": "identity-record"}
    admin.create_client({"clientId": "stranger", "directAccessGrantsEnabled": True})
    admin.create_client(
        {"clientId": "partner", "fullScopeAllowed": False, "attributes": mine}
        | {"directAccessGrantsEnabled": False, "redirectUris": ["https://partner.example/callback"]}
    )
    admin.create_client({"clientId": "partner-too", "fullScopeAllowed": True, "attributes": mine})
    there = {each["alias"] for each in admin.get_idps()}  # those of partners, from other tests
    keys = {"jwksUrl": f"{url}/keys", "useJwksUrl": "true"}
    for alias, owner in (("brought-in", {}), ("kept", mine | keys), ("keyless", mine)):
        provider = {"alias": alias, "providerId": "oidc", "config": broker | owner}
        admin.create_idp(provider)
    admin.create_realm_role({"name": "superuser"})
    admin.create_group({"name": "friends"})
    admin.create_component(
        {"name": "another", "providerId": "ecdsa-generated"}
        | {"providerType": "org.keycloak.keys.KeyProvider", "config": {"priority": ["200"]}}
    )
    try:
        found = set(drift(platform))
        within = {each for each in found if each.startswith("identity provider kept: ")}
        assert {
            "identity provider kept: trustEmail is null, the file says false",
            "identity provider kept: storeToken is null, the file says false",
            "identity provider kept: mapper tier is missing",
        } <= within
        assert found - within == {
            "client stranger: is not in the file",
            "client partner-too: fullScopeAllowed is true, the file says false",
            "identity provider brought-in: is not in the file",
            "identity provider keyless: has no keys that signatures could be checked by",
            "role superuser: is not in the file",
            "group friends: is not in the file",
            "key another: is not in the file",
        }
        applied(platform)
        assert [] == drift(platform)
        assert admin.get_client_id("partner")
        assert there | {"kept"} == {each["alias"] for each in admin.get_idps()}
    finally:
        for name in ("partner", "partner-too"):
            admin.delete_client(admin.get_client_id(name))
        admin.delete_idp("kept")


def test_rights_that_somebody_gave_at_keycloak_are_taken_back(platform: Harness, admin) -> None:
    approver = admin.get_realm_role("alert-approver")
    admin.add_composite_realm_roles_to_role("default-roles-isp", [approver])
    admin.add_composite_realm_roles_to_role("analyst", [approver])
    service = admin.get_client_id("svc-alerts")
    admin.assign_realm_roles_to_client_scope(service, [approver])
    subject = admin.get_client_service_account_user(service)["id"]
    management = admin.get_client_id("realm-management")
    role = admin.get_client_role(management, "realm-admin")
    admin.assign_client_role(subject, management, [role])
    account = "service account of svc-alerts"
    assert {
        "role default-roles-isp: brings alert-approver with it",
        "role analyst: brings alert-approver with it",
        "client svc-alerts: carries alert-approver, which is not in the file",
        f"{account}: holds realm-management/realm-admin, which is not in the file",
    } == set(drift(platform))
    applied(platform)
    assert [] == drift(platform)


def test_a_sign_in_that_lost_its_second_factor_gets_it_back(platform: Harness, admin) -> None:
    """A step that demands less is mended where it is; one that is gone, by a new flow."""
    flow = "isp-browser"
    for gone in (False, True):
        steps = admin.get_authentication_flow_executions(flow)
        code = next(each for each in steps if each.get("providerId") == "auth-otp-form")
        if gone:
            admin.delete_authentication_flow_execution(code["id"])
        else:
            less = {**code, "requirement": "DISABLED"}
            admin.update_authentication_flow_executions(less, flow)
        admin.update_realm("isp", {"realm": "isp", "browserFlow": "browser"})
        found = drift(platform)
        assert 2 == len(found)
        assert f'realm isp: browserFlow is "browser", the file says "{flow}"' in found
        applied(platform)
        assert [] == drift(platform)
    steps = admin.get_authentication_flow_executions(flow)
    assert "ALTERNATIVE" == next(
        each["requirement"] for each in steps if each.get("providerId") == "auth-otp-form"
    )


def test_a_missing_secret_is_named_and_nothing_is_sent(platform: Harness) -> None:
    ended = realm(platform, "apply", ISP_API_SECRET="")
    assert 78 == ended.returncode
    assert "ISP_API_SECRET" in ended.stderr


def test_another_word_says_which_there_are(platform: Harness) -> None:
    ended = realm(platform, "repair")
    assert 1 == ended.returncode
    assert "realm diff | apply" in ended.stderr
