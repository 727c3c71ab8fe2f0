"""The project's own manifests on a cluster: the test overlay, with the images built here."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import yaml

from deploy.cluster.kubectl import Kubectl, Refused
from deploy.images.build import Built
from deploy.manifests import rendering, secret_files
from stack.ports import FIXED
from stack.terminal import step

NAMESPACE: Final = "isp"
_LONGEST_SECONDS: Final = 180

Thing = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Deployment:
    """What is to be on the cluster, in the order in which it is made."""

    things: Sequence[Thing]

    def of_kind(self, *kinds: str) -> list[Thing]:
        """Return everything of some kinds."""
        return [each for each in self.things if each["kind"] in kinds]

    def named(self, kind: str, name: str) -> Thing:
        """Return one thing."""
        (found,) = (each for each in self.of_kind(kind) if each["metadata"]["name"] == name)
        return found

    @property
    def workloads(self) -> list[str]:
        """Every Deployment's name."""
        return [each["metadata"]["name"] for each in self.of_kind("Deployment")]


def render(kubectl: Path, secrets: Mapping[str, str], images: Iterable[Built]) -> Deployment:
    """Return the test overlay with this platform's secrets and these images, by way of a copy.

    Raises:
        NotRendered: kubectl refuses it.
    """
    with rendering.copied_tree() as tree:
        secret_files.write(secrets, tree)
        overlay = tree / "overlays" / "here"
        overlay.mkdir()
        (overlay / "kustomization.yaml").write_text(yaml.safe_dump(_overlay(images)))
        return Deployment(things=rendering.render(kubectl, overlay))


def _overlay(images: Iterable[Built]) -> Thing:
    named = [each.image.rpartition(":") for each in images]
    gateway = f"http://localhost:{FIXED['gateway']}"
    # Keycloak runs beside the node, where the name of a Service is not known: it calls the doors.
    told_to_keycloak = [
        {"name": "IDENTITY_GATEWAY_URL", "value": gateway},
        {"name": "IDENTITY_SMTP_HOST", "value": "localhost"},
    ]
    process = {"name": "process", "env": told_to_keycloak}
    jobs = [
        {
            "apiVersion": "batch/v1",
            "kind": "Job",
            "metadata": {"name": name, "namespace": NAMESPACE},
            "spec": {"template": {"spec": {"containers": [process]}}},
        }
        for name in ("identity-reconcile", "identity-seed")
    ]
    return {
        "resources": ["../test"],
        "images": [{"name": name, "newTag": tag} for name, _, tag in named],
        "patches": [{"patch": yaml.safe_dump(each)} for each in jobs],
    }


class Deployer:
    """Puts a deployment on a cluster, each step when what it needs is there."""

    def __init__(self, kubectl: Kubectl, deployment: Deployment) -> None:
        self._kubectl = kubectl
        self._deployment = deployment

    def deploy(self) -> None:
        """Make everything, and return when every process is ready.

        Raises:
            Refused: the API refuses a manifest, a command fails or a process does not get ready;
                says what its pods said last.
        """
        whole = self._deployment
        with step("settings, secrets, policies") as here:
            first = [each for each in whole.things if each["kind"] not in {"Deployment", "Job"}]
            here.note = f"{len(first)} things"
            self._kubectl.apply(*whole.of_kind("Namespace"))
            self._kubectl.apply(*(each for each in first if each["kind"] != "Namespace"))
        jobs = {each["metadata"]["name"]: each for each in whole.of_kind("Job")}
        seeds = [name for name in jobs if name.endswith("-seed")]
        before = [name for name in jobs if name not in seeds]
        self._run("migrations and realm", [jobs[name] for name in before])
        self._run("demonstration", [jobs[name] for name in seeds])
        with step("every process ready") as here:
            deployments = whole.of_kind("Deployment")
            here.note = f"{len(deployments)} deployments"
            self._kubectl.apply(*deployments)
            self._or_tell(self._all_ready)

    def _run(self, what: str, jobs: Sequence[Thing]) -> None:
        names = [f"job/{each['metadata']['name']}" for each in jobs]
        with step(what) as here:
            here.note = f"{len(jobs)} commands"
            self._kubectl.apply(*jobs)
            self._or_tell(lambda: self._ended(names))

    def _ended(self, names: Sequence[str]) -> None:
        self._kubectl.run(
            *("wait", "--for=condition=Complete", f"--timeout={_LONGEST_SECONDS}s", *names),
            namespace=NAMESPACE,
            seconds=_LONGEST_SECONDS + 10,
        )

    def _all_ready(self) -> None:
        for name in self._deployment.workloads:
            self._kubectl.roll_out(
                f"deployment/{name}", namespace=NAMESPACE, seconds=_LONGEST_SECONDS
            )

    def _or_tell(self, wait: Callable[[], None]) -> None:
        try:
            wait()
        except Refused as error:
            raise Refused(f"{error}\n{told(self._kubectl)}") from error


def told(kubectl: Kubectl) -> str:
    """Return what the pods that are not well say of themselves."""
    lines = list[str]()
    for pod in kubectl.get("pods", namespace=NAMESPACE)["items"]:
        statuses = pod["status"].get("containerStatuses", [])
        if pod["status"]["phase"] == "Succeeded" or all(each["ready"] for each in statuses):
            continue
        name = pod["metadata"]["name"]
        lines.append(f"--- {name} {pod['status']['phase']}")
        lines += [json.dumps(each.get("state")) for each in statuses]
        lines.append(_last_lines(kubectl, name))
    return "\n".join(lines)


def _last_lines(kubectl: Kubectl, pod: str) -> str:
    try:
        return kubectl.run("logs", pod, "--tail=8", namespace=NAMESPACE)
    except Refused as error:  # it never started: that is what there is to say
        return str(error)
