"""The accounts of the demonstration's people, put into Keycloak by its administrator."""

from collections.abc import Callable, Sequence
from typing import Any

from keycloak import KeycloakAdmin

from services.identity.domain.demo_people import DemoPerson
from services.identity.outbound.keycloak.connection import rights_attributes


class DemoAccountsInKeycloak:
    """Puts the people of the demonstration into the realm, as its administrator."""

    def __init__(self, admin: Callable[[], KeycloakAdmin], realm: str) -> None:
        self._admin = admin
        self._realm = realm

    def import_people(self, people: Sequence[DemoPerson]) -> None:
        """Make the accounts that are not there yet, with passwords and second factors."""
        admin = self._admin()
        admin.change_current_realm(self._realm)
        admin.partial_import_realm(
            self._realm,
            {"ifResourceExists": "SKIP", "users": [_user(person) for person in people]},
        )


def _user(person: DemoPerson) -> dict[str, Any]:
    subscriber = person.subscriber
    code = {"subType": "totp", "digits": 6, "period": 30, "algorithm": "HmacSHA1"}
    return {
        "id": subscriber.subject,
        "username": subscriber.profile.email,
        "email": subscriber.profile.email,
        "emailVerified": True,
        "enabled": True,
        "firstName": subscriber.profile.given_name,
        "lastName": subscriber.profile.family_name,
        "attributes": rights_attributes(subscriber.tier, subscriber.rights_version),
        "realmRoles": ["default-roles-isp", *sorted(subscriber.roles)],
        "credentials": [
            {"type": "password", "value": person.password, "temporary": False},
            {
                "type": "otp",
                "userLabel": "demonstration",
                "secretData": f'{{"value": "{person.totp_secret}"}}',
                "credentialData": str(code).replace("'", '"'),
            },
        ],
    }
