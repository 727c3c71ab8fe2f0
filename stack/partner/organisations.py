"""Partner organisations with a sign-in of their own: realms of the same Keycloak, for tests.

One speaks OpenID Connect and one SAML. Both are the partner's: the platform knows of neither but
what two people wrote down.
"""

import secrets
from dataclasses import dataclass, field
from typing import Any, Final

import requests
from keycloak import KeycloakAdmin

from stack.partner.registering import carried_at
from stack.story.front import Front

PASSWORD: Final = "Partner-pass-2026"  # noqa: S105 - of people whom a test makes


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisation:
    """One partner: its realm, and the provider as the platform has it."""

    realm: str
    issuer: str
    provider_id: str
    alias: str
    secret: str = field(repr=False, default="")


def administrator(keycloak: str, password: str) -> KeycloakAdmin:
    """Return the administrator of the whole Keycloak, who here plays the partner's own."""
    return KeycloakAdmin(
        server_url=keycloak, username="admin", password=password, realm_name="master", timeout=30
    )


def organisation(front: Front, admin: KeycloakAdmin, name: str, *, saml: bool) -> Organisation:
    """Make a partner's realm, have two people write it down, and let its realm know us.

    Raises:
        StoryBroken: the front refuses.
    """
    realm = f"{name}-{secrets.token_hex(4)}"
    keycloak = front.client.issuer.partition("/realms/")[0]
    issuer = f"{keycloak}/realms/{realm}"
    admin.change_current_realm("master")
    admin.create_realm({"realm": realm, "enabled": True, "sslRequired": "none"})
    admin.change_current_realm(realm)
    profile = admin.connection.raw_get(f"/admin/realms/{realm}/users/profile").json()
    for each in profile["attributes"]:
        each["validations"] = {}  # a partner calls its people as it likes
    admin.update_realm_users_profile(profile | {"unmanagedAttributePolicy": "ENABLED"})
    secret = "" if saml else secrets.token_urlsafe(24)
    said = _said_of_saml(issuer, name) if saml else _said_of_oidc(issuer, name, secret)
    by, second = front.sign_in_demo("admin"), front.sign_in_demo("privacy")
    made = front.ask("POST", "/v1/identity-providers", by=by, body=said, key=True, expect=201)
    provider = made.json()
    path = f"/v1/identity-providers/{provider['provider_id']}"
    front.ask("POST", f"{path}/confirmation", by=second, if_match=made.headers["ETag"])
    carried_at(front, path)
    callback = provider["callback_url"]
    if saml:
        admin.create_client(_saml_client(provider["our_entity_id"], callback))
    else:
        admin.create_client(_oidc_client(callback, secret))
    return Organisation(
        realm=realm,
        issuer=issuer,
        provider_id=provider["provider_id"],
        alias=callback.split("/")[-2],
        secret=secret,
    )


def somebody(
    admin: KeycloakAdmin,
    at: Organisation,
    email: str,
    *,
    organisation_name: str = "",
    given_name: str = "Port",
) -> str:
    """Make a person of a partner's, and return by what they sign in there."""
    admin.change_current_realm(at.realm)
    username = f"guard-{secrets.token_hex(4)}"
    admin.create_user(
        {
            "username": username,
            "email": email,
            "emailVerified": True,  # by the partner, which is not enough for us
            "enabled": True,
            "firstName": given_name,
            "lastName": "Guard",
            "attributes": {"organisation": [organisation_name], "tier": ["TRUSTED"]},
            "credentials": [{"type": "password", "value": PASSWORD, "temporary": False}],
        }
    )
    return username


def _said_of_oidc(issuer: str, name: str, secret: str) -> dict[str, str]:
    ends = f"{issuer}/protocol/openid-connect"
    return {
        "name": name,
        "protocol": "OIDC",
        "issuer": issuer,
        "sign_in_url": f"{ends}/auth",
        "token_url": f"{ends}/token",
        "keys_url": f"{ends}/certs",
        "client_id": "isp",
        "client_secret": secret,
    }


def _said_of_saml(issuer: str, name: str) -> dict[str, str]:
    described = requests.get(f"{issuer}/protocol/saml/descriptor", timeout=20).text
    certificate = described.partition("<ds:X509Certificate>")[2].partition("<")[0]
    return {
        "name": name,
        "protocol": "SAML",
        "issuer": issuer,
        "sign_in_url": f"{issuer}/protocol/saml",
        "certificate": certificate,
    }


def _mapped(name: str, kind: str, **config: str) -> dict[str, Any]:
    protocol = "saml" if kind.startswith("saml") else "openid-connect"
    return {"name": name, "protocol": protocol, "protocolMapper": kind, "config": config}


def _oidc_client(callback: str, secret: str) -> dict[str, Any]:
    claims = [
        _mapped(
            name,
            "oidc-usermodel-attribute-mapper",
            **{
                "user.attribute": name,
                "claim.name": name,
                "jsonType.label": "String",
                "id.token.claim": "true",
            },
        )
        for name in ("organisation", "tier")
    ]
    return {
        "clientId": "isp",
        "secret": secret,
        "publicClient": False,
        "redirectUris": [callback],
        "standardFlowEnabled": True,
        "protocolMappers": claims,
    }


def _saml_client(entity_id: str, callback: str) -> dict[str, Any]:
    kind = "saml-user-attribute-mapper"
    own = "saml-user-property-mapper"
    attributes = [
        _mapped(name, own if name in {"email", "firstName", "lastName"} else kind, **config)
        for name, config in (
            (
                each,
                {
                    "user.attribute": each,
                    "attribute.name": each,
                    "attribute.nameformat": "Basic",
                },
            )
            for each in ("email", "firstName", "lastName", "organisation", "tier")
        )
    ]
    return {
        "clientId": entity_id,
        "protocol": "saml",
        "redirectUris": [callback],
        "adminUrl": callback,
        "fullScopeAllowed": False,
        "attributes": {
            "saml.encrypt": "false",
            "saml.client.signature": "false",
            "saml.assertion.signature": "true",
            "saml.server.signature": "true",
            "saml_name_id_format": "persistent",
            "saml_force_name_id_format": "true",
            "saml.force.post.binding": "true",
            "saml.authnstatement": "true",
        },
        "protocolMappers": attributes,
    }
