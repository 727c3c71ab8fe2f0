"""The clients of a realm: what each may do, what its tokens say, and whose it is."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from keycloak import KeycloakAdmin

from services.identity.outbound.keycloak.comparing import (
    Difference,
    differences_of,
    is_of_the_record,
)

KEYCLOAKS_OWN: Final = frozenset(
    {"account", "account-console", "admin-cli", "broker", "realm-management"}
    | {"security-admin-console"}
)
"""Clients that every realm has; the file says what it wants of some of them."""

_APART: Final = frozenset({"protocolMappers", "defaultClientScopes", "optionalClientScopes"})

_EXACT: Final[Mapping[str, Any]] = {"authenticationFlowBindingOverrides": {}}
"""What is as here unless the file says otherwise: a flow of its own could skip a second factor."""

BOUNDS: Final[Mapping[str, Any]] = {
    "fullScopeAllowed": False,
    "directAccessGrantsEnabled": False,
    "implicitFlowEnabled": False,
    "serviceAccountsEnabled": False,
    **_EXACT,
}
"""What holds for a client of the record too, whoever wrote its attribute."""


@dataclass(frozen=True, slots=True)
class Clients:
    """The clients of one realm, compared and mended."""

    admin: KeycloakAdmin
    realm: Mapping[str, Any]

    def differences(self) -> Iterator[Difference]:
        """Yield what is not as the file says."""
        there = {each["clientId"]: each for each in self.admin.get_clients()}
        for wanted in self.realm["clients"]:
            name = wanted["clientId"]
            found = there.pop(name, None)
            if found is None:
                make = partial(self.admin.create_client, dict(wanted))
                yield Difference(f"client {name}", "is missing", make)
                continue
            yield from self._client(found, wanted)
        for name, found in sorted(there.items()):
            if name in KEYCLOAKS_OWN:
                continue
            if is_of_the_record(found.get("attributes")):
                mend = partial(self._update, found["id"], BOUNDS)
                yield from differences_of(f"client {name}", found, BOUNDS, mend)
            else:
                remove = partial(self.admin.delete_client, found["id"])
                yield Difference(f"client {name}", "is not in the file", remove)

    def rights(self) -> Iterator[Difference]:
        """Yield what is not as the file says of the roles that tokens and services have."""
        ids = {each["clientId"]: each["id"] for each in self.admin.get_clients()}
        roles = {role["name"]: role for role in self.admin.get_realm_roles()}
        wanted = {each["client"]: set(each["roles"]) for each in self.realm["scopeMappings"]}
        for client in self.realm["clients"]:
            name = client["clientId"]
            if name in ids and client.get("fullScopeAllowed") is False:
                yield from self._carried(name, ids[name], wanted.get(name, set()), roles)
            if name in ids and client.get("serviceAccountsEnabled"):
                yield from self._service_account(name, ids)

    def _client(self, found: Mapping[str, Any], wanted: Mapping[str, Any]) -> Iterator[Difference]:
        name, client_id = found["clientId"], found["id"]
        compared = {**_EXACT, **{key: wanted[key] for key in wanted.keys() - _APART}}
        mend = partial(self._update, client_id, compared)
        yield from differences_of(f"client {name}", found, compared, mend)
        if name in KEYCLOAKS_OWN:
            return
        yield from self._mappers(found, wanted.get("protocolMappers", []))
        yield from self._scopes(found, wanted)

    def _update(self, client_id: str, wanted: Mapping[str, Any]) -> None:
        there = self.admin.get_client(client_id)
        attributes = (there.get("attributes") or {}) | wanted.get("attributes", {})
        self.admin.update_client(client_id, {**there, **wanted, "attributes": attributes})

    def _mappers(
        self, found: Mapping[str, Any], wanted: list[dict[str, Any]]
    ) -> Iterator[Difference]:
        place, client_id = f"client {found['clientId']}", found["id"]
        there = {each["name"]: each for each in found.get("protocolMappers", [])}
        for mapper in wanted:
            name = mapper["name"]
            known = there.pop(name, None)
            if known is None:
                make = partial(self.admin.add_mapper_to_client, client_id, mapper)
                yield Difference(place, f"mapper {name} is missing", make)
                continue
            mend = partial(self.admin.update_client_mapper, client_id, known["id"], known | mapper)
            yield from differences_of(f"{place}: mapper {name}", known, mapper, mend)
        for name, surplus in there.items():
            remove = partial(self.admin.remove_client_mapper, client_id, surplus["id"])
            yield Difference(place, f"mapper {name} is not in the file", remove)

    def _scopes(self, found: Mapping[str, Any], wanted: Mapping[str, Any]) -> Iterator[Difference]:
        place, client_id, admin = f"client {found['clientId']}", found["id"], self.admin
        ids = {each["name"]: each["id"] for each in admin.get_client_scopes()}
        for key, add, remove in (
            (
                "defaultClientScopes",
                admin.add_client_default_client_scope,
                admin.delete_client_default_client_scope,
            ),
            (
                "optionalClientScopes",
                admin.add_client_optional_client_scope,
                admin.delete_client_optional_client_scope,
            ),
        ):
            if key not in wanted:
                continue
            there = set(found.get(key, []))
            for name in sorted(there - set(wanted[key])):
                taken = partial(remove, client_id, ids[name])
                yield Difference(place, f"scope {name} is not in the file's {key}", taken)
            for name in sorted(set(wanted[key]) - there):
                given = partial(add, client_id, ids[name], {})
                yield Difference(place, f"scope {name} is missing of {key}", given)

    def _carried(
        self, name: str, client_id: str, wanted: set[str], roles: Mapping[str, Any]
    ) -> Iterator[Difference]:
        place = f"client {name}"
        there = {
            role["name"]: role for role in self.admin.get_realm_roles_of_client_scope(client_id)
        }
        for role in sorted(wanted - there.keys()):
            give = partial(self._give, client_id, role, roles)
            yield Difference(place, f"does not carry {role}", give)
        for role in sorted(there.keys() - wanted):
            take = partial(self.admin.delete_realm_roles_of_client_scope, client_id, [there[role]])
            yield Difference(place, f"carries {role}, which is not in the file", take)

    def _give(self, client_id: str, role: str, roles: Mapping[str, Any]) -> None:
        known = roles.get(role) or self.admin.get_realm_role(role)
        self.admin.assign_realm_roles_to_client_scope(client_id, [known])

    def _service_account(self, name: str, ids: Mapping[str, str]) -> Iterator[Difference]:
        place = f"service account of {name}"
        subject = self.admin.get_client_service_account_user(ids[name])["id"]
        held = self.admin.get_all_roles_of_user(subject)
        for role in held.get("realmMappings", []):
            if role["name"] != f"default-roles-{self.realm['realm']}":
                take = partial(self.admin.delete_realm_roles_of_user, subject, [role])
                yield Difference(place, f"holds {role['name']}, which is not in the file", take)
        there = {
            (client, role["name"]): role
            for client, said in held.get("clientMappings", {}).items()
            for role in said["mappings"]
        }
        wanted = {
            (client, role)
            for user in self.realm["users"]
            if user.get("serviceAccountClientId") == name
            for client, names in user["clientRoles"].items()
            for role in names
        }
        for client, role in sorted(wanted - there.keys()):
            give = partial(self._assign, subject, ids[client], role)
            yield Difference(place, f"does not hold {client}/{role}", give)
        for client, role in sorted(there.keys() - wanted):
            take = partial(
                self.admin.delete_client_roles_of_user,
                subject,
                ids[client],
                [there[client, role]],
            )
            yield Difference(place, f"holds {client}/{role}, which is not in the file", take)

    def _assign(self, subject: str, client_id: str, role: str) -> None:
        known = self.admin.get_client_role(client_id, role)
        self.admin.assign_client_role(subject, client_id, [known])
