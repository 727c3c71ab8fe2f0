"""Podman as the engine that Docker Compose talks to: real containers, no daemon that stays.

Where it runs has a network of its own: nothing of the machine's ports, bridges or rules is touched.
"""

import json
import os
import subprocess
import threading
import time
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

_CONTAINERS: Final = """\
[containers]
default_ulimits = ["nofile=16384:16384", "nproc=16384:16384"]
log_driver = "k8s-file"
[engine]
cgroup_manager = "cgroupfs"
events_logger = "file"
runtime = "runc"
image_default_transport = "containers-storage:"
[network]
network_backend = "netavark"
"""
_STORAGE: Final = """\
[storage]
driver = "overlay"
graphroot = "{graph}"
runroot = "{run}"
[storage.options]
additionalimagestores = ["{images}"]
"""


class Podman:
    """The engine, with its containers in a folder, and images of another."""

    def __init__(self, folder: Path, images: Path) -> None:
        self.folder = folder
        (folder / "containers.conf").write_text(_CONTAINERS)
        (folder / "storage.conf").write_text(
            _STORAGE.format(graph=folder / "graph", run=folder / "run", images=images)
        )
        self.socket = folder / "engine.sock"
        self.environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(folder),
            "CONTAINERS_CONF": str(folder / "containers.conf"),
            "CONTAINERS_STORAGE_CONF": str(folder / "storage.conf"),
            "DISABLE_HC_SYSTEMD": "true",  # no timers here: we ask for each check, below
            "DOCKER_HOST": f"unix://{self.socket}",
        }
        self._ended = threading.Event()
        self._checks = threading.Thread(target=self._check_health, daemon=True)

    def __enter__(self) -> Self:
        """Start the engine and the clock of its health checks."""
        log = (self.folder / "engine.log").open("ab")
        self._service = subprocess.Popen(
            ["podman", "system", "service", "--time=0", f"unix://{self.socket}"],
            env=self.environment,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        log.close()
        until = time.monotonic() + 20
        while not self.socket.exists():
            if time.monotonic() > until:
                raise TimeoutError((self.folder / "engine.log").read_text())
            time.sleep(0.1)
        self._checks.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop the engine."""
        self._ended.set()
        self._checks.join(20)
        self._service.terminate()
        self._service.wait(20)

    def run(self, *parts: str, check: bool = True) -> str:
        """Run podman and return what it printed."""
        ended = subprocess.run(
            ["podman", *parts],
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )
        if check and ended.returncode:
            raise AssertionError(f"podman {' '.join(parts[:4])}: {ended.stderr}")
        return ended.stdout.strip()

    def inspect(self, container: str) -> Mapping[str, Any]:
        """Return what the engine knows of a container."""
        (said,) = json.loads(self.run("inspect", container))
        return dict(said)

    def _check_health(self) -> None:
        """Ask every container that has a check whether it is well, as timers would elsewhere."""
        while not self._ended.wait(1):
            for name in self.run("ps", "--format", "{{.Names}}", check=False).split():
                self.run("healthcheck", "run", name, check=False)
