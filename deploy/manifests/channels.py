"""Who can connect to whom: what the policies of an overlay allow, by Kubernetes' own rules."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from deploy.manifests.overlay import SERVER, Overlay, Workload, selects
from deploy.manifests.rendering import Document

OUTSIDE: Final = {25: "mail", 443: "sms"}
"""What is reached outside a cluster, by its port."""


@dataclass(frozen=True, slots=True, order=True)
class Channel:
    """A way from one workload to another or to a backing server."""

    source: str
    target: str
    port: int


def opened(overlay: Overlay) -> set[Channel]:
    """Return the channels that both ends' policies let through, from our processes."""
    return {each for workload in overlay.ours() for each in _from(overlay, workload)}


def _from(overlay: Overlay, workload: Workload) -> Iterator[Channel]:
    for policy in _of(overlay, workload.labels, "Egress"):
        for rule in policy["spec"].get("egress", []):
            for port in _ports(rule):
                for target in _targets(overlay, rule, port):
                    if isinstance(target, str):
                        yield Channel(workload.name, target, port)
                    elif takes_from(overlay, target, workload.labels, port):
                        yield Channel(workload.name, target.name, port)


def takes_from(overlay: Overlay, target: Workload, labels: Mapping[str, str], port: int) -> bool:
    """Tell whether a workload's policies let a pod with these labels in."""
    policies = _of(overlay, target.labels, "Ingress")
    return not policies or any(
        port in _ports(rule) and "podSelector" in peer and selects(peer["podSelector"], labels)
        for policy in policies
        for rule in policy["spec"].get("ingress", [])
        for peer in rule["from"]
        if "namespaceSelector" not in peer
    )


def namespaces_let_in(overlay: Overlay, labels: Mapping[str, str]) -> set[tuple[str, int | str]]:
    """Return the labels of the namespaces that reach a pod, each with the port."""
    return {
        (f"{name}={value}", port["port"])
        for policy in _of(overlay, labels, "Ingress")
        for rule in policy["spec"].get("ingress", [])
        for peer in rule["from"]
        if "namespaceSelector" in peer
        for name, value in peer["namespaceSelector"]["matchLabels"].items()
        for port in rule["ports"]
    }


def unfenced(overlay: Overlay) -> list[str]:
    """Return the workloads that no policy of their own holds in, in either direction."""
    return [
        f"{workload.name} {direction}"
        for workload in overlay.workloads()
        for direction in ("Ingress", "Egress")
        if all(
            not policy["spec"]["podSelector"] for policy in _of(overlay, workload.labels, direction)
        )
    ]


def without_bounds(overlay: Overlay) -> list[str]:
    """Return the policies with a rule that names no peer or no port: it would allow all."""
    return [
        policy["metadata"]["name"]
        for policy in overlay.of_kind("NetworkPolicy")
        for direction, peers in (("ingress", "from"), ("egress", "to"))
        for rule in policy["spec"].get(direction, [])
        if not rule.get(peers) or not rule.get("ports") or {} in rule[peers]
    ]


def _of(overlay: Overlay, labels: Mapping[str, str], direction: str) -> list[Document]:
    return [
        policy
        for policy in overlay.of_kind("NetworkPolicy")
        if direction in policy["spec"]["policyTypes"]
        and selects(policy["spec"]["podSelector"], labels)
    ]


def _ports(rule: Mapping[str, Any]) -> list[int]:
    """Return the ports by number; one of DNS is everybody's and said elsewhere."""
    return [each["port"] for each in rule["ports"] if each["port"] != 53]


def _targets(overlay: Overlay, rule: Mapping[str, Any], port: int) -> Iterator[str | Workload]:
    for peer in rule["to"]:
        if "ipBlock" in peer:
            yield _beside(overlay, port) or OUTSIDE[port]
            continue
        server = peer["podSelector"].get("matchLabels", {}).get(SERVER)
        taken = [each for each in overlay.workloads() if selects(peer["podSelector"], each.labels)]
        if server and not taken:
            yield server  # an operator makes its pods, or they are elsewhere
        yield from taken


def _beside(overlay: Overlay, port: int) -> str | None:
    for each in overlay.of_kind("EndpointSlice"):
        if port in {one["port"] for one in each["ports"]}:
            return str(each["metadata"]["labels"]["kubernetes.io/service-name"])
    return None
