"""Who may call an RPC: the rule of its .proto, read from the descriptor."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from google.protobuf.descriptor import MethodDescriptor, ServiceDescriptor

from chassis.errors import NotPermitted, StepUpRequired, TokenNeeded
from isp.options.v1 import options_pb2
from kernel.principals import Principal
from kernel.tiers import Tier


class RuleMissing(Exception):
    """An RPC has no access rule, or more than one; the server does not start."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessRule:
    """Who may call one RPC. Exactly one of the first four is set."""

    public: bool = False
    permission: str | None = None
    tier: Tier | None = None
    services: frozenset[str] = frozenset()
    step_up_acr: str | None = None
    step_up_within: timedelta = timedelta(0)

    def check(self, principal: Principal, service: str | None, at: datetime) -> None:
        """Let the caller pass, or refuse.

        Raises:
            TokenNeeded: nobody is signed in and the rule asks for someone.
            NotPermitted: the caller's tier, roles or service do not allow it.
            StepUpRequired: all is well but the second factor is not fresh.
        """
        if self.public:
            return
        if principal.subject is None and service is None:
            raise TokenNeeded("Sign in first.")
        allowed = (
            (self.permission is not None and principal.may(self.permission))
            or (self.tier is not None and principal.tier >= self.tier)
            or service in self.services
        )
        if not allowed:
            raise NotPermitted("You may not do this.")
        if self.step_up_acr is not None and not principal.proved_second_factor(
            acr=self.step_up_acr, within=self.step_up_within, at=at
        ):
            raise StepUpRequired(self.step_up_acr, int(self.step_up_within.total_seconds()))


def rule_of(method: MethodDescriptor) -> AccessRule:
    """Return the access rule of an RPC.

    Raises:
        RuleMissing: there is none, or more than one.
    """
    said = method.GetOptions().Extensions[options_pb2.access]
    parts = [said.public, bool(said.permission), bool(said.tier), bool(said.services)]
    if sum(parts) != 1:
        raise RuleMissing(f"{method.full_name} needs exactly one access rule, has {sum(parts)}")
    return AccessRule(
        public=said.public,
        permission=said.permission or None,
        tier=Tier(said.tier) if said.tier else None,
        services=frozenset(said.services),
        step_up_acr=said.step_up.acr or None,
        step_up_within=timedelta(seconds=said.step_up.max_age_seconds),
    )


def rules_of(*services: ServiceDescriptor) -> dict[str, AccessRule]:
    """Return the rule of every RPC by its gRPC path, such as /isp.alerts.v1.AlertsService/GetAlert.

    Raises:
        RuleMissing: an RPC has none, or more than one.
    """
    path: Callable[[ServiceDescriptor, MethodDescriptor], str] = lambda service, method: (  # noqa: E731 - read once, below
        f"/{service.full_name}/{method.name}"
    )
    return {
        path(service, method): rule_of(method) for service in services for method in service.methods
    }
