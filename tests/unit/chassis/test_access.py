"""An RPC without exactly one access rule cannot be served, and a rule lets nobody else pass."""

from datetime import UTC, datetime, timedelta

import pytest
from google.protobuf import descriptor_pb2, descriptor_pool

from chassis.access import AccessRule, RuleMissing, rule_of, rules_of
from chassis.errors import NotPermitted, StepUpRequired, TokenNeeded
from isp.alerts.v1 import alerts_pb2
from isp.options.v1 import options_pb2
from kernel.principals import ANONYMOUS, Principal
from kernel.tiers import Tier

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


def _method(rule: options_pb2.AccessRule | None) -> object:
    file = descriptor_pb2.FileDescriptorProto(name="t.proto", package="t", syntax="proto3")
    file.message_type.add(name="M")
    method = file.service.add(name="S").method.add(name="R", input_type=".t.M", output_type=".t.M")
    if rule is not None:
        method.options.Extensions[options_pb2.access].CopyFrom(rule)
    pool = descriptor_pool.DescriptorPool()
    pool.Add(file)
    return pool.FindFileByName("t.proto").services_by_name["S"].methods[0]


@pytest.mark.parametrize(
    "rule",
    [
        None,
        options_pb2.AccessRule(),
        options_pb2.AccessRule(public=True, permission="a:b"),
        options_pb2.AccessRule(permission="a:b", services=["identity"]),
    ],
)
def test_no_rule_or_two_is_refused(rule: options_pb2.AccessRule | None) -> None:
    with pytest.raises(RuleMissing, match=r"t\.S\.R"):
        rule_of(_method(rule))


def test_the_rule_of_approval_is_read_from_the_contract() -> None:
    rules = rules_of(alerts_pb2.DESCRIPTOR.services_by_name["AlertsService"])
    assert rules["/isp.alerts.v1.AlertsService/ApproveAlert"] == AccessRule(
        permission="alerts:approve", step_up_acr="aal2", step_up_within=timedelta(minutes=15)
    )


@pytest.mark.parametrize(
    ("rule", "caller", "service", "refused"),
    [
        (AccessRule(public=True), ANONYMOUS, None, None),
        (AccessRule(tier=Tier.REGISTERED), ANONYMOUS, None, TokenNeeded),
        (AccessRule(tier=Tier.VERIFIED), Tier.REGISTERED, None, NotPermitted),
        (AccessRule(tier=Tier.VERIFIED), Tier.TRUSTED, None, None),
        (AccessRule(permission="alerts:approve"), Tier.TRUSTED, None, NotPermitted),
        (AccessRule(services=frozenset({"identity"})), Tier.TRUSTED, None, NotPermitted),
        (AccessRule(services=frozenset({"identity"})), ANONYMOUS, "identity", None),
        (AccessRule(services=frozenset({"identity"})), ANONYMOUS, "alerts", NotPermitted),
        (AccessRule(tier=Tier.PUBLIC), ANONYMOUS, "alerts", None),
    ],
)
def test_a_rule_lets_pass_whom_it_names(
    rule: AccessRule,
    caller: Principal | Tier,
    service: str | None,
    refused: type[Exception] | None,
) -> None:
    who = caller if isinstance(caller, Principal) else Principal(subject="a", tier=caller)
    if refused is None:
        assert rule.check(who, service, NOW) is None
    else:
        with pytest.raises(refused):
            rule.check(who, service, NOW)


def test_a_step_up_comes_after_the_permission() -> None:
    """Who may not do it at all is not asked for a second factor first."""
    rule = AccessRule(
        permission="alerts:approve", step_up_acr="aal2", step_up_within=timedelta(minutes=15)
    )
    approver = {"subject": "a", "tier": Tier.REGISTERED, "roles": frozenset({"alert-approver"})}
    fresh = Principal(**approver, acr="aal2", second_factor_at=NOW)
    rule.check(fresh, None, NOW)
    with pytest.raises(StepUpRequired):
        rule.check(Principal(**approver), None, NOW)
    with pytest.raises(StepUpRequired):
        rule.check(fresh, None, NOW + timedelta(minutes=16))
    with pytest.raises(NotPermitted):
        rule.check(Principal(subject="b", tier=Tier.TRUSTED), None, NOW)
