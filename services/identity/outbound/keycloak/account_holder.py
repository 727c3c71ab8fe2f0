"""What Keycloak holds about a person: their account, factors, sessions and recent sign-ins."""

from collections.abc import Sequence
from typing import Any, Final

from services.identity.domain.errors import AccountsUnavailable
from services.identity.domain.privacy_errors import HolderUnavailable
from services.identity.outbound.keycloak.admin import KeycloakAccounts

_SIGNING_IN: Final = "signing in"


class KeycloakHolder:
    """Keycloak, as one of those who hold data about people."""

    def __init__(self, accounts: KeycloakAccounts) -> None:
        self._accounts = accounts

    def export(self, subject: str) -> Sequence[dict[str, Any]]:
        """Return the account, without what its secrets are made of.

        Raises:
            HolderUnavailable: Keycloak does not answer.
        """
        try:
            found = self._accounts.everything_of(subject)
        except AccountsUnavailable as away:
            raise HolderUnavailable(str(away)) from away
        return [
            {"table": table, "purpose": _SIGNING_IN, "row": row}
            for table, rows in found.items()
            for row in rows
        ]

    def erase(self, subject: str) -> int:
        """Remove the account, and with it factors and sessions.

        Raises:
            HolderUnavailable: Keycloak does not answer.
        """
        try:
            return int(self._accounts.delete(subject))
        except AccountsUnavailable as away:
            raise HolderUnavailable(str(away)) from away
