"""The accounts of the demonstration's people, put into Keycloak by its administrator."""

import time
from collections.abc import Callable, Sequence
from typing import Any, Final

from keycloak import KeycloakAdmin
from keycloak.exceptions import KeycloakError

from services.identity.domain.demo_people import DemoPerson
from services.identity.outbound.keycloak.connection import rights_attributes

AT_ONCE: Final = 5
"""Each password is hashed slowly: a few people at a time are answered for in seconds."""

TRIES: Final = 10
PAUSE_SECONDS: Final = 3.0
_TAKEN: Final = 409


class DemoAccountsInKeycloak:
    """Puts the people of the demonstration into the realm, as its administrator."""

    def __init__(
        self,
        admin: Callable[[], KeycloakAdmin],
        realm: str,
        pause: Callable[[float], object] = time.sleep,
    ) -> None:
        self._admin = admin
        self._realm = realm
        self._pause = pause

    def import_people(self, people: Sequence[DemoPerson]) -> None:
        """Make the accounts that are not there yet, with passwords and second factors."""
        admin = self._admin()
        admin.change_current_realm(self._realm)
        for start in range(0, len(people), AT_ONCE):
            self._import(admin, people[start : start + AT_ONCE])

    def _import(self, admin: KeycloakAdmin, people: Sequence[DemoPerson]) -> None:
        """Make some accounts, again where an import of the same, cut off before, still goes on."""
        said = {"ifResourceExists": "SKIP", "users": [_user(person) for person in people]}
        for left in reversed(range(TRIES)):
            try:
                admin.partial_import_realm(self._realm, said)
            except KeycloakError as error:
                if error.response_code != _TAKEN or not left:
                    raise
                self._pause(PAUSE_SECONDS)
            else:
                return


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
