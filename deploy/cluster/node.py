"""The first process of the cluster's own namespaces: it starts every part, and buries orphans.

`python -m deploy.cluster.node FOLDER PROGRAMS` is started by `deploy.cluster.cluster`, inside
namespaces made for it. When it ends, the kernel ends everything that is in them.
"""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import FrameType
from typing import Final

from deploy.cluster import configuration
from deploy.cluster.addresses import NODE, NODE_PREFIX, NOWHERE
from deploy.cluster.authority import Authority
from deploy.cluster.layout import CGROUPS, Layout
from deploy.cluster.machine import CannotRun
from deploy.cluster.policy_double.rules import TABLE
from stack.terminal import fail, step

OWN: Final = ("/var/lib", "/var/log")
"""Where the parts write whatever they are told: laid over, so that nothing reaches the machine."""

_SWITCHES: Final = ("net.ipv4.ip_forward=1", "net.bridge.bridge-nf-call-iptables=1")
_WAITED_SECONDS: Final = 90


class Node:
    """The node, from inside."""

    def __init__(self, layout: Layout, programs: Path) -> None:
        self.layout = layout
        self._environment = {
            "PATH": f"{programs}:/usr/sbin:/usr/bin:/sbin:/bin",
            "HOME": "/",
            "KUBECONFIG": str(layout.admin),
        }
        self._parts: dict[int, str] = {}

    def start(self) -> None:
        """Start every part, each when what it needs is there.

        Raises:
            CannotRun: a part ended, or is not ready in time; says its last lines.
        """
        layout = self.layout
        with step("namespaces and keys"):
            self._furnish()
            Authority(layout.keys).sign_all()
            configuration.write(layout)
        with step("API server ready"):
            self._launch("etcd", configuration.etcd(layout))
            self._launch("containerd", configuration.containerd(layout))
            self._launch("kube-apiserver", configuration.api_server(layout))
            self._wait("kube-apiserver", "kubectl", "get", "--raw=/readyz")
        with step("node ready"):
            self._launch("controllers", configuration.controllers(layout))
            self._launch("scheduler", configuration.scheduler(layout))
            self._wait("containerd", "ctr", "--address", configuration.CONTAINERD, "version")
            self._launch("kubelet", configuration.kubelet(layout))
            self._launch("kube-proxy", configuration.proxy(layout))
            ready = ("kubectl", "wait", "--for=condition=Ready", f"node/{NODE}", "--timeout=1s")
            self._wait("kubelet", *ready)
            self._launch("policy-double", configuration.policy_double(layout))
            self._wait("policy-double", "nft", "list", "table", "inet", TABLE)
            self._wait("controllers", "kubectl", "get", "serviceaccount", "default")

    def _furnish(self) -> None:
        """Make the node's own mounts, network and cgroup."""
        layout, kept = self.layout, "/run/isp-cluster/folder"
        self._run("mount", "-t", "tmpfs", "-o", "mode=755", "tmpfs", "/run")
        for each in ("/run/lock", kept):
            Path(each).mkdir(parents=True)
        # The folder itself must stay the disk's: containers' own layers cannot lie on layers.
        self._run("mount", "--bind", str(layout.folder), kept)
        for number, each in enumerate(OWN):
            upper, work = (f"/run/isp-cluster/{what}-{number}" for what in ("upper", "work"))
            Path(upper).mkdir()
            Path(work).mkdir()
            layers = f"lowerdir={each},upperdir={upper},workdir={work}"
            self._run("mount", "-t", "overlay", "-o", layers, "overlay", each)
        self._run("mount", "--move", kept, str(layout.folder))
        self._run("hostname", NODE)
        self._run("ip", "link", "set", "lo", "up")
        self._run("ip", "link", "add", "node0", "type", "veth", "peer", "name", "node0-peer")
        self._run("ip", "address", "add", NODE_PREFIX, "dev", "node0")
        for each in ("node0", "node0-peer"):
            self._run("ip", "link", "set", each, "up")
        self._run("ip", "route", "add", "default", "via", NOWHERE)
        for each in _SWITCHES:
            self._run("sysctl", "--quiet", "--write", each)
        for group in layout.cgroups():
            group.mkdir(exist_ok=True)
        # In cgroup v1 a new cpuset has neither processors nor memory until it is told.
        for name in ("cpuset.cpus", "cpuset.mems"):
            if (whole := CGROUPS / "cpuset" / name).exists():
                (CGROUPS / "cpuset" / layout.cgroup / name).write_text(whole.read_text())

    def _run(self, *command: str) -> None:
        ended = subprocess.run(
            command, env=self._environment, capture_output=True, text=True, check=False
        )
        if ended.returncode:
            raise CannotRun(f"{' '.join(command)}: {ended.stderr.strip()}")

    def _launch(self, name: str, command: tuple[str, ...]) -> None:
        with (self.layout.logs / f"{name}.log").open("ab") as log:
            part = subprocess.Popen(
                command,
                env=self._environment,
                cwd="/",
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        self._parts[part.pid] = name

    def _wait(self, name: str, *command: str) -> None:
        """Wait until a command succeeds, which asks a part whether it is ready."""
        until = time.monotonic() + _WAITED_SECONDS
        while subprocess.run(
            command, env=self._environment, capture_output=True, check=False
        ).returncode:
            if time.monotonic() > until:
                raise CannotRun(
                    f"{name} is not ready after {_WAITED_SECONDS} s\n{self._tail(name)}"
                )
            time.sleep(0.1)

    def _tail(self, name: str) -> str:
        log = self.layout.logs / f"{name}.log"
        return "\n".join(log.read_text("utf-8", "replace").splitlines()[-15:])

    def watch(self) -> str:
        """Bury what ends; return when a part of the node itself ended, and say which."""
        while True:
            pid, status = os.wait()
            if name := self._parts.get(pid):
                code = os.waitstatus_to_exitcode(status)
                return f"{name} ended with {code}\n{self._tail(name)}"


def _leave(_number: int, _frame: FrameType | None) -> None:
    sys.exit(0)


def main(folder: str, programs: str) -> int:
    """Start the node, say that it is ready, and stay until it is told to go or a part ends."""
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, _leave)
    node = Node(Layout(Path(folder)), Path(programs))
    try:
        node.start()
    except CannotRun as error:
        fail(str(error))
        return 1
    node.layout.ready.touch()
    fail(node.watch())
    return 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
