"""Small pods of the tests' own, and what they are asked to try."""

from collections.abc import Mapping
from typing import Any, Final

from deploy.cluster.kubectl import Kubectl, Refused

RESTRICTED: Final = {
    "allowPrivilegeEscalation": False,
    "readOnlyRootFilesystem": True,
    "capabilities": {"drop": ["ALL"]},
}
_WAITS: Final = "import signal; signal.sigwait({signal.SIGTERM})"
_TRIED_SECONDS: Final = 3


def a_pod(
    name: str,
    image: str,
    *,
    namespace: str,
    labels: dict[str, str] | None = None,
    code: str = _WAITS,
    more: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """Return a pod that runs some Python, as Pod Security wants pods; nothing is sent to it."""
    container = {
        "name": "python",
        "image": image,
        "imagePullPolicy": "Never",
        "command": ["python3", "-c", code],
        "securityContext": RESTRICTED,
    }
    return {
        "apiVersion": "v1",
        "kind": "Pod",
        "metadata": {"name": name, "namespace": namespace, "labels": labels or {}},
        "spec": {
            "automountServiceAccountToken": False,
            "terminationGracePeriodSeconds": 5,
            "restartPolicy": "Never",
            "securityContext": {
                "runAsNonRoot": True,
                "runAsUser": 65532,
                "seccompProfile": {"type": "RuntimeDefault"},
            },
            "containers": [{**container, **(more or {})}],
        },
    }


class Tries:
    """What a pod gets when it tries something."""

    def __init__(self, kubectl: Kubectl, namespace: str, pod: str) -> None:
        self._kubectl = kubectl
        self._namespace = namespace
        self._pod = pod

    def run(self, code: str) -> str:
        """Run some Python in the pod and return what it printed."""
        return self._kubectl.run(
            "exec", self._pod, "--", "python3", "-c", code, namespace=self._namespace
        )

    def connect(self, host: str, port: int) -> str:
        """Try to connect; return `connected`, or why not."""
        try:
            return self.run(
                f"import socket; socket.create_connection(({host!r}, {port}), {_TRIED_SECONDS});"
                " print('connected')"
            )
        except Refused as error:
            return str(error).splitlines()[-2]
