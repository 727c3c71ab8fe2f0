"""One rendered overlay, asked by what it holds."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from deploy.manifests.rendering import Document

WORKLOADS: Final = ("Deployment", "StatefulSet", "Job")
NAME: Final = "app.kubernetes.io/name"
COMPONENT: Final = "app.kubernetes.io/component"
PART_OF: Final = "app.kubernetes.io/part-of"
SERVER: Final = "isp-server"
"""The label by which policies and Services know a backing server's pods."""

SECRETS: Final = "/run/secrets/"


@dataclass(frozen=True, slots=True)
class Workload:
    """Something that makes pods."""

    document: Document

    @property
    def kind(self) -> str:
        """Return Deployment, StatefulSet or Job."""
        return str(self.document["kind"])

    @property
    def name(self) -> str:
        """Return its name: `alerts-serve`."""
        return str(self.document["metadata"]["name"])

    @property
    def spec(self) -> dict[str, Any]:
        """Return what it says of itself."""
        spec: dict[str, Any] = self.document["spec"]
        return spec

    @property
    def pod(self) -> dict[str, Any]:
        """Return what it says of its pods."""
        pod: dict[str, Any] = self.spec["template"]["spec"]
        return pod

    @property
    def labels(self) -> Mapping[str, str]:
        """Return its pods' labels."""
        labels: dict[str, str] = self.spec["template"]["metadata"]["labels"]
        return labels

    @property
    def ours(self) -> bool:
        """Tell whether a process of ours runs in it, rather than a backing server."""
        return self.labels.get(PART_OF) == "isp"

    @property
    def service(self) -> str:
        """Return which of our services it runs."""
        return self.labels[NAME]

    @property
    def role(self) -> str:
        """Return in which role: serve, work, stream, migrate, …."""
        return self.labels[COMPONENT]

    @property
    def containers(self) -> list[dict[str, Any]]:
        """Return every container, those that run first too."""
        return [*self.pod.get("initContainers", []), *self.pod["containers"]]

    def secret_files(self) -> dict[str, tuple[str, str]]:
        """Return each file in /run/secrets, with the Secret and the key that it comes from."""
        sources = [
            source["secret"]
            for volume in self.pod.get("volumes", [])
            if volume["name"] == "secrets"
            for source in volume.get("projected", {}).get("sources", [])
        ]
        return {
            item["path"]: (source["name"], item["key"])
            for source in sources
            for item in source["items"]
        }


@dataclass(frozen=True, slots=True)
class Overlay:
    """Every object of an overlay."""

    name: str
    documents: list[Document]

    def of_kind(self, *kinds: str) -> Iterator[Document]:
        """Yield the objects of some kinds."""
        return (each for each in self.documents if each["kind"] in kinds)

    def named(self, kind: str, name: str) -> Document:
        """Return one object.

        Raises:
            KeyError: there is none of that name.
        """
        for each in self.of_kind(kind):
            if each["metadata"]["name"] == name:
                return each
        raise KeyError(f"{self.name} has no {kind} {name}")

    def workloads(self) -> list[Workload]:
        """Return everything that makes pods."""
        return [Workload(each) for each in self.of_kind(*WORKLOADS)]

    def ours(self, *kinds: str) -> list[Workload]:
        """Return what runs our processes: of some kinds, or of all."""
        return [
            each for each in self.workloads() if each.ours and each.kind in (kinds or WORKLOADS)
        ]

    def least_replicas(self, deployment: Workload) -> int:
        """Return how many pods there are at least: the autoscaler's word, else the Deployment's."""
        for scaler in self.of_kind("HorizontalPodAutoscaler"):
            if scaler["spec"]["scaleTargetRef"]["name"] == deployment.name:
                return int(scaler["spec"]["minReplicas"])
        return int(deployment.spec.get("replicas", 1))

    def settings(self, workload: Workload) -> dict[str, str]:
        """Return the settings that a workload's process is told, as it will see them."""
        (container,) = workload.pod["containers"]
        told: dict[str, str] = {}
        for source in container.get("envFrom", []):
            told |= self.named("ConfigMap", source["configMapRef"]["name"])["data"]
        return told | {each["name"]: each["value"] for each in container.get("env", [])}

    def secret_keys(self) -> dict[str, set[str]]:
        """Return every Secret that will be there, with its keys."""
        keys = {
            each["metadata"]["name"]: {*each.get("data", {}), *each.get("stringData", {})}
            for each in self.of_kind("Secret")
        }
        for each in self.of_kind("ExternalSecret"):
            template = each["spec"]["target"].get("template")
            data = (
                template["data"] if template else [one["secretKey"] for one in each["spec"]["data"]]
            )
            keys[each["spec"]["target"]["name"]] = set(data)
        for each in self.of_kind("Certificate"):
            keys[each["spec"]["secretName"]] = {"tls.crt", "tls.key", "ca.crt"}
        for each in self.of_kind("Cluster"):  # CloudNativePG makes it
            keys[f"{each['metadata']['name']}-superuser"] = {"username", "password"}
        return keys


def selects(selector: Mapping[str, Any], labels: Mapping[str, str]) -> bool:
    """Tell whether a selector takes a pod, as Kubernetes defines it; an empty one takes all."""
    wanted = selector.get("matchLabels", {})
    if any(labels.get(name) != value for name, value in wanted.items()):
        return False
    return all(_holds(each, labels) for each in selector.get("matchExpressions", []))


def _holds(expression: Mapping[str, Any], labels: Mapping[str, str]) -> bool:
    value = labels.get(expression["key"])
    match expression["operator"]:
        case "In":
            return value in expression["values"]
        case "NotIn":
            return value not in expression["values"]
        case "Exists":
            return value is not None
        case "DoesNotExist":
            return value is None
        case other:
            raise ValueError(f"no operator is called {other}")
