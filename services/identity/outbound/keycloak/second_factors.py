"""The second factors that Keycloak keeps. Its own pages add none: docs/adr/0121.

Its admin API takes a credential whole, as a part of the account (`PUT /users/{id}`), and leaves
what is not said as it is: nothing of the account is read here and written back.
"""

import base64
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final

from keycloak import KeycloakAdmin

from services.identity.domain.second_factor import (
    DIGITS,
    PERIOD_SECONDS,
    FactorKind,
    SecondFactor,
)
from services.identity.outbound.keycloak.connection import AdminConnection
from services.identity.usecases.second_factor_ports import MadeKey

KINDS: Final[Mapping[str, FactorKind]] = {
    "otp": FactorKind.APP,
    "webauthn": FactorKind.KEY,
    "webauthn-passwordless": FactorKind.KEY,
}


class KeycloakFactors:
    """Lists, adds and removes them, as the client that administers accounts."""

    def __init__(self, connection: AdminConnection) -> None:
        self._connection = connection

    def of(self, subject: str) -> tuple[SecondFactor, ...]:
        """Return a person's own, oldest first; none of who has no account.

        Raises:
            AccountsUnavailable: Keycloak does not answer.
        """
        found = self._connection.do(lambda admin: admin.get_credentials(subject), gone_is_fine=True)
        factors = [_factor(each) for each in found or () if each.get("type") in KINDS]
        return tuple(sorted(factors, key=lambda each: (each.added_at, each.factor_id)))

    def add_app(self, subject: str, *, name: str, secret: str) -> None:
        """Put an authenticator app's secret there.

        Raises:
            AccountsUnavailable: Keycloak does not answer, or does not take it.
        """
        code = {
            "subType": "totp",
            "digits": DIGITS,
            "period": PERIOD_SECONDS,
            "counter": 0,
            "algorithm": "HmacSHA1",
        }
        self._add(subject, "otp", name, secret={"value": secret}, said=code)

    def add_key(self, subject: str, *, name: str, made: MadeKey) -> None:
        """Put a security key there.

        Raises:
            AccountsUnavailable: Keycloak does not answer, or does not take it.
        """
        said = {
            "aaguid": made.aaguid,
            # This one in base64 and the other in base64url, as Keycloak itself reads them.
            "credentialId": base64.b64encode(made.credential_id).decode("ascii"),
            "counter": made.sign_count,
            "credentialPublicKey": _base64url(made.public_key),
            "attestationStatementFormat": "none",
            "transports": [each.upper() for each in made.transports],
        }
        self._add(subject, "webauthn", name, secret={}, said=said)

    def remove(self, subject: str, factor_id: str) -> None:
        """Take one away; one that is gone is no error.

        Raises:
            AccountsUnavailable: Keycloak does not answer.
        """
        self._connection.do(
            lambda admin: admin.delete_credential(subject, factor_id), gone_is_fine=True
        )

    def _add(
        self,
        subject: str,
        kind: str,
        name: str,
        *,
        secret: Mapping[str, Any],
        said: Mapping[str, Any],
    ) -> None:
        credential = {
            "type": kind,
            "userLabel": name,
            "secretData": json.dumps(secret),
            "credentialData": json.dumps(said),
        }

        def put(admin: KeycloakAdmin) -> object:
            return admin.update_user(subject, {"credentials": [credential]})

        self._connection.do(put)


def _factor(said: Mapping[str, Any]) -> SecondFactor:
    made = json.loads(said.get("credentialData") or "{}")
    return SecondFactor(
        factor_id=said["id"],
        kind=KINDS[said["type"]],
        name=said.get("userLabel") or "",
        added_at=datetime.fromtimestamp(said.get("createdDate", 0) / 1000, UTC),
        credential_id=base64.b64decode(made.get("credentialId", "")),
    )


def _base64url(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode("ascii").rstrip("=")
