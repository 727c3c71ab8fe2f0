"""What every pod must be: not root, fenced in, limited, watched. Each rule names who breaks it."""

from collections.abc import Callable, Iterator
from typing import Any, Final

from deploy.manifests.overlay import Overlay, Workload

WRITES_ITS_ROOT: Final = {
    "elasticsearch": "its image makes a keystore and logs beside its program",
    "keycloak": "it builds itself for its database at each start",
}
"""Backing servers of development whose root is not read-only, and why."""

_KINDS_OF_VOLUME: Final = {"emptyDir", "projected", "secret", "configMap"}
_GRACE_SECONDS: Final = 40
"""A drain of 5 s, up to 30 s for what is under way, and some to spare."""


def is_not_root(workload: Workload) -> Iterator[str]:
    """The pod runs as a numbered user who is not root, and may gain nothing."""
    security = workload.pod.get("securityContext", {})
    if security.get("runAsNonRoot") is not True:
        yield "may run as root"
    if not security.get("runAsUser"):
        yield "names no user"
    if security.get("seccompProfile") != {"type": "RuntimeDefault"}:
        yield "has no seccomp profile"
    for container in workload.containers:
        own = container.get("securityContext", {})
        if own.get("runAsUser", 1) == 0 or own.get("runAsNonRoot", True) is not True:
            yield f"{container['name']} may run as root"
        if own.get("allowPrivilegeEscalation") is not False or own.get("privileged", False):
            yield f"{container['name']} may gain privileges"
        capabilities = own.get("capabilities", {})
        if capabilities.get("drop") != ["ALL"] or capabilities.get("add"):
            yield f"{container['name']} has capabilities"


def writes_nothing_of_its_root(workload: Workload) -> Iterator[str]:
    """The root is read-only, and where a pod may write there is a bound."""
    for container in workload.containers:
        own = container.get("securityContext", {})
        if own.get("readOnlyRootFilesystem") is not True and workload.name not in WRITES_ITS_ROOT:
            yield f"{container['name']} may write to its root"
    for volume in workload.pod.get("volumes", []):
        if "emptyDir" in volume and "sizeLimit" not in volume["emptyDir"]:
            yield f"volume {volume['name']} has no bound"


def shares_nothing_of_the_node(workload: Workload) -> Iterator[str]:
    """No namespace, folder or port of the node, and no token for the cluster's own interface."""
    for name in ("hostNetwork", "hostPID", "hostIPC", "shareProcessNamespace"):
        if workload.pod.get(name):
            yield f"{name} is set"
    if workload.pod.get("automountServiceAccountToken") is not False:
        yield "is handed a token"
    if workload.pod.get("enableServiceLinks") is not False:
        yield "is told of every Service by its environment"
    for volume in workload.pod.get("volumes", []):
        if not set(volume) - {"name"} <= _KINDS_OF_VOLUME:
            yield f"volume {volume['name']} is of another kind"
    for container in workload.containers:
        if any("hostPort" in port for port in container.get("ports", [])):
            yield f"{container['name']} takes a port of the node"


def is_limited(workload: Workload) -> Iterator[str]:
    """Processor and memory are asked for and bounded, and nobody asks for more than the bound."""
    for container in workload.containers:
        resources = container.get("resources", {})
        for kind in ("requests", "limits"):
            for what in ("cpu", "memory"):
                if what not in resources.get(kind, {}):
                    yield f"{container['name']} has no {kind} of {what}"
        for what, asked in resources.get("requests", {}).items():
            bound = resources.get("limits", {}).get(what)
            if bound is not None and amount(asked) > amount(bound):
                yield f"{container['name']} asks for more {what} than its limit"


def names_its_image(workload: Workload) -> Iterator[str]:
    """An image is named by a tag that is a version, or by its digest."""
    for container in workload.containers:
        image = str(container["image"])
        name, _, tag = image.rpartition(":")
        if "@sha256:" not in image and (not name or "/" in tag or tag in {"latest", "main"}):
            yield f"{container['name']} runs whatever {image} is"


def is_watched(workload: Workload) -> Iterator[str]:
    """Three probes; what makes a pod unready never has it killed."""
    (container,) = workload.pod["containers"]
    paths = {"startupProbe": "/livez", "readinessProbe": "/readyz", "livenessProbe": "/livez"}
    for probe, path in paths.items():
        asked = container.get(probe, {}).get("httpGet", {})
        if asked != {"path": path, "port": "metrics"}:
            yield f"{probe} does not ask {path}"


def ends_gracefully(workload: Workload) -> Iterator[str]:
    """Drained before it is told to stop, with time for what is under way."""
    (container,) = workload.pod["containers"]
    hook = container.get("lifecycle", {}).get("preStop", {})
    if hook != {"httpGet": {"path": "/drain", "port": "metrics"}}:
        yield "is not drained before it is stopped"
    if workload.pod.get("terminationGracePeriodSeconds", 30) < _GRACE_SECONDS:
        yield f"has less than {_GRACE_SECONDS} s to end"


def is_replaced_one_by_one(workload: Workload) -> Iterator[str]:
    """A new pod is ready before an old one goes; identity's worker alone is never there twice."""
    strategy = workload.spec.get("strategy")
    one_by_one = {"type": "RollingUpdate", "rollingUpdate": {"maxSurge": 1, "maxUnavailable": 0}}
    wanted = {"type": "Recreate"} if workload.name == "identity-work" else one_by_one
    if strategy != wanted:
        yield f"is replaced by {strategy}"
    if "topologySpreadConstraints" not in workload.pod:
        yield "may have all its pods on one node"


OF_EVERY_POD: Final[tuple[Callable[[Workload], Iterator[str]], ...]] = (
    is_not_root,
    writes_nothing_of_its_root,
    shares_nothing_of_the_node,
    is_limited,
    names_its_image,
)
OF_OUR_PROCESSES: Final[tuple[Callable[[Workload], Iterator[str]], ...]] = (
    is_watched,
    ends_gracefully,
    is_replaced_one_by_one,
)


def broken(overlay: Overlay) -> list[str]:
    """Return who breaks which rule of pods."""
    return [
        f"{workload.name} {each}"
        for workload in overlay.workloads()
        for rule in (*OF_EVERY_POD, *(OF_OUR_PROCESSES if _runs_on(workload) else ()))
        for each in rule(workload)
    ]


def _runs_on(workload: Workload) -> bool:
    return workload.ours and workload.kind == "Deployment"


def amount(quantity: Any) -> float:
    """Return a quantity as a number: of processors, or of bytes."""
    text = str(quantity)
    units = {"m": 1e-3, "Ki": 2**10, "Mi": 2**20, "Gi": 2**30}
    for unit, size in units.items():
        if text.endswith(unit):
            return float(text.removesuffix(unit)) * size
    return float(text)
