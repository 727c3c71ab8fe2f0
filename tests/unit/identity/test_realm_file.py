"""What the realm's file promises, whoever edits it."""

import json
import re
from typing import Any

import pytest

from chassis.configuration import BadSetting, Settings
from kernel.roles import PERMISSIONS
from services.identity.outbound.keycloak import realm_file
from stack.places import CHECKOUT

COMMON = CHECKOUT / "stack/common_passwords.txt"
ADDRESSES = {
    "ISP_PUBLIC_URL": "https://isp.example",
    "ISP_OIDC_ISSUER": "https://sign-in.isp.example/realms/isp",
    "IDENTITY_GATEWAY_URL": "http://gateway:8600",
    "IDENTITY_SMTP_HOST": "mail",
    "IDENTITY_SMTP_PORT": "1025",
    "IDENTITY_MAIL_FROM": "isp@isp.example",
}
SECRETS = (
    "ISP_WEB_SECRET",
    "ISP_API_SECRET",
    "SVC_IDENTITY_ADMIN_SECRET",
    "SVC_IDENTITY_SECRET",
    "SVC_ALERTS_SECRET",
)


def of_environment(kind: str) -> dict[str, Any]:
    secrets = {name: f"made for a test: {name}" for name in SECRETS}
    return realm_file.realm(Settings({"ISP_ENVIRONMENT": kind, **ADDRESSES, **secrets}))


@pytest.fixture
def realm() -> dict[str, Any]:
    return of_environment("production")


def client(realm: dict[str, Any], name: str) -> dict[str, Any]:
    return next(each for each in realm["clients"] if each["clientId"] == name)


def people_sign_in_by(realm: dict[str, Any]) -> list[dict[str, Any]]:
    return [each for each in realm["clients"] if each.get("standardFlowEnabled")]


def test_whoever_signs_people_in_proves_by_pkce_that_it_began_the_sign_in(realm) -> None:
    assert {"isp-web", "isp-mobile"} == {each["clientId"] for each in people_sign_in_by(realm)}
    for each in people_sign_in_by(realm):
        assert "S256" == each["attributes"]["pkce.code.challenge.method"]


def test_people_are_sent_back_to_exact_addresses_alone(realm) -> None:
    for each in realm["clients"]:
        after = each.get("attributes", {}).get("post.logout.redirect.uris", "")
        assert "*" not in "".join(each.get("redirectUris", [])) + after
    assert ["https://isp.example/auth/callback"] == client(realm, "isp-web")["redirectUris"]
    assert ["https://isp.example"] == client(realm, "isp-web")["webOrigins"]


@pytest.mark.parametrize("kind", ["development", "production"])
def test_nobody_gives_a_password_to_a_client(kind: str) -> None:
    clients = of_environment(kind)["clients"]
    assert not [each["clientId"] for each in clients if each["directAccessGrantsEnabled"]]
    assert not [each["clientId"] for each in clients if each["implicitFlowEnabled"]]


def test_a_test_may_and_only_by_its_own_client() -> None:
    clients = of_environment("test")["clients"]
    assert [realm_file.TEST_CLIENT] == [
        each["clientId"] for each in clients if each["directAccessGrantsEnabled"]
    ]


def test_keycloaks_own_pages_and_tools_for_accounts_are_shut(realm) -> None:
    """They take a password, or change an account, beside everything of ours."""
    for name in ("account-console", "admin-cli", "security-admin-console"):
        assert not client(realm, name)["enabled"]


def test_a_token_is_good_for_our_services_only_where_it_says_so(realm) -> None:
    for each in realm["clients"]:
        mappers = {one["name"]: one for one in each.get("protocolMappers", [])}
        mapped = mappers.get("aud-isp-api", {}).get("config", {})
        wanted = each["clientId"] in {"isp-web", "isp-mobile", "svc-identity", "svc-alerts"}
        assert wanted is (mapped.get("included.client.audience") == "isp-api")


def test_whoever_administers_is_no_caller_of_ours(realm) -> None:
    """Else each service could replay the token that administers."""
    assert "protocolMappers" not in client(realm, "svc-identity-admin")


def test_a_token_says_when_the_second_factor_was_given(realm) -> None:
    for each in people_sign_in_by(realm):
        mapper = next(one for one in each["protocolMappers"] if one["name"] == "loa_times")
        assert "loa-map" == mapper["config"]["user.session.note"]


def test_a_client_carries_no_role_but_ours_and_services_carry_none(realm) -> None:
    assert {"isp-web", "isp-mobile"} == {each["client"] for each in realm["scopeMappings"]}
    named = {role["name"] for role in realm["roles"]["realm"]}
    assert set(PERMISSIONS) == named
    for each in realm["scopeMappings"]:
        assert named == set(each["roles"])
    for each in realm["clients"]:
        if each["clientId"] not in {"svc-identity-admin", "isp-api"} and each["enabled"]:
            assert each["fullScopeAllowed"] is False


def test_no_sign_in_outlives_the_session(realm) -> None:
    assert 6 * 3600 == realm["ssoSessionMaxLifespan"]
    assert 30 * 60 == realm["ssoSessionIdleTimeout"]
    assert 300 == realm["accessTokenLifespan"]
    assert not realm["rememberMe"]
    for each in realm["clients"]:
        scopes = each.get("defaultClientScopes", []) + each.get("optionalClientScopes", [])
        assert "offline_access" not in scopes


