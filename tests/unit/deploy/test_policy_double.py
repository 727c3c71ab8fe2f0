"""What the test double of NetworkPolicy lets through, read from the rules it writes."""

from typing import Any

import pytest

from deploy.cluster.policy_double.rules import ruleset
from deploy.cluster.policy_double.world import Pod, labels_of, pods_of, selects

GATEWAY = "10.244.0.2"
IDENTITY = "10.244.0.3"
STRANGER = "10.244.0.4"


def a_pod(name: str, address: str, namespace: str = "isp", **more: Any) -> dict[str, Any]:
    container = {"ports": [{"name": "grpc", "containerPort": 8620}]}
    return {
        "metadata": {"namespace": namespace, "labels": {"name": name}},
        "spec": {"containers": [container]},
        "status": {"podIP": address, "phase": "Running"},
    } | more


PODS = pods_of(
    [a_pod("gateway", GATEWAY), a_pod("identity", IDENTITY), a_pod("stranger", STRANGER, "other")]
)
NAMESPACES = labels_of(
    [{"metadata": {"name": each, "labels": {"kind": each}}} for each in ("isp", "other")]
)


def a_policy(**spec: Any) -> dict[str, Any]:
    return {
        "metadata": {"namespace": "isp"},
        "spec": {"podSelector": {"matchLabels": {"name": "identity"}}, **spec},
    }


def allowed(*policies: dict[str, Any], chain: str = "ingress_10_244_0_3") -> list[str]:
    """Return what a chain lets through; see that it drops the rest."""
    rules = ruleset(PODS, NAMESPACES, policies)
    _, _, rest = rules.partition(f"chain {chain} {{\n")
    lines = [line.strip() for line in rest.partition("\n  }")[0].strip().splitlines()]
    assert "counter drop" == lines.pop()
    return [line.removesuffix(" return") for line in lines]


def test_without_a_policy_nothing_is_dropped() -> None:
    assert "drop" not in ruleset(PODS, NAMESPACES, [])


def test_a_policy_without_a_rule_lets_nothing_in_and_everything_out() -> None:
    assert [] == allowed(a_policy(policyTypes=["Ingress"]))
    assert "egress_" not in ruleset(PODS, NAMESPACES, [a_policy(policyTypes=["Ingress"])])


def test_a_policy_isolates_only_the_pods_that_it_selects_in_its_own_namespace() -> None:
    everything = a_policy(podSelector={}, policyTypes=["Ingress", "Egress"])
    rules = ruleset(PODS, NAMESPACES, [everything])
    assert 4 == rules.count("counter drop")
    assert STRANGER not in rules


def test_a_peer_is_looked_for_in_the_policy_s_own_namespace() -> None:
    rule = {"from": [{"podSelector": {}}], "ports": [{"port": 8620}]}
    assert [
        f"ip saddr {GATEWAY} tcp dport 8620",
        f"ip saddr {IDENTITY} tcp dport 8620",
    ] == allowed(a_policy(ingress=[rule]))


def test_a_peer_of_another_namespace_needs_both_selectors() -> None:
    elsewhere = {"namespaceSelector": {"matchLabels": {"kind": "other"}}}
    nobody = elsewhere | {"podSelector": {"matchLabels": {"name": "gateway"}}}
    assert [f"ip saddr {STRANGER}"] == allowed(a_policy(ingress=[{"from": [elsewhere]}]))
    assert [] == allowed(a_policy(ingress=[{"from": [nobody]}]))


def test_a_rule_without_peers_lets_everyone_to_its_port() -> None:
    assert ["udp dport 53"] == allowed(
        a_policy(ingress=[{"ports": [{"port": 53, "protocol": "UDP"}]}])
    )


def test_a_block_of_addresses_may_leave_some_out() -> None:
    block = {"ipBlock": {"cidr": "10.0.0.0/8", "except": ["10.88.0.0/24"]}}
    rule = {"to": [block], "ports": [{"port": 8000, "endPort": 8010}]}
    policy = a_policy(policyTypes=["Egress"], egress=[rule])
    assert ["ip daddr 10.0.0.0/8 ip daddr != { 10.88.0.0/24 } tcp dport 8000-8010"] == allowed(
        policy, chain="egress_10_244_0_3"
    )


def test_a_named_port_is_the_called_pod_s() -> None:
    caller = {"podSelector": {"matchLabels": {"name": "gateway"}}}
    out = a_policy(
        podSelector=caller["podSelector"],
        policyTypes=["Egress"],
        egress=[
            {"to": [{"podSelector": {"matchLabels": {"name": "identity"}}}], "ports": [{"port": p}]}
            for p in ("grpc", "nobody-s")
        ],
    )
    into = a_policy(ingress=[{"from": [caller], "ports": [{"port": "grpc"}]}])
    assert [f"ip saddr {GATEWAY} tcp dport 8620"] == allowed(into)
    assert [f"ip daddr {IDENTITY} tcp dport 8620"] == allowed(out, chain="egress_10_244_0_2")


def test_two_policies_allow_what_either_allows() -> None:
    first, second = (a_policy(ingress=[{"ports": [{"port": port}]}]) for port in (1, 2))
    assert ["tcp dport 1", "tcp dport 2"] == allowed(first, second)


def test_a_policy_that_names_no_direction_is_for_ingress_and_for_its_egress() -> None:
    rules = ruleset(PODS, NAMESPACES, [a_policy(egress=[{}])])
    assert "chain ingress_10_244_0_3" in rules
    assert "chain egress_10_244_0_3" in rules


def test_both_ways_are_asked_when_a_pod_calls_a_pod_and_one_when_it_calls_the_node() -> None:
    rules = ruleset(PODS, NAMESPACES, [a_policy(policyTypes=["Ingress", "Egress"])])
    forwarded, _, entering = rules.partition("chain forward")[2].partition("chain input")
    assert "ip saddr vmap" in forwarded
    assert "ip daddr vmap" in forwarded
    assert "ip saddr vmap" in entering
    assert "ip daddr vmap" not in entering


@pytest.mark.parametrize(
    "unseen",
    [{"status": {}}, {"status": {"podIP": GATEWAY, "phase": "Succeeded"}}],
    ids=["no address yet", "ended"],
)
def test_a_pod_that_is_not_on_the_network_is_no_peer(unseen: dict[str, Any]) -> None:
    assert [] == pods_of([a_pod("gateway", GATEWAY, **unseen)])


def test_the_node_s_own_pods_are_not_isolated() -> None:
    on_host = a_pod("proxy", "10.88.0.1")
    on_host["spec"]["hostNetwork"] = True
    assert [] == pods_of([on_host])


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ({"operator": "In", "values": ["a", "b"]}, True),
        ({"operator": "In", "values": ["b"]}, False),
        ({"operator": "NotIn", "values": ["b"]}, True),
        ({"operator": "Exists"}, True),
        ({"operator": "DoesNotExist"}, False),
    ],
)
def test_an_expression_is_read_as_kubernetes_reads_it(
    expression: dict[str, Any], expected: bool
) -> None:
    assert expected is selects({"matchExpressions": [{"key": "k", **expression}]}, {"k": "a"})


def test_an_operator_that_is_not_known_is_refused_and_not_guessed() -> None:
    with pytest.raises(ValueError, match="Near"):
        selects({"matchExpressions": [{"key": "k", "operator": "Near"}]}, {})


def test_a_pod_knows_its_named_ports() -> None:
    assert [{("grpc", "TCP"): 8620}] * 3 == [each.ports for each in PODS]
    assert isinstance(PODS[0], Pod)
