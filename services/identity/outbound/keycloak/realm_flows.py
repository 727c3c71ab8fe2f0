"""The flows of a realm: which steps a sign-in has, in which order, and what each demands."""

import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from keycloak import KeycloakAdmin

from services.identity.outbound.keycloak.comparing import Difference, differences_of


@dataclass(frozen=True, slots=True)
class Step:
    """One execution of a flow, or the flow within it."""

    depth: int
    name: str
    is_flow: bool
    requirement: str
    config: str | None
    parent: str

    @property
    def shape(self) -> tuple[int, str, bool]:
        """What cannot be mended in place."""
        return self.depth, self.name, self.is_flow


@dataclass(frozen=True, slots=True)
class Flows:
    """The flows of one realm, compared and mended."""

    admin: KeycloakAdmin
    realm: Mapping[str, Any]

    def differences(self) -> Iterator[Difference]:
        """Yield what is not as the file says of its own flows."""
        there = {each["alias"] for each in self.admin.get_authentication_flows()}
        for alias in sorted(self._ours()):
            if alias in there:
                yield from self._flow(alias)
            else:
                make = partial(self._make, alias)
                yield Difference(f"flow {alias}", "is missing", make)

    def surplus(self) -> Iterator[Difference]:
        """Yield the flows that are not in the file; none can go that is still bound."""
        ours = self._ours()
        for flow in self.admin.get_authentication_flows():
            if flow["alias"] not in ours and not flow["builtIn"]:
                remove = partial(self.admin.delete_authentication_flow, flow["id"])
                yield Difference(f"flow {flow['alias']}", "is not in the file", remove)

    def _ours(self) -> set[str]:
        return {each["alias"] for each in self.realm["authenticationFlows"] if each["topLevel"]}

    def _flow(self, alias: str) -> Iterator[Difference]:
        place = f"flow {alias}"
        there = self.admin.get_authentication_flow_executions(alias)
        wanted = list(self._steps(alias))
        found = [
            (
                each["level"],
                each["displayName"] if each.get("authenticationFlow") else each["providerId"],
                bool(each.get("authenticationFlow")),
            )
            for each in there
        ]
        if found != [step.shape for step in wanted]:
            yield Difference(place, "has other steps than the file", partial(self._remake, alias))
            return
        configs = {each["alias"]: each["config"] for each in self.realm["authenticatorConfig"]}
        for execution, step in zip(there, wanted, strict=True):
            where = f"{place}: step {step.name}"
            mend = partial(self._require, alias, execution["id"], step.requirement)
            yield from differences_of(where, execution, {"requirement": step.requirement}, mend)
            if step.config is not None:
                yield from self._config(where, execution, step.config, configs[step.config])

    def _config(
        self, place: str, execution: Mapping[str, Any], alias: str, wanted: Mapping[str, str]
    ) -> Iterator[Difference]:
        config_id = execution.get("authenticationConfig")
        if config_id is None:
            # The flow that this one replaces may still have the name.
            named = {"alias": f"{alias} {secrets.token_hex(4)}", "config": dict(wanted)}
            make = partial(self.admin.create_execution_config, execution["id"], named)
            yield Difference(place, f"setting {alias} is missing", make)
            return
        there = self.admin.get_authenticator_config(config_id)
        mend = partial(
            self.admin.update_authenticator_config,
            {**there, "config": {**there["config"], **wanted}},
            config_id,
        )
        yield from differences_of(f"{place}: {alias}", there["config"], wanted, mend)

    def _steps(self, alias: str, depth: int = 0) -> Iterator[Step]:
        flow = next(each for each in self.realm["authenticationFlows"] if each["alias"] == alias)
        for each in sorted(flow["authenticationExecutions"], key=lambda one: int(one["priority"])):
            is_flow = bool(each.get("authenticatorFlow"))
            name = each["flowAlias"] if is_flow else each["authenticator"]
            yield Step(
                depth, name, is_flow, each["requirement"], each.get("authenticatorConfig"), alias
            )
            if is_flow:
                yield from self._steps(name, depth + 1)

    def _require(self, alias: str, execution_id: str, requirement: str) -> None:
        there = self.admin.get_authentication_flow_executions(alias)
        execution = next(each for each in there if each["id"] == execution_id)
        self.admin.update_authentication_flow_executions(
            {**execution, "requirement": requirement}, alias
        )

    def _remake(self, alias: str) -> None:
        """Make the flow anew beside the other, and bind it; the other goes as surplus.

        Whoever signs in meanwhile goes by the one or by the other, never by half of one.
        """
        mark = f" until {secrets.token_hex(4)}"
        flows = {each["alias"]: each for each in self.admin.get_authentication_flows()}
        there = self.admin.get_authentication_flow_executions(alias)
        for each in there:
            if each.get("authenticationFlow"):
                within = self.admin.get_authentication_flow_for_id(each["flowId"])
                self._rename(within, within["alias"] + mark)
        self._rename(flows[alias], alias + mark)
        self._make(alias)

    def _rename(self, flow: Mapping[str, Any], alias: str) -> None:
        self.admin.update_authentication_flow(flow["id"], {**flow, "alias": alias})

    def _make(self, alias: str) -> None:
        self.admin.create_authentication_flow(
            {
                "alias": alias,
                "providerId": "basic-flow",
                "topLevel": True,
                "builtIn": False,
                "description": "",
            }
        )
        for step in self._steps(alias):
            if step.is_flow:
                self.admin.create_authentication_flow_subflow(
                    {
                        "alias": step.name,
                        "type": "basic-flow",
                        "provider": "registration-page-form",
                    },
                    step.parent,
                )
            else:
                self.admin.create_authentication_flow_execution(
                    {"provider": step.name}, step.parent
                )
        self._settle(alias)
        bound = {
            key: value
            for key, value in self.realm.items()
            if key.endswith("Flow") and value == alias
        }
        if bound:
            self.admin.update_realm(self.realm["realm"], {"realm": self.realm["realm"], **bound})

    def _settle(self, alias: str) -> None:
        """Bring what each step demands about, until nothing differs any more."""
        for difference in list(self._flow(alias)):
            difference.mend()