def test_a_refresh_token_is_good_once(realm) -> None:
    assert realm["revokeRefreshToken"]
    assert 0 == realm["refreshTokenMaxReuse"]


def test_passwords_are_long_enough_not_common_and_of_any_characters(realm) -> None:
    policy = set(realm["passwordPolicy"].split(" and "))
    assert {"length(8)", "maxLength(128)", "passwordBlacklist(common.txt)"} <= policy
    assert not re.search(
        r"upperCase|lowerCase|digits|specialChars|forceExpired|passwordHistory|maxAuthAge",
        realm["passwordPolicy"],
    )


def test_the_list_of_common_passwords_is_one_that_can_block_something() -> None:
    common = COMMON.read_text("utf-8").splitlines()
    assert len(common) > 400
    assert {"password", "12345678", "qwertyuiop"} <= set(common)
    assert common == [each.lower() for each in common]


def test_guessing_is_throttled(realm) -> None:
    assert realm["bruteForceProtected"]
    assert not realm["permanentLockout"]  # else anybody locks anybody out
    assert realm["failureFactor"] <= 10
    assert realm["maxFailureWaitSeconds"] >= 900


def test_codes_and_keys_are_a_second_factor_and_the_level_says_so(realm) -> None:
    levels = json.loads(realm["attributes"]["acr.loa.map"])
    assert {"aal1": 1, "aal2": 2} == levels
    steps = {each["alias"]: each for each in realm["authenticationFlows"]}
    second = steps["isp-2fa"]["authenticationExecutions"]
    assert {"auth-otp-form", "webauthn-authenticator"} == {each["authenticator"] for each in second}
    configs = {each["alias"]: each["config"] for each in realm["authenticatorConfig"]}
    assert "2" == configs["loa2"]["loa-condition-level"]
    assert int(configs["loa2"]["loa-max-age"]) <= 900
    assert "totp" == realm["otpPolicyType"]
    assert not realm["otpPolicyCodeReusable"]


def test_no_second_factor_is_added_at_keycloak_by_whatever_client(realm) -> None:
    """A `kc_action` in the address of a sign-in asks for a password alone: docs/adr/0121."""
    adding = {"CONFIGURE_TOTP", "webauthn-register", "webauthn-register-passwordless"}
    shut = {each["alias"] for each in realm["requiredActions"] if not each["enabled"]}
    assert adding == shut
    open_ = {each["alias"] for each in realm["requiredActions"] if each["enabled"]}
    assert {"UPDATE_PASSWORD", "VERIFY_EMAIL"} == open_
    assert not [each["alias"] for each in realm["requiredActions"] if each["defaultAction"]]
    for each in realm["requiredActions"]:  # an alias of another name would be called by it
        assert each["alias"] == each["providerId"]


def test_no_step_of_a_sign_in_makes_a_second_factor(realm) -> None:
    """Keycloak has somebody make what a flow requires and they lack: an alternative it passes."""
    needed = [
        step
        for flow in realm["authenticationFlows"]
        for step in flow["authenticationExecutions"]
        if step.get("authenticator") in {"auth-otp-form", "webauthn-authenticator"}
    ]
    assert ["ALTERNATIVE", "ALTERNATIVE"] == [each["requirement"] for each in needed]


def test_a_key_made_at_our_page_is_good_at_keycloaks(realm) -> None:
    assert "isp.example" == realm["webAuthnPolicyRpId"]


def test_a_passkey_knows_its_owner(realm) -> None:
    assert "required" == realm["webAuthnPolicyPasswordlessUserVerificationRequirement"]
    assert "Yes" == realm["webAuthnPolicyPasswordlessRequireResidentKey"]
    assert {"ES256", "RS256"} == set(realm["webAuthnPolicySignatureAlgorithms"])


def test_nobody_registers_at_keycloak_and_nobody_changes_who_they_are_there(realm) -> None:
    assert not realm["registrationAllowed"]
    assert not realm["editUsernameAllowed"]
    actions = {each["alias"] for each in realm["requiredActions"]}
    assert not {"UPDATE_PROFILE", "UPDATE_EMAIL", "delete_account"} & actions
    for each in realm_file.user_profile()["attributes"]:
        assert ["admin"] == each["permissions"]["edit"]


def test_events_are_kept_for_who_polls_them_and_name_nobody_for_long(realm) -> None:
    assert realm["eventsEnabled"]
    assert realm["adminEventsEnabled"]
    assert not realm["adminEventsDetailsEnabled"]
    assert 7 * 86_400 == realm["eventsExpiration"]
    assert str(7 * 86_400) == realm["attributes"]["adminEventsExpiration"]


def test_the_file_holds_no_secret() -> None:
    said = json.loads(json.dumps(realm_file._read("realm.json")))
    kept = [each["secret"] for each in said["clients"] if "secret" in each]
    assert kept
    assert all(re.fullmatch(r"\$\{[A-Z_]+\}", each) for each in kept)
    text = json.dumps(said)
    assert not re.search(r'"(privateKey|clientSecret|password|value)":', text)


def test_a_secret_that_is_missing_ends_it() -> None:
    with pytest.raises(BadSetting, match="ISP_WEB_SECRET"):
        realm_file.realm(Settings({"ISP_ENVIRONMENT": "production", **ADDRESSES}))
