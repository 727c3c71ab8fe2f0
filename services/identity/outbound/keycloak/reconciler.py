"""Compares the realm in Keycloak with the file, and brings it to what the file says.

Import at start would make a realm once and never change it; this makes and changes it, here and in
a cluster alike. People are no part of the file, and what identity's record keeps is left to it.
"""

import time
from collections.abc import Iterator, Mapping
from typing import Any

from keycloak import KeycloakAdmin
from keycloak.exceptions import KeycloakError
from requests import RequestException

from services.identity.domain.errors import AccountsUnavailable
from services.identity.outbound.keycloak.comparing import Difference
from services.identity.outbound.keycloak.realm_clients import KEYCLOAKS_OWN, Clients
from services.identity.outbound.keycloak.realm_flows import Flows
from services.identity.outbound.keycloak.realm_settings import RealmSettings


def open_admin(
    url: str,
    username: str,
    password: str,
    *,
    patience_seconds: float = 60,
    answer_seconds: int = 120,
) -> KeycloakAdmin:
    """Return a connection as the administrator of the master realm, waiting while Keycloak boots.

    A realm or an import takes a slow Keycloak long. Nothing is sent a second time for that: while
    the first is under way, the second is refused (409), as the library would do by itself.

    Raises:
        AccountsUnavailable: it does not answer in time.
    """
    until = time.monotonic() + patience_seconds
    while True:
        try:
            admin = KeycloakAdmin(
                server_url=url,
                username=username,
                password=password,
                realm_name="master",
                timeout=answer_seconds,
                max_retries=0,
            )
            admin.get_server_info()
        except (KeycloakError, RequestException) as error:
            if time.monotonic() > until:
                raise AccountsUnavailable(f"Keycloak does not answer: {error}") from error
            time.sleep(1)
        else:
            return admin


class RealmDiffers(Exception):
    """The realm is not as the file says, though everything was done that brings it there."""


class Reconciler:
    """One realm."""

    def __init__(
        self, admin: KeycloakAdmin, realm: Mapping[str, Any], profile: Mapping[str, Any]
    ) -> None:
        self._admin = admin
        self._realm = realm
        self._name = str(realm["realm"])
        self._settings = RealmSettings(admin, realm, profile)
        self._clients = Clients(admin, realm)
        self._flows = Flows(admin, realm)

    def differences(self) -> list[str]:
        """Return what is not as the file says, a line each; nothing is changed."""
        if not self._is_there():
            return [f"realm {self._name}: is missing"]
        return [str(each) for part in self._parts() for each in part]

    def reconcile(self) -> list[str]:
        """Bring the realm to what the file says; return what was not, a line each.

        Raises:
            RealmDiffers: something is still not as the file says.
        """
        changed = []
        if not self._is_there():
            # Keycloak makes its own clients itself, and would stumble over them.
            ours = [
                each for each in self._realm["clients"] if each["clientId"] not in KEYCLOAKS_OWN
            ]
            self._admin.create_realm(payload={**self._realm, "clients": ours})
            self._admin.change_current_realm(self._name)
            changed.append(f"realm {self._name}: is missing")
        for part in self._parts():
            changed.extend(_mended(part))
        if changed and (left := self.differences()):
            raise RealmDiffers("; ".join(left))
        return changed

    def _is_there(self) -> bool:
        self._admin.change_current_realm("master")
        found = self._name in {each["realm"] for each in self._admin.get_realms()}
        if found:
            self._admin.change_current_realm(self._name)
        return found

    def _parts(self) -> Iterator[Iterator[Difference]]:
        """Yield the parts in the order in which they are mended; each is looked at when asked."""
        yield self._flows.differences()
        yield self._settings.differences()
        yield self._clients.differences()
        yield self._clients.rights()
        yield self._flows.surplus()


def _mended(part: Iterator[Difference]) -> list[str]:
    """Mend what a part found, each thing once, and return the lines."""
    found = list(part)
    mends = {id(each.mend): each.mend for each in found}
    for mend in mends.values():
        mend()
    return [str(each) for each in found]
