"""Asks the cluster's API through kubectl, as a person would."""

import json
import subprocess
from collections.abc import Mapping
from typing import Any

from deploy.cluster.cluster import Cluster
from deploy.cluster.machine import CannotRun


class Refused(CannotRun):
    """The API, or kubectl, refused; says why."""


class Kubectl:
    """kubectl on one cluster."""

    def __init__(self, cluster: Cluster) -> None:
        self._cluster = cluster
        self._kubectl = str(cluster.programs / "kubectl")

    def run(
        self, *parts: str, given: str | None = None, namespace: str = "", seconds: float = 120
    ) -> str:
        """Run kubectl and return what it printed.

        Raises:
            Refused: it failed.
        """
        where = (f"--namespace={namespace}",) if namespace else ()
        command = (self._kubectl, *where, *parts)
        ended = subprocess.run(
            self._cluster.in_network(*command),
            input=given,
            env=self._cluster.environment(),
            capture_output=True,
            text=True,
            check=False,
            timeout=seconds,
        )
        if ended.returncode:
            raise Refused(ended.stderr.strip() or ended.stdout.strip())
        return ended.stdout.strip()

    def get(self, *what: str, namespace: str = "") -> dict[str, Any]:
        """Return one thing, or a list of things."""
        said: dict[str, Any] = json.loads(
            self.run("get", *what, "--output=json", namespace=namespace)
        )
        return said

    def apply(self, *things: Mapping[str, Any]) -> str:
        """Make things, or change them to this; the server refuses a field that it does not know."""
        whole = {"apiVersion": "v1", "kind": "List", "items": list(things)}
        return self.run("apply", "--validate=strict", "--filename=-", given=json.dumps(whole))

    def roll_out(self, what: str, *, namespace: str, seconds: int = 120) -> None:
        """Wait until a workload runs as it is asked to."""
        timeout = f"--timeout={seconds}s"
        self.run("rollout", "status", what, timeout, namespace=namespace, seconds=seconds + 10)
