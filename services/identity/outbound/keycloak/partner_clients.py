"""Partner sites in Keycloak: a confidential client each, which identity's record alone decides on.

The realm's reconciler leaves them alone: they are not in its file. Attribute `isp.owner` says whose
they are.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Any, Final

from keycloak import KeycloakAdmin

from services.identity.domain.partner_site import PartnerScope, PartnerSite, PartnerStatus
from services.identity.outbound.keycloak.comparing import OF_THE_RECORD, OWNER
from services.identity.outbound.keycloak.connection import AdminConnection

MOST_EVENTS: Final = 1000

_PAIRWISE: Final = "oidc-sha256-pairwise-sub-mapper"
_TOKENS: Final = {
    "id.token.claim": "true",
    "access.token.claim": "false",
    "userinfo.token.claim": "true",
    "introspection.token.claim": "false",
}
_TOLD: Final = {
    PartnerScope.NAME: ("your name", "eich enw"),
    PartnerScope.EMAIL: ("your e-mail address", "eich cyfeiriad e-bost"),
    PartnerScope.VERIFIED: (
        "whether your identity was verified: yes or no",
        "a gafodd eich hunaniaeth ei gwirio: ie neu na",
    ),
}


class KeycloakPartners:
    """Writes and watches the partners' clients through the admin API.

    `salt` gives what makes a site's codes for people its own: always the same, so that they are
    the same again if Keycloak had to be filled anew.
    """

    def __init__(self, connection: AdminConnection, *, salt: Callable[[str], str]) -> None:
        self._connection = connection
        self._salt = salt

    def put(self, site: PartnerSite) -> None:
        """Bring its client to what the record says, the secret too where one is unsent.

        Raises:
            AccountsUnavailable: Keycloak does not answer.
        """
        wanted = _client(site)
        mappers = _mappers(site, self._salt(f"partner-site:{site.site_id}"))
        self._connection.do(lambda admin: _put(admin, wanted, mappers))

    def sign_ins(self, site: PartnerSite, since: datetime) -> Sequence[tuple[str, str, datetime]]:
        """Return (event id, subject, when) of sign-ins there from then on, the oldest first.

        Raises:
            AccountsUnavailable: Keycloak does not answer.
        """
        query = {
            "type": ["LOGIN"],
            "client": site.client_id,
            "dateFrom": str(int(since.timestamp() * 1000)),
            "direction": "asc",
        }
        heard = self._connection.do(lambda admin: list(_pages(admin, query))) or []
        return [
            (name_of(each), each["userId"], datetime.fromtimestamp(each["time"] / 1000, UTC))
            for each in heard
            if each.get("userId")
        ]


def _pages(admin: KeycloakAdmin, query: dict[str, Any]) -> Iterator[dict[str, Any]]:
    first = 0
    while True:
        page = admin.get_events(query | {"first": first, "max": MOST_EVENTS})
        yield from page
        if len(page) < MOST_EVENTS:
            return
        first += MOST_EVENTS


def _put(admin: KeycloakAdmin, wanted: dict[str, Any], mappers: list[dict[str, Any]]) -> None:
    client_id = admin.get_client_id(wanted["clientId"])
    if client_id is None:
        admin.create_client(wanted | {"protocolMappers": mappers})
        return
    there = admin.get_client(client_id)
    attributes = (there.get("attributes") or {}) | wanted["attributes"]
    admin.update_client(client_id, there | wanted | {"attributes": attributes})
    known = {each["name"]: each for each in admin.get_mappers_from_client(client_id)}
    for mapper in mappers:
        held = known.pop(mapper["name"], None)
        if held is None:
            admin.add_mapper_to_client(client_id, mapper)
        elif (held.get("config") or {}) | mapper["config"] != held.get("config"):
            admin.update_client_mapper(client_id, held["id"], held | mapper)
    for surplus in known.values():
        admin.remove_client_mapper(client_id, surplus["id"])


def _client(site: PartnerSite) -> dict[str, Any]:
    """Return the client: every way in but the authorization code with PKCE is shut."""
    said = {
        "clientId": site.client_id,
        "name": site.name,
        "protocol": "openid-connect",
        "enabled": site.status is PartnerStatus.ACTIVE,
        "publicClient": False,
        "clientAuthenticatorType": "client-secret",
        "standardFlowEnabled": True,
        "implicitFlowEnabled": False,
        "directAccessGrantsEnabled": False,
        "serviceAccountsEnabled": False,
        "fullScopeAllowed": False,
        "authenticationFlowBindingOverrides": {},  # one of its own could skip a second factor
        "consentRequired": True,
        "frontchannelLogout": False,
        "redirectUris": list(site.redirect_uris),
        "webOrigins": [],
        "defaultClientScopes": ["basic"],
        "optionalClientScopes": [],
        "attributes": {
            OWNER: OF_THE_RECORD,
            "isp.version": str(site.version),
            "pkce.code.challenge.method": "S256",
            "id.token.signed.response.alg": "ES256",
            "access.token.signed.response.alg": "ES256",
            "backchannel.logout.url": site.backchannel_logout_uri,
            "backchannel.logout.session.required": "true",
            "backchannel.logout.revoke.offline.tokens": "true",
            "use.refresh.tokens": "false",
            "oauth2.device.authorization.grant.enabled": "false",
            "oidc.ciba.grant.enabled": "false",
            "display.on.consent.screen": "true",
            "consent.screen.text": consent_text(site.scopes),
        },
    }
    return said | ({"secret": site.unsent_secret} if site.unsent_secret else {})


def consent_text(scopes: frozenset[PartnerScope]) -> str:
    """Return what people read before a site learns anything, in English and Welsh."""
    told = [_TOLD[each] for each in PartnerScope if each in scopes]
    english = ["a code that stands for you there and nowhere else", *(each[0] for each in told)]
    welsh = ["cod sy'n eich cynrychioli yno ac yn unman arall", *(each[1] for each in told)]
    return f"The site learns: {'; '.join(english)}. / Mae'r wefan yn dysgu: {'; '.join(welsh)}."


def _mappers(site: PartnerSite, salt: str) -> list[dict[str, Any]]:
    pairwise = {
        "name": "pairwise",
        "protocol": "openid-connect",
        "protocolMapper": _PAIRWISE,
        "config": {"sectorIdentifierUri": "", "pairwiseSubAlgorithmSalt": salt},
    }
    return [pairwise, *(_MAPPERS[each] for each in PartnerScope if each in site.scopes)]


def _of_user(name: str, kind: str, config: dict[str, str]) -> dict[str, Any]:
    return {
        "name": name,
        "protocol": "openid-connect",
        "protocolMapper": kind,
        "config": config | _TOKENS,
    }


_MAPPERS: Final = {
    PartnerScope.NAME: _of_user("name", "oidc-full-name-mapper", {}),
    PartnerScope.EMAIL: _of_user(
        "email",
        "oidc-usermodel-attribute-mapper",
        {"user.attribute": "email", "claim.name": "email", "jsonType.label": "String"},
    ),
    PartnerScope.VERIFIED: _of_user(
        "verified",
        "oidc-usermodel-attribute-mapper",
        {
            "user.attribute": "identity_verified",
            "claim.name": "verified",
            "jsonType.label": "String",
        },
    ),
}
"""What gives a site each thing that it may learn: in its own ID token, never in an access token."""


def name_of(event: dict[str, Any]) -> str:
    """Return what tells one event from another: its id, or what is in it where it has none."""
    return str(event.get("id") or f"{event['time']}:{event.get('sessionId')}:{event['userId']}")
