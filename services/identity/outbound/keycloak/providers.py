"""Partners' identity providers in Keycloak, which identity's record alone decides on."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from keycloak import KeycloakAdmin

from services.identity.domain.partner_provider import (
    ALIAS,
    LONGEST_ORGANISATION,
    PartnerProvider,
    ProviderProtocol,
    ProviderStatus,
)
from services.identity.outbound.keycloak.comparing import OF_THE_RECORD, OWNER
from services.identity.outbound.keycloak.connection import AdminConnection
from services.identity.outbound.keycloak.partner_clients import MOST_EVENTS
from services.identity.usecases.provider_ports import Came, Newcomer

FIRST_FLOW: Final = "isp-first-broker-login"
"""In the realm file: makes an account where nobody has the address, and refuses blandly else."""

SUGGESTED: Final = "suggested_organisation"
_BEGINNING: Final = {"tier": "REGISTERED", "rights_version": "1", "identity_verified": "no"}
_PERSISTENT: Final = "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent"


class KeycloakProviders:
    """Writes and watches the providers through the admin API."""

    def __init__(self, connection: AdminConnection) -> None:
        self._connection = connection

    def put(self, provider: PartnerProvider) -> None:
        """Bring it to what the record says.

        Raises:
            AccountsUnavailable: Keycloak does not answer.
        """
        self._connection.do(lambda admin: _put(admin, provider))

    def came(self, since: datetime) -> Sequence[Came]:
        """Return who signed in by a provider from then on, each once.

        Raises:
            AccountsUnavailable: Keycloak does not answer.
        """
        query = {
            "type": ["LOGIN"],
            "dateFrom": str(int(since.timestamp() * 1000)),
            "max": MOST_EVENTS,
        }
        heard = self._connection.do(lambda admin: admin.get_events(query)) or []
        found = {
            (each.get("userId"), (each.get("details") or {}).get("identity_provider"))
            for each in heard
        }
        return [
            Came(subject=subject, alias=alias)
            for subject, alias in sorted(found, key=str)
            if subject and alias and alias.startswith(ALIAS)
        ]

    def newcomer(self, who: Came) -> Newcomer | None:
        """Return what is known of them; None if they are not linked so, or have not confirmed.

        Raises:
            AccountsUnavailable: Keycloak does not answer.
        """
        return self._connection.do(lambda admin: _newcomer(admin, who), gone_is_fine=True)


def _newcomer(admin: KeycloakAdmin, who: Came) -> Newcomer | None:
    linked = {each["identityProvider"] for each in admin.get_user_social_logins(who.subject)}
    user: dict[str, Any] = admin.get_user(who.subject)
    if who.alias not in linked or not user.get("emailVerified") or not user.get("email"):
        return None
    suggested = ((user.get("attributes") or {}).get(SUGGESTED) or [""])[0]
    return Newcomer(
        email=user["email"],
        given_name=str(user.get("firstName") or ""),
        family_name=str(user.get("lastName") or ""),
        suggested_organisation=" ".join(suggested.split())[:LONGEST_ORGANISATION],
    )


def _put(admin: KeycloakAdmin, provider: PartnerProvider) -> None:
    there = {each["alias"]: each for each in admin.get_idps()}
    wanted = _representation(provider)
    known = there.get(provider.alias)
    if known is None:
        admin.create_idp(wanted)
    else:
        config = (known.get("config") or {}) | wanted["config"]
        admin.update_idp(provider.alias, known | wanted | {"config": config})
    held = {each["name"] for each in admin.get_idp_mappers(provider.alias)}
    for mapper in _mappers(provider):
        if mapper["name"] not in held:
            admin.add_mapper_to_idp(provider.alias, mapper)


def _representation(provider: PartnerProvider) -> dict[str, Any]:
    oidc = provider.protocol is ProviderProtocol.OIDC
    return {
        "alias": provider.alias,
        "displayName": provider.name,
        "providerId": "oidc" if oidc else "saml",
        "enabled": provider.status is ProviderStatus.ACTIVE,
        "trustEmail": False,  # whatever the partner says: its owner confirms an address
        "storeToken": False,
        "addReadTokenRoleOnCreate": False,
        "linkOnly": False,
        "firstBrokerLoginFlowAlias": FIRST_FLOW,
        "config": {OWNER: OF_THE_RECORD} | (_oidc(provider) if oidc else _saml(provider)),
    }


def _oidc(provider: PartnerProvider) -> dict[str, str]:
    ends = provider.ends
    config = {
        "syncMode": "IMPORT",
        "issuer": ends.issuer,
        "authorizationUrl": ends.sign_in_url,
        "tokenUrl": ends.token_url,
        "jwksUrl": ends.keys_url,
        "useJwksUrl": "true",
        "validateSignature": "true",
        "clientId": ends.client_id,
        "clientAuthMethod": "client_secret_basic",
        "pkceEnabled": "true",
        "pkceMethod": "S256",
        "defaultScope": "openid profile email",
        "disableUserInfo": "true",
        "backchannelSupported": "false",
    }
    secret = provider.unsent_secret
    return config | ({"clientSecret": secret} if secret else {})


def _saml(provider: PartnerProvider) -> dict[str, str]:
    return {
        "syncMode": "IMPORT",
        "idpEntityId": provider.ends.issuer,
        "singleSignOnServiceUrl": provider.ends.sign_in_url,
        "signingCertificate": provider.ends.certificate,
        "validateSignature": "true",
        "wantAssertionsSigned": "true",
        "wantAuthnRequestsSigned": "true",
        "postBindingAuthnRequest": "true",
        "postBindingResponse": "true",
        "nameIDPolicyFormat": _PERSISTENT,
        "principalType": "SUBJECT",
        "allowCreate": "true",
    }


def _mappers(provider: PartnerProvider) -> list[dict[str, Any]]:
    """Return what an account begins with, and what is taken of what the partner says."""
    begin = [
        _mapper(provider, name, "hardcoded-attribute-idp-mapper", attribute=name, value=value)
        for name, value in _BEGINNING.items()
    ]
    if provider.protocol is ProviderProtocol.OIDC:
        kind, said = "oidc-user-attribute-idp-mapper", {"organisation": SUGGESTED}
    else:
        kind = "saml-user-attribute-idp-mapper"
        said = {
            "email": "email",
            "firstName": "firstName",
            "lastName": "lastName",
            "organisation": SUGGESTED,
        }
    source = "claim" if provider.protocol is ProviderProtocol.OIDC else "attribute.name"
    taken = [
        _mapper(provider, f"{name} as {ours}", kind, **{source: name, "user.attribute": ours})
        for name, ours in said.items()
    ]
    return [*begin, *taken]


def _mapper(provider: PartnerProvider, name: str, kind: str, **config: str) -> dict[str, Any]:
    if "value" in config:
        config["attribute.value"] = config.pop("value")
    return {
        "name": name,
        "identityProviderAlias": provider.alias,
        "identityProviderMapper": kind,
        "config": {"syncMode": "INHERIT", **config},
    }
