"""One connection to Keycloak's admin API: one call at a time, every failure said in one way."""

import threading
from collections.abc import Callable, Mapping
from typing import Any, Final, TypeVar

import requests
from keycloak import KeycloakAdmin, KeycloakOpenIDConnection
from keycloak.exceptions import KeycloakError

from kernel.tiers import Tier
from services.identity.domain.errors import AccountsUnavailable

T = TypeVar("T")
_TIMEOUT_SECONDS: Final = 5
GONE: Final = 404


class AdminConnection:
    """Opened at the first call."""

    def __init__(
        self,
        *,
        url: str,
        realm: str,
        client_id: str,
        client_secret: str,
        patience_seconds: int = _TIMEOUT_SECONDS,
    ) -> None:
        self._connect: Callable[[], KeycloakAdmin] = lambda: KeycloakAdmin(
            connection=KeycloakOpenIDConnection(
                server_url=url,
                realm_name=realm,
                client_id=client_id,
                client_secret_key=client_secret,
                timeout=patience_seconds,
            )
        )
        # The library renews its token without a lock: one call at a time.
        self._lock = threading.Lock()
        self._admin: KeycloakAdmin | None = None

    def do(self, act: Callable[[KeycloakAdmin], T], *, gone_is_fine: bool = False) -> T | None:
        """Return what an act on the API gives; None for what is gone, where that is fine.

        Raises:
            AccountsUnavailable: Keycloak does not answer, or refuses.
        """
        with self._lock:
            try:
                if self._admin is None:
                    self._admin = self._connect()
                return act(self._admin)
            except KeycloakError as error:
                if gone_is_fine and error.response_code == GONE:
                    return None
                raise AccountsUnavailable(
                    f"Keycloak answered {error.response_code or 'nothing'}."
                ) from error
            except requests.RequestException as error:
                raise AccountsUnavailable("Keycloak does not answer.") from error


def version_of(attributes: Mapping[str, Any]) -> int:
    """Return the version of somebody's rights that their account says; 0 for none."""
    said = str(next(iter(attributes.get("rights_version") or ()), ""))
    return int(said) if said.isascii() and said.isdigit() else 0


def rights_attributes(tier: Tier, rights_version: int) -> dict[str, Any]:
    """Return what an account says of somebody's rights.

    Partner sites are told `identity_verified` and never the tier.
    """
    return {
        "tier": [tier.name],
        "rights_version": [str(rights_version)],
        "identity_verified": ["yes" if tier >= Tier.VERIFIED else "no"],
    }
