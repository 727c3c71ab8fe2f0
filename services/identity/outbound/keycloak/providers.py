"""Partners' identity providers in Keycloak, which identity's record alone decides on."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from typing import Any, Final

from keycloak import KeycloakAdmin
from keycloak.exceptions import KeycloakError

from services.identity.domain.names import tidy_name
from services.identity.domain.partner_provider import (
    ALIAS,
    LONGEST_ORGANISATION,
    PartnerProvider,
    ProviderProtocol,
    ProviderStatus,
)
from services.identity.outbound.keycloak.comparing import OF_THE_RECORD, OWNER, Difference
from services.identity.outbound.keycloak.connection import GONE, AdminConnection
from services.identity.outbound.keycloak.partner_clients import MOST_EVENTS, name_of
from services.identity.usecases.provider_ports import Came, Newcomer

FIRST_FLOW: Final = "isp-first-broker-login"
"""In the realm file: makes an account where nobody has the address, and refuses blandly else."""

MOST_UNCONFIRMED: Final = 500
"""How many are looked at at once; the others come when these are gone."""

_PAGE: Final = 100
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
        """Return who signed in by a provider from then on, each once, at the last time.

        Raises:
            AccountsUnavailable: Keycloak does not answer.
        """
        query = {
            "type": ["LOGIN"],
            "dateFrom": str(int(since.timestamp() * 1000)),
            "max": MOST_EVENTS,
        }
        heard = self._connection.do(lambda admin: admin.get_events(query)) or []
        found: dict[tuple[str, str], Came] = {}
        for each in heard:  # the newest first
            subject = str(each.get("userId") or "")
            alias = str((each.get("details") or {}).get("identity_provider") or "")
            if subject and alias.startswith(ALIAS):
                at = datetime.fromtimestamp(each["time"] / 1000, UTC)
                came = Came(subject=subject, alias=alias, event_id=name_of(each), at=at)
                found.setdefault((subject, alias), came)
        return [found[who] for who in sorted(found)]

    def unconfirmed(self, before: datetime) -> Sequence[str]:
        """Return who came by a provider before then and never confirmed their address.

        Raises:
            AccountsUnavailable: Keycloak does not answer.
        """
        return self._connection.do(lambda admin: _unconfirmed(admin, before)) or ()

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
        given_name=tidy_name(str(user.get("firstName") or "")),
        family_name=tidy_name(str(user.get("lastName") or "")),
        suggested_organisation=" ".join(suggested.split())[:LONGEST_ORGANISATION],
    )


def _unconfirmed(admin: KeycloakAdmin, before: datetime) -> list[str]:
    moment = before.timestamp() * 1000
    path = f"/admin/realms/{admin.connection.realm_name}/users"
    answer = admin.connection.raw_get(path, emailVerified="false", first=0, max=MOST_UNCONFIRMED)
    answer.raise_for_status()
    return [
        str(user["id"])
        for user in answer.json()
        if user["createdTimestamp"] < moment
        and any(
            each["identityProvider"].startswith(ALIAS)
            for each in admin.get_user_social_logins(user["id"])
        )
    ]


def _put(admin: KeycloakAdmin, provider: PartnerProvider) -> None:
    wanted = _representation(provider)
    known = provider_there(admin, provider.alias)
    if known is None:
        admin.create_idp(wanted)
    else:
        # Its secret is answered as stars, which leave it as it is. Nothing else is kept that we did
        # not say: it was set by somebody else.
        kept = {"clientSecret": (known.get("config") or {}).get("clientSecret")}
        config = {name: value for name, value in kept.items() if value} | wanted["config"]
        admin.update_idp(provider.alias, known | wanted | {"config": config})
    for difference in mapper_differences(admin, provider.alias, mappers_of(wanted)):
        difference.mend()


def provider_there(admin: KeycloakAdmin, alias: str) -> dict[str, Any] | None:
    """Return a provider by its alias, or None: a list would have a hundred at most."""
    try:
        found: dict[str, Any] = admin.get_idp(alias)
    except KeycloakError as error:
        if error.response_code == GONE:
            return None
        raise
    return found


def providers_there(admin: KeycloakAdmin) -> Iterator[dict[str, Any]]:
    """Yield every provider of the realm."""
    path, first = f"/admin/realms/{admin.connection.realm_name}/identity-provider/instances", 0
    while True:
        answer = admin.connection.raw_get(path, first=first, max=_PAGE)
        answer.raise_for_status()
        page = answer.json()
        yield from page
        if len(page) < _PAGE:
            return
        first += _PAGE


def mapper_differences(
    admin: KeycloakAdmin, alias: str, wanted: list[dict[str, Any]]
) -> Iterator[Difference]:
    """Yield what a provider takes of what it says, and is not as wanted: a role is never taken."""
    place, there = f"identity provider {alias}", admin.get_idp_mappers(alias)
    path = f"/admin/realms/{admin.connection.realm_name}/identity-provider/instances/{alias}"
    known = {each["name"]: each for each in there}
    for mapper in wanted:
        found = known.pop(mapper["name"], None)
        if found is None:
            make = partial(admin.add_mapper_to_idp, alias, mapper)
            yield Difference(place, f"mapper {mapper['name']} is missing", make)
        elif found | mapper != found:
            mend = partial(admin.update_mapper_in_idp, alias, found["id"], found | mapper)
            yield Difference(place, f"mapper {mapper['name']} is another", mend)
    for surplus in known.values():
        remove = partial(admin.connection.raw_delete, f"{path}/mappers/{surplus['id']}")
        yield Difference(place, f"mapper {surplus['name']} is not ours", remove)


def _representation(provider: PartnerProvider) -> dict[str, Any]:
    oidc = provider.protocol is ProviderProtocol.OIDC
    bounds = bounds_of("oidc" if oidc else "saml")
    said = _oidc(provider) if oidc else _saml(provider)
    return bounds | {
        "alias": provider.alias,
        "displayName": provider.name,
        "enabled": provider.status is ProviderStatus.ACTIVE,
        "config": {OWNER: OF_THE_RECORD} | bounds["config"] | said,
    }


def bounds_of(kind: str) -> dict[str, Any]:
    """Return what holds for each provider of the record, whatever it is: `oidc` or `saml`.

    Whatever the partner says, its owner confirms an address, no token of the partner's is kept, and
    who comes the first time goes through the flow that joins nobody to an account.
    """
    return {
        "providerId": kind,
        "trustEmail": False,
        "storeToken": False,
        "addReadTokenRoleOnCreate": False,
        "linkOnly": False,
        "firstBrokerLoginFlowAlias": FIRST_FLOW,
        "config": _BOUNDS[kind],
    }


KINDS: Final = ("oidc", "saml")
_BOUNDS: Final = {
    "oidc": {
        "syncMode": "IMPORT",
        "validateSignature": "true",
        "useJwksUrl": "true",
        "pkceEnabled": "true",
        "pkceMethod": "S256",
        "disableUserInfo": "true",
        "backchannelSupported": "false",
    },
    "saml": {
        "syncMode": "IMPORT",
        "validateSignature": "true",
        "wantAssertionsSigned": "true",
        "wantAuthnRequestsSigned": "true",
        "principalType": "SUBJECT",
    },
}


def _oidc(provider: PartnerProvider) -> dict[str, str]:
    ends = provider.ends
    config = {
        "issuer": ends.issuer,
        "authorizationUrl": ends.sign_in_url,
        "tokenUrl": ends.token_url,
        "jwksUrl": ends.keys_url,
        "clientId": ends.client_id,
        "clientAuthMethod": "client_secret_basic",
        "defaultScope": "openid profile email",
    }
    secret = provider.unsent_secret
    return config | ({"clientSecret": secret} if secret else {})


def _saml(provider: PartnerProvider) -> dict[str, str]:
    return {
        "idpEntityId": provider.ends.issuer,
        "singleSignOnServiceUrl": provider.ends.sign_in_url,
        "signingCertificate": provider.ends.certificate,
        "postBindingAuthnRequest": "true",
        "postBindingResponse": "true",
        "nameIDPolicyFormat": _PERSISTENT,
        "allowCreate": "true",
    }


def mappers_of(provider: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return what an account begins with, and what is taken of what the partner says.

    The name by which Keycloak knows it is ours and the partner's code for them, whatever the
    partner calls them: else it could be another's address.
    """
    alias, oidc = str(provider["alias"]), provider["providerId"] == "oidc"
    begin = [
        _mapper(
            alias,
            name,
            "hardcoded-attribute-idp-mapper",
            {"attribute": name, "attribute.value": value},
        )
        for name, value in _BEGINNING.items()
    ]
    kind = "oidc" if oidc else "saml"
    template = "${ALIAS}.${CLAIM.sub}" if oidc else "${ALIAS}.${NAMEID}"
    username = {"template": template, "target": "LOCAL"}
    source = "claim" if oidc else "attribute.name"
    taken = [
        _mapper(
            alias,
            f"{name} as {ours}",
            f"{kind}-user-attribute-idp-mapper",
            {source: name, "user.attribute": ours},
        )
        for name, ours in _TAKEN[kind].items()
    ]
    return [*begin, _mapper(alias, "username", f"{kind}-username-idp-mapper", username), *taken]


_TAKEN: Final = {
    "oidc": {"organisation": SUGGESTED},
    "saml": {
        "email": "email",
        "firstName": "firstName",
        "lastName": "lastName",
        "organisation": SUGGESTED,
    },
}


def _mapper(alias: str, name: str, kind: str, config: Mapping[str, str]) -> dict[str, Any]:
    return {
        "name": name,
        "identityProviderAlias": alias,
        "identityProviderMapper": kind,
        "config": {"syncMode": "INHERIT", **config},
    }
