"""What others than identity do at Keycloak: its admin events and some of its users' events."""

import base64
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Final

from keycloak import KeycloakAdmin
from keycloak.exceptions import KeycloakError

from kernel.roles import PERMISSIONS
from services.identity.domain.account_at_keycloak import (
    AccountAtKeycloak,
    KeycloakEvent,
    Touch,
)
from services.identity.outbound.keycloak.connection import GONE, AdminConnection, version_of

_OVER_KEYCLOAK: Final = "realm-management"
"""The client whose roles are powers over the realm."""

PAGE: Final = 200
"""How many events one question gives."""

_OF_A_PERSON: Final = re.compile(r"^users/([0-9a-f-]{36})(?:/|$)")
_CREDENTIALS: Final = re.compile(
    r"/(reset-password|credentials/|impersonation|disable-credential-types|federated-identity)"
)
_ENDED: Final = re.compile(r"/logout$")
_OF_NO_MATTER: Final = frozenset({"USER_LOGIN_FAILURE", "USER_SESSION", "CLUSTER_NODE"})
"""Ends of throttling and of single sessions, and servers that come and go."""

_UPDATE: Final = "UPDATE"
_USER: Final = "USER"
"""Together: an account was written, whole."""

_OWN: Final[Mapping[str, Touch]] = {
    "IMPERSONATE": Touch.IMPERSONATED,
    "FEDERATED_IDENTITY_LINK": Touch.CREDENTIALS,  # no flow of ours joins a sign-in to an account
    "REMOVE_CREDENTIAL": Touch.OWN_PASSWORD,
    "UPDATE_EMAIL": Touch.ACCOUNT,
    "UPDATE_PROFILE": Touch.ACCOUNT,
    "DELETE_ACCOUNT": Touch.ACCOUNT,
}
_CREDENTIAL: Final = "UPDATE_CREDENTIAL"
_PASSWORD: Final = "password"  # noqa: S105 - a kind of credential


class KeycloakEventsByPolling:
    """Asks the admin API, as the client that may administer users and view events."""

    def __init__(self, connection: AdminConnection) -> None:
        self._connection = connection

    def since(self, at: datetime) -> Sequence[KeycloakEvent]:
        """Return what others did from then on, oldest first.

        Raises:
            AccountsUnavailable: Keycloak does not answer.
        """
        asked = {"dateFrom": _milliseconds(at), "direction": "asc"}
        found = self._connection.do(lambda admin: [*_by_others(admin, asked), *_own(admin, asked)])
        return sorted(found or (), key=lambda each: each.at)

    def signed_in(self, since: datetime) -> Sequence[tuple[str, datetime]]:
        """Return (subject, when) of sign-ins from then on, by whatever client, oldest first.

        Raises:
            AccountsUnavailable: Keycloak does not answer.
        """
        asked = {"dateFrom": _milliseconds(since), "direction": "asc", "type": ["LOGIN"]}
        found = self._connection.do(lambda admin: list(_pages(admin.get_events, asked))) or []
        return [(each["userId"], _moment(each["time"])) for each in found if each.get("userId")]

    def account(self, subject: str) -> AccountAtKeycloak | None:
        """Return an account as it is now, or None when it is gone.

        Raises:
            AccountsUnavailable: Keycloak does not answer.
        """
        return self._connection.do(lambda admin: account_in(admin, subject), gone_is_fine=True)

    def wrote(self, subject: str, since: datetime) -> Sequence[datetime]:
        """Return when we wrote an account, whole, from then on, oldest first.

        Keycloak keeps an event in the transaction of what it tells of: a write that is seen has
        one.

        Raises:
            AccountsUnavailable: Keycloak does not answer.
        """
        found = self._connection.do(lambda admin: list(_by_ourselves(admin, subject, since)))
        return found or []


def _pages(ask: Callable[[dict[str, Any]], Any], asked: Mapping[str, Any]) -> Iterator[Any]:
    first = 0
    while True:
        page = ask({**asked, "first": first, "max": PAGE})
        yield from page
        if len(page) < PAGE:
            return
        first += PAGE


