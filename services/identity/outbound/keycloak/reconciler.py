"""Brings the realm in Keycloak to what the file says, however often it runs.

Import at start would make a realm once and never change it; this makes and changes it, here and in
a cluster alike. What it does not say, such as users, it leaves alone.
"""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final

from keycloak import KeycloakAdmin
from keycloak.exceptions import KeycloakError
from requests import RequestException

from services.identity.domain.demo_people import DemoPerson
from services.identity.domain.errors import AccountsUnavailable

_PARTS: Final = frozenset(
    {
        "realm",
        "roles",
        "clients",
        "scopeMappings",
        "users",
        "components",
        "authenticationFlows",
        "authenticatorConfig",
    }
)
"""What is compared part by part; everything else in the file is a setting of the realm."""
_NEVER_COMPARED: Final = frozenset({"secret", "protocolMappers", "defaultClientScopes"})


def open_admin(
    url: str, username: str, password: str, *, patience_seconds: float = 60
) -> KeycloakAdmin:
    """Return a connection as the administrator of the master realm, waiting while Keycloak boots.

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
                timeout=30,
            )
            admin.get_server_info()
        except (KeycloakError, RequestException) as error:
            if time.monotonic() > until:
                raise AccountsUnavailable(f"Keycloak does not answer: {error}") from error
            time.sleep(1)
        else:
            return admin


class Reconciler:
    """One realm."""

    def __init__(
        self, admin: KeycloakAdmin, realm: Mapping[str, Any], profile: Mapping[str, Any]
    ) -> None:
        self._admin = admin
        self._realm = realm
        self._profile = profile
        self._name = str(realm["realm"])

    def reconcile(self) -> list[str]:
        """Bring the realm to what the file says; return what was changed, a line each."""
        if self._name not in {each["realm"] for each in self._admin.get_realms()}:
            self._admin.create_realm(payload=dict(self._realm))
            self._admin.change_current_realm(self._name)
            return [f"realm {self._name}: made", *self._rest()]
        self._admin.change_current_realm(self._name)
        return [*self._settings(), *self._rest()]

    def _rest(self) -> list[str]:
        return [
            *self._user_profile(),
            *self._roles(),
            *self._clients(),
            *self._scope_mappings(),
            *self._authenticators(),
        ]

    def _settings(self) -> Iterator[str]:
        wanted = {name: value for name, value in self._realm.items() if name not in _PARTS}
        there = self._admin.get_realm(self._name)
        differing = sorted(name for name in wanted if not _says(there.get(name), wanted[name]))
        if differing:
            attributes = (there.get("attributes") or {}) | wanted["attributes"]
            self._admin.update_realm(
                self._name, {"realm": self._name, **wanted, "attributes": attributes}
            )
            yield f"realm {self._name}: {', '.join(differing)}"

    def _user_profile(self) -> Iterator[str]:
        path = f"/admin/realms/{self._name}/users/profile"
        there = self._admin.connection.raw_get(path).json()
        names = [each["name"] for each in there["attributes"]]
        if names != [each["name"] for each in self._profile["attributes"]] or not _says(
            there, self._profile
        ):
            self._admin.update_realm_users_profile(dict(self._profile))
            yield "user profile"

    def _roles(self) -> Iterator[str]:
        there = {role["name"] for role in self._admin.get_realm_roles()}
        for role in self._realm["roles"]["realm"]:
            if role["name"] not in there:
                self._admin.create_realm_role(role)
                yield f"role {role['name']}: made"

    def _clients(self) -> Iterator[str]:
        for wanted in self._realm["clients"]:
            name = wanted["clientId"]
            client_id = self._admin.get_client_id(name)
            if client_id is None:
                self._admin.create_client(dict(wanted))
                yield f"client {name}: made"
                continue
            there = self._admin.get_client(client_id)
            if "secret" in wanted and there.get("secret") != wanted["secret"]:
                self._admin.update_client(client_id, there | {"secret": wanted["secret"]})
                yield f"client {name}: secret"
            compared = {key: value for key, value in wanted.items() if key not in _NEVER_COMPARED}
            differing = sorted(key for key in compared if not _says(there.get(key), compared[key]))
            if differing:
                attributes = (there.get("attributes") or {}) | wanted.get("attributes", {})
                self._admin.update_client(
                    client_id,
                    self._admin.get_client(client_id) | compared | {"attributes": attributes},
                )
                yield f"client {name}: {', '.join(differing)}"
            yield from self._mappers(name, client_id, wanted.get("protocolMappers", []))

    def _mappers(self, client: str, client_id: str, wanted: list[dict[str, Any]]) -> Iterator[str]:
        there = {each["name"]: each for each in self._admin.get_mappers_from_client(client_id)}
        for mapper in wanted:
            known = there.pop(mapper["name"], None)
            if known is None:
                self._admin.add_mapper_to_client(client_id, mapper)
                yield f"client {client}: mapper {mapper['name']} made"
            elif not _says(known, mapper):
                self._admin.update_client_mapper(client_id, known["id"], known | mapper)
                yield f"client {client}: mapper {mapper['name']}"
        for name, surplus in there.items() if wanted else ():
            self._admin.remove_client_mapper(client_id, surplus["id"])
            yield f"client {client}: mapper {name} removed"

    def _scope_mappings(self) -> Iterator[str]:
        roles = {role["name"]: role for role in self._admin.get_realm_roles()}
        for mapping in self._realm["scopeMappings"]:
            client_id = str(self._admin.get_client_id(mapping["client"]))
            there = {
                role["name"]: role
                for role in self._admin.get_realm_roles_of_client_scope(client_id)
            }
            missing = sorted(set(mapping["roles"]) - there.keys())
            surplus = sorted(there.keys() - set(mapping["roles"]))
            if missing:
                added = [roles[name] for name in missing]
                self._admin.assign_realm_roles_to_client_scope(client_id, added)
                yield f"client {mapping['client']}: may carry {', '.join(missing)}"
            if surplus:
                taken = [there[name] for name in surplus]
                self._admin.delete_realm_roles_of_client_scope(client_id, taken)
                yield f"client {mapping['client']}: no longer carries {', '.join(surplus)}"

    def _authenticators(self) -> Iterator[str]:
        wanted = {each["alias"]: each["config"] for each in self._realm["authenticatorConfig"]}
        flow = self._realm["browserFlow"]
        seen = set()
        for execution in self._admin.get_authentication_flow_executions(flow):
            config_id = execution.get("authenticationConfig")
            if not config_id:
                continue
            there = self._admin.get_authenticator_config(config_id)
            alias = there["alias"]
            seen.add(alias)
            if alias in wanted and not _says(there["config"], wanted[alias]):
                self._admin.update_authenticator_config(
                    {**there, "config": wanted[alias]}, config_id
                )
                yield f"flow {flow}: {alias}"
        if lost := sorted(wanted.keys() - seen):
            raise FlowDiffers(
                f"flow {flow} lacks {', '.join(lost)}: give the changed flow a new name"
            )


class FlowDiffers(Exception):
    """The sign-in flow in Keycloak has other steps than the file: never mended in place."""


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
        "attributes": {
            "tier": [subscriber.tier.name],
            "rights_version": [str(subscriber.rights_version)],
        },
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


def _says(there: Any, wanted: Any) -> bool:
    """Tell whether what is there says all that is wanted; it may say more."""
    if isinstance(wanted, Mapping):
        return isinstance(there, Mapping) and all(
            _says(there.get(name), value) for name, value in wanted.items()
        )
    if isinstance(wanted, list):
        if not isinstance(there, list) or len(there) != len(wanted):
            return False
        if all(isinstance(each, str) for each in wanted):
            return sorted(there) == sorted(wanted)
        return all(_says(one, other) for one, other in zip(there, wanted, strict=True))
    return bool(there == wanted)
