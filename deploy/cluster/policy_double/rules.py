"""Policies as rules of nftables: a chain for each pod and direction that some policy isolates.

A connection must be allowed where it leaves and where it arrives. In a chain each line lets
something through; what no line lets through is dropped at the chain's end.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from deploy.cluster.policy_double.world import Labels, Object, Pod, selects

TABLE: Final = "isp_policy_double"


@dataclass(frozen=True, slots=True, kw_only=True)
class Direction:
    """One of the two directions, in the words of a policy and of nftables."""

    kind: str
    rules: str
    peers: str
    ours: str
    theirs: str


INGRESS: Final = Direction(
    kind="Ingress", rules="ingress", peers="from", ours="daddr", theirs="saddr"
)
EGRESS: Final = Direction(kind="Egress", rules="egress", peers="to", ours="saddr", theirs="daddr")


@dataclass(frozen=True, slots=True)
class Peer:
    """The other side of a connection: what nftables matches, and the pod if it is one."""

    match: str
    pod: Pod | None = None


def ruleset(
    pods: Sequence[Pod], namespaces: Mapping[str, Labels], policies: Iterable[Object]
) -> str:
    """Return the whole table, which replaces the one before it."""
    known = list(policies)
    chains = [
        (direction, pod, sorted({line for each in ours for line in each}))
        for direction in (INGRESS, EGRESS)
        for pod in pods
        if (ours := _of_pod(direction, pod, pods, namespaces, known))
    ]
    lines = [f"table inet {TABLE} {{}}", f"delete table inet {TABLE}", f"table inet {TABLE} {{"]
    for direction, pod, allowed in chains:
        lines.append(f"  chain {_name(direction, pod)} {{")
        lines += [f"    {each} return" for each in allowed]
        lines.append("    counter drop\n  }")
    for hook, directions in (("forward", (EGRESS, INGRESS)), ("input", (EGRESS,))):
        lines.append(f"  chain {hook} {{\n    type filter hook {hook} priority 10; policy accept;")
        lines.append("    ct state established,related accept")
        for direction in directions:
            jumps = [
                f"{pod.address} : jump {_name(each, pod)}"
                for each, pod, _ in chains
                if each is direction
            ]
            if jumps:
                lines.append(f"    ip {direction.ours} vmap {{ {', '.join(jumps)} }}")
        lines.append("  }")
    return "\n".join([*lines, "}", ""])


def _name(direction: Direction, pod: Pod) -> str:
    return f"{direction.rules}_{pod.address.replace('.', '_')}"


def _of_pod(
    direction: Direction,
    pod: Pod,
    pods: Sequence[Pod],
    namespaces: Mapping[str, Labels],
    policies: Iterable[Object],
) -> list[list[str]]:
    """Return what each policy that isolates a pod allows it; nothing if none isolates it."""
    return [
        [
            f"{peer.match} {port}".strip()
            for rule in policy["spec"].get(direction.rules) or ()
            for peer in _peers(direction, rule, pod, pods, namespaces)
            for port in _ports(direction, rule, pod, peer)
        ]
        for policy in policies
        if policy["metadata"]["namespace"] == pod.namespace
        and direction.kind in _kinds(policy["spec"])
        and selects(policy["spec"].get("podSelector") or {}, pod.labels)
    ]


def _kinds(spec: Object) -> Sequence[str]:
    """Return the directions of a policy; one that names none is for ingress, and its egress."""
    return spec.get("policyTypes") or ["Ingress", *(["Egress"] if spec.get("egress") else [])]


def _peers(
    direction: Direction,
    rule: Object,
    pod: Pod,
    pods: Sequence[Pod],
    namespaces: Mapping[str, Labels],
) -> Iterator[Peer]:
    if not rule.get(direction.peers):
        yield Peer("")
    for said in rule.get(direction.peers) or ():
        if block := said.get("ipBlock"):
            without = ", ".join(block.get("except") or ())
            outside = f" ip {direction.theirs} != {{ {without} }}" if without else ""
            yield Peer(f"ip {direction.theirs} {block['cidr']}{outside}")
            continue
        for each in pods:
            where = said.get("namespaceSelector")
            near = each.namespace == pod.namespace
            if (
                near if where is None else selects(where, namespaces.get(each.namespace, {}))
            ) and selects(said.get("podSelector") or {}, each.labels):
                yield Peer(f"ip {direction.theirs} {each.address}", each)


def _ports(direction: Direction, rule: Object, pod: Pod, peer: Peer) -> Iterator[str]:
    """Return what matches a rule's ports; a name is looked up on the pod that is called."""
    if not rule.get("ports"):
        yield ""
    called = pod if direction is INGRESS else peer.pod
    for said in rule.get("ports") or ():
        protocol, port = said.get("protocol", "TCP"), said.get("port")
        if isinstance(port, str):
            port = called.ports.get((port, protocol)) if called else None
            if port is None:
                continue
        if port is None:
            yield f"meta l4proto {protocol.lower()}"
        else:
            last = f"-{said['endPort']}" if "endPort" in said else ""
            yield f"{protocol.lower()} dport {port}{last}"
