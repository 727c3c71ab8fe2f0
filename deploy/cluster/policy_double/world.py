"""What the rules depend on, read from the API's objects: pods, namespaces and their labels."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

Labels = Mapping[str, str]
Object = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pod:
    """A pod that has an address of its own."""

    namespace: str
    address: str
    labels: Labels
    ports: Mapping[tuple[str, str], int]
    """The number of each named port, by its name and protocol."""


def pods_of(objects: Iterable[Object]) -> list[Pod]:
    """Return the pods that policies speak of: not ended, with an address that is not the node's."""
    return [
        Pod(
            namespace=each["metadata"]["namespace"],
            address=each["status"]["podIP"],
            labels=each["metadata"].get("labels") or {},
            ports=_named_ports(each["spec"]),
        )
        for each in objects
        if each["status"].get("podIP")
        and not each["spec"].get("hostNetwork")
        and each["status"].get("phase") not in {"Succeeded", "Failed"}
    ]


def _named_ports(spec: Object) -> dict[tuple[str, str], int]:
    return {
        (port["name"], port.get("protocol", "TCP")): port["containerPort"]
        for container in (*spec["containers"], *spec.get("initContainers", ()))
        for port in container.get("ports") or ()
        if port.get("name")
    }


def labels_of(namespaces: Iterable[Object]) -> dict[str, Labels]:
    """Return each namespace's labels by its name."""
    return {each["metadata"]["name"]: each["metadata"].get("labels") or {} for each in namespaces}


def selects(selector: Object, labels: Labels) -> bool:
    """Tell whether a label selector selects what has these labels; an empty one selects all."""
    wanted = (selector.get("matchLabels") or {}).items()
    return all(labels.get(name) == value for name, value in wanted) and all(
        _expressed(each, labels) for each in selector.get("matchExpressions") or ()
    )


def _expressed(expression: Object, labels: Labels) -> bool:
    name, values = expression["key"], expression.get("values") or ()
    match expression["operator"]:
        case "In":
            return labels.get(name) in values
        case "NotIn":
            return labels.get(name) not in values
        case "Exists":
            return name in labels
        case "DoesNotExist":
            return name not in labels
        case other:
            raise ValueError(f"no operator of a label selector is called {other}")
