"""One connection to Keycloak's admin API: one call at a time, every failure said in one way."""

import threading
from collections.abc import Callable, Mapping
from typing import Any, Final, TypeVar

import requests
from keycloak import KeycloakAdmin, KeycloakOpenIDConnection
from keycloak.exceptions import KeycloakError

from kernel.tiers import Tier
from services.identity.domain.errors import AccountsRefused, AccountsUnavailable

T = TypeVar("T")
_TIMEOUT_SECONDS: Final = 5
GONE: Final = 404
_TAKES_NOTHING: Final = frozenset({401, 429, 502, 503, 504})
"""Of our client, or of anybody: the next question would be answered alike."""
_ITS_OWN_FAULT: Final = 500

MOST_VERSION: Final = 10**9
"""In `user_profile.json`. Somebody in the console may write it, and ours goes above it."""


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
            AccountsRefused: Keycloak answers, and does not take this.
            AccountsUnavailable: it does not answer, or takes nothing of us.
        """
        with self._lock:
            try:
                if self._admin is None:
                    self._admin = self._connect()
                return act(self._admin)
            except KeycloakError as error:
                if gone_is_fine and error.response_code == GONE:
                    return None
                raise _failure(error.response_code) from error
            except requests.RequestException as error:
                raise AccountsUnavailable("Keycloak does not answer.") from error


def _failure(status: int | None) -> AccountsUnavailable:
    if status is None or status in _TAKES_NOTHING:
        return AccountsUnavailable(f"Keycloak answered {status or 'nothing'}.")
    return AccountsRefused(f"Keycloak answered {status}.", lasting=status < _ITS_OWN_FAULT)


def version_of(attributes: Mapping[str, Any]) -> int:
    """Return the version of somebody's rights that their account says; 0 for none."""
    said = str(next(iter(attributes.get("rights_version") or ()), ""))
    return int(said) if said.isascii() and said.isdigit() else 0


def rights_attributes(tier: Tier, rights_version: int) -> dict[str, Any]:
    """Return what an account says of somebody's rights.

    Partner sites are told `identity_verified` and never the tier. A version beyond what Keycloak
    takes is said as the greatest that it does: the record's row, which is higher, wins over it.
    """
    return {
        "tier": [tier.name],
        "rights_version": [str(min(rights_version, MOST_VERSION))],
        "identity_verified": ["yes" if tier >= Tier.VERIFIED else "no"],
    }