def _by_others(admin: KeycloakAdmin, asked: Mapping[str, Any]) -> Iterator[KeycloakEvent]:
    ourselves = _subject_of(admin)
    for said in _pages(admin.get_admin_events, asked):
        by = said.get("authDetails", {}).get("userId", "")
        if by == ourselves or said["resourceType"] in _OF_NO_MATTER or "error" in said:
            continue
        path = said.get("resourcePath", "")
        person = _OF_A_PERSON.match(path)
        yield KeycloakEvent(
            event_id=said["id"],
            at=_moment(said["time"]),
            touch=_touch(path) if person else Touch.REALM,
            subject=person.group(1) if person else None,
            by=by,
            path=f"{said['operationType']} {said['resourceType']} {path}",
            whole=(said["operationType"], said["resourceType"]) == (_UPDATE, _USER),
        )


def _by_ourselves(admin: KeycloakAdmin, subject: str, since: datetime) -> Iterator[datetime]:
    asked = {
        "dateFrom": _milliseconds(since),
        "direction": "asc",
        "authUser": _subject_of(admin),
        "operationTypes": [_UPDATE],
        "resourceTypes": [_USER],
        "resourcePath": f"users/{subject}",
    }
    for said in _pages(admin.get_admin_events, asked):
        yield _moment(said["time"])


def _touch(path: str) -> Touch:
    if _CREDENTIALS.search(path):
        return Touch.CREDENTIALS
    return Touch.ENDED if _ENDED.search(path) else Touch.ACCOUNT


def _own(admin: KeycloakAdmin, asked: Mapping[str, Any]) -> Iterator[KeycloakEvent]:
    kinds = {**asked, "type": [_CREDENTIAL, *_OWN]}
    for said in _pages(admin.get_events, kinds):
        touch = _OWN.get(said["type"])
        if touch is None:
            kind = said.get("details", {}).get("credential_type")
            touch = Touch.OWN_PASSWORD if kind == _PASSWORD else Touch.OWN_FACTOR
        yield KeycloakEvent(
            event_id=said["id"],
            at=_moment(said["time"]),
            touch=touch,
            subject=said.get("userId"),
            by=said.get("details", {}).get("impersonator") or said.get("userId", ""),
            path=said["type"],
        )


def account_in(admin: KeycloakAdmin, subject: str) -> AccountAtKeycloak | None:
    """Return an account as it is now, or None when it is gone."""
    try:
        user = admin.get_user(subject)
    except KeycloakError as error:
        if error.response_code == GONE:
            return None
        raise
    attributes = user.get("attributes") or {}
    # Not all at once: of that a client that may not view the realm is told nothing, and no error.
    roles = {role["name"] for role in admin.get_realm_roles_of_user(subject)}
    ours = str(admin.get_client_id(_OVER_KEYCLOAK))
    powers = {
        f"{_OVER_KEYCLOAK}/{role['name']}" for role in admin.get_client_roles_of_user(subject, ours)
    }
    return AccountAtKeycloak(
        subject=subject,
        enabled=bool(user.get("enabled")),
        email=user.get("email", ""),
        given_name=user.get("firstName", ""),
        family_name=user.get("lastName", ""),
        tier=next(iter(attributes.get("tier", ())), ""),
        rights_version=version_of(attributes),
        roles=frozenset(roles & PERMISSIONS.keys()),
        powers=frozenset(powers | {group["name"] for group in admin.get_user_groups(subject)}),
    )


def _moment(milliseconds: int) -> datetime:
    return datetime.fromtimestamp(milliseconds / 1000, UTC)


def _milliseconds(at: datetime) -> str:
    return str(int(at.timestamp() * 1000))


def _subject_of(admin: KeycloakAdmin) -> str:
    """Return who we are at Keycloak, by the token that it gave us over our own connection."""
    if admin.connection.token is None:
        admin.connection.get_token()
    token = (admin.connection.token or {})["access_token"]
    said = json.loads(base64.urlsafe_b64decode(token.split(".")[1] + "=="))
    return str(said["sub"])
