"""What a realm is beside clients and flows: settings, roles, keys, and what it must not have."""

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
from services.identity.outbound.keycloak.providers import (
    KINDS,
    bounds_of,
    mapper_differences,
    mappers_of,
    providers_there,
)

APART: Final = frozenset(
    {"realm", "roles", "clients", "scopeMappings", "users", "components", "requiredActions"}
    | {"authenticationFlows", "authenticatorConfig"}
)
"""What is compared part by part; everything else in the file is a setting of the realm."""

_BUILT_IN_ROLES: Final = frozenset({"offline_access", "uma_authorization"})
_OF_EVERYBODY: Final = _BUILT_IN_ROLES | {"manage-account", "view-profile"}
"""What Keycloak itself puts into the role that every account has."""

_KEYS: Final = "org.keycloak.keys.KeyProvider"
_ELSEWHERE: Final = "org.keycloak.storage.UserStorageProvider"
"""People from another directory, whom no application of ours made: the file has none."""


@dataclass(frozen=True, slots=True)
class RealmSettings:
    """The settings of one realm, compared and mended."""

    admin: KeycloakAdmin
    realm: Mapping[str, Any]
    profile: Mapping[str, Any]

    @property
    def _name(self) -> str:
        return str(self.realm["realm"])

    def differences(self) -> Iterator[Difference]:
        """Yield what is not as the file says."""
        yield from self._settings()
        yield from self._user_profile()
        yield from self._roles()
        yield from self._required_actions()
        yield from self._components()
        yield from self._identity_providers()
        yield from self._groups()

    def _settings(self) -> Iterator[Difference]:
        wanted = {name: value for name, value in self.realm.items() if name not in APART}
        there = self.admin.get_realm(self._name)
        attributes = (there.get("attributes") or {}) | wanted["attributes"]
        # All of them at once: Keycloak ignores one of a policy that comes without its fellows.
        said = {"realm": self._name, **wanted, "attributes": attributes}
        mend = partial(self.admin.update_realm, self._name, said)
        yield from differences_of(f"realm {self._name}", there, wanted, mend)

    def _user_profile(self) -> Iterator[Difference]:
        path = f"/admin/realms/{self._name}/users/profile"
        there = self.admin.connection.raw_get(path).json()
        mend = partial(self.admin.update_realm_users_profile, dict(self.profile))
        names = [each["name"] for each in there["attributes"]]
        if names != [each["name"] for each in self.profile["attributes"]]:
            yield Difference("user profile", "has other attributes than the file", mend)
            return
        if there.get("unmanagedAttributePolicy"):
            yield Difference("user profile", "takes attributes that nobody named", mend)
        for found, wanted in zip(there["attributes"], self.profile["attributes"], strict=True):
            yield from differences_of(f"user profile: {wanted['name']}", found, wanted, mend)

    def _roles(self) -> Iterator[Difference]:
        wanted = {role["name"]: role for role in self.realm["roles"]["realm"]}
        there = {
            role["name"]: role for role in self.admin.get_realm_roles(brief_representation=False)
        }
        for name in sorted(wanted.keys() - there.keys()):
            make = partial(self.admin.create_realm_role, wanted[name])
            yield Difference(f"role {name}", "is missing", make)
        for name, role in sorted(there.items()):
            place, everybody = f"role {name}", name == f"default-roles-{self._name}"
            if name not in wanted and not everybody and name not in _BUILT_IN_ROLES:
                if not is_of_the_record(role.get("attributes")):
                    remove = partial(self.admin.delete_realm_role, name)
                    yield Difference(place, "is not in the file", remove)
                continue
            for within in self.admin.get_role_composites_by_id(role["id"]):
                if not everybody or within["name"] not in _OF_EVERYBODY:
                    take = partial(self.admin.remove_composite_realm_roles_to_role, name, [within])
                    yield Difference(place, f"brings {within['name']} with it", take)

    def _required_actions(self) -> Iterator[Difference]:
        wanted = {each["alias"]: each for each in self.realm["requiredActions"]}
        there = {each["alias"]: each for each in self.admin.get_required_actions()}
        for alias, action in sorted(there.items()):
            place = f"required action {alias}"
            if alias in wanted:
                mend = partial(
                    self.admin.update_required_action, alias, {**action, **wanted[alias]}
                )
                yield from differences_of(place, action, wanted[alias], mend)
            elif action["enabled"]:
                off = {**action, "enabled": False, "defaultAction": False}
                stop = partial(self.admin.update_required_action, alias, off)
                yield Difference(place, "is not in the file", stop)
        for alias in sorted(wanted.keys() - there.keys()):
            make = partial(self._register, wanted[alias])
            yield Difference(f"required action {alias}", "is missing", make)

    def _register(self, action: Mapping[str, Any]) -> None:
        self.admin.connection.raw_post(
            f"/admin/realms/{self._name}/authentication/register-required-action",
            data=f'{{"providerId": "{action["providerId"]}", "name": "{action["name"]}"}}',
        )
        self.admin.update_required_action(action["alias"], dict(action))

    def _components(self) -> Iterator[Difference]:
        wanted = {each["name"]: each for each in self.realm["components"][_KEYS]}
        there = {each["name"]: each for each in self.admin.get_components({"type": _KEYS})}
        for name in sorted(wanted.keys() - there.keys()):
            make = partial(self.admin.create_component, {**wanted[name], "providerType": _KEYS})
            yield Difference(f"key {name}", "is missing", make)
        for name, found in sorted(there.items()):
            if name not in wanted:
                yield self._surplus(f"key {name}", found)
                continue
            known = {**found, "config": {**found["config"], **wanted[name]["config"]}}
            mend = partial(self.admin.update_component, found["id"], known)
            yield from differences_of(f"key {name}", found, wanted[name], mend)
        for found in self.admin.get_components({"type": _ELSEWHERE}):
            yield self._surplus(f"directory {found['name']}", found)

    def _surplus(self, place: str, component: Mapping[str, Any]) -> Difference:
        remove = partial(self.admin.delete_component, component["id"])
        return Difference(place, "is not in the file", remove)

    def _identity_providers(self) -> Iterator[Difference]:
        for listed in providers_there(self.admin):
            alias, place = listed["alias"], f"identity provider {listed['alias']}"
            provider = self.admin.get_idp(alias)
            if not is_of_the_record(provider.get("config")) or provider["providerId"] not in KINDS:
                remove = partial(self.admin.delete_idp, alias)
                yield Difference(place, "is not in the file", remove)
                continue
            bounds = bounds_of(provider["providerId"])
            config = provider["config"] | bounds["config"]
            if config.get("useJwksUrl") == "true" and not config.get("jwksUrl"):
                # Keycloak cannot bring it within bounds; what is on record is carried anew.
                remove = partial(self.admin.delete_idp, alias)
                yield Difference(place, "has no keys that signatures could be checked by", remove)
                continue
            mend = partial(self.admin.update_idp, alias, provider | bounds | {"config": config})
            yield from differences_of(place, provider, bounds, mend)
            if provider.get("postBrokerLoginFlowAlias"):
                without = provider | bounds | {"config": config, "postBrokerLoginFlowAlias": ""}
                mend = partial(self.admin.update_idp, alias, without)
                yield Difference(place, "has a flow of its own after it", mend)
            yield from mapper_differences(self.admin, alias, mappers_of(provider))

    def _groups(self) -> Iterator[Difference]:
        for group in self.admin.get_groups():
            remove = partial(self.admin.delete_group, group["id"])
            yield Difference(f"group {group['name']}", "is not in the file", remove)
