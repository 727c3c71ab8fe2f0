"""The cluster from outside: it is started, entered, given images, and ended without a trace."""

import ctypes
import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from shutil import rmtree
from typing import Final

from deploy.cluster import configuration, traces
from deploy.cluster.layout import Layout
from deploy.cluster.machine import CannotRun, check
from stack.places import CHECKOUT
from stack.terminal import step

_NAMESPACES: Final = ("--mount", "--pid", "--net", "--uts", "--ipc", "--mount-proc")
_NODE: Final = "deploy.cluster.node"
_STARTED_SECONDS: Final = 180
_ENDED_SECONDS: Final = 20


@dataclass(frozen=True, slots=True)
class Cluster:
    """One cluster, with its folder and the programs it runs."""

    layout: Layout
    programs: Path

    def up(self, *, ends_with_us: bool = False) -> None:
        """Start the cluster and return when its node is ready.

        `ends_with_us`: it ends when the thread that calls this does, however that comes.

        Raises:
            CannotRun: the machine lacks something, it is up already, or a part did not start.
        """
        check()
        if self.is_up():
            raise CannotRun(f"the cluster is up already, in {self.layout.folder}")
        self.down()
        self.layout.logs.mkdir(parents=True)
        bound = ("setpriv", "--pdeathsig", "KILL") if ends_with_us else ()
        with self.layout.progress.open("wb") as progress:
            node = subprocess.Popen(
                [
                    *(*bound, "unshare", *_NAMESPACES, "--fork", "--kill-child"),
                    *(sys.executable, "-m", _NODE, str(self.layout.folder), str(self.programs)),
                ],
                cwd=CHECKOUT,
                stdin=subprocess.DEVNULL,
                stdout=progress,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self.layout.pid.write_text(str(node.pid))
        self._follow(node)

    def _follow(self, node: subprocess.Popen[bytes]) -> None:
        """Print what the node says until it is ready."""
        until = time.monotonic() + _STARTED_SECONDS
        with self.layout.progress.open(encoding="utf-8", errors="replace") as said:
            while not self.layout.ready.exists():
                print(said.read(), end="", flush=True)
                if node.poll() is not None or time.monotonic() > until:
                    rest = said.read()
                    self.end()
                    raise CannotRun(f"the node did not start; {self.layout.logs} says more\n{rest}")
                time.sleep(0.05)
            print(said.read(), end="", flush=True)

    def is_up(self) -> bool:
        """Tell whether the node runs; never takes a stranger with its number for it."""
        return self._outer() is not None

    def _outer(self) -> int | None:
        with suppress(OSError, ValueError):
            pid = int(self.layout.pid.read_text())
            words = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
            if {_NODE.encode(), str(self.layout.folder).encode()} <= set(words):
                return pid
        return None

    def inner(self) -> int:
        """Return the number, on the machine, of the node's first process.

        Raises:
            CannotRun: the cluster is not up.
        """
        if (outer := self._outer()) is None:
            raise CannotRun("the cluster is not up")
        return int(Path(f"/proc/{outer}/task/{outer}/children").read_text().split()[0])

    def end(self) -> None:
        """End every process of the cluster, by one kill, and wait until the kernel is done."""
        if (outer := self._outer()) is None:
            return
        with suppress(CannotRun, IndexError, OSError):
            inner = os.pidfd_open(self.inner())
            os.kill(outer, signal.SIGKILL)
            # The first process of a namespace is gone when all others are.
            wait_for_end(inner, _ENDED_SECONDS)
            os.close(inner)
        with suppress(ChildProcessError):
            os.waitpid(outer, 0)

    def down(self) -> None:
        """End the cluster and remove what it left; a cluster that is not up is no error.

        Raises:
            CannotRun: something of it is still there; says what.
        """
        self.end()
        traces.remove_cgroups(self.layout, _ENDED_SECONDS)
        rmtree(self.layout.folder, ignore_errors=True)
        if left := traces.left(self.layout):
            raise CannotRun("the cluster left something behind:\n" + "\n".join(left))

    def inside(self, *command: str) -> tuple[str, ...]:
        """Return a command that runs in the cluster's namespaces: its files, processes, network."""
        namespaces = ("--mount", "--pid", "--net", "--uts", "--ipc")
        return self._nsenter(*namespaces, "--wdns=/", "--", *command)

    def in_network(self, *command: str) -> tuple[str, ...]:
        """Return a command that runs here, but with the cluster's network."""
        return self._nsenter("--net", "--", *command)

    def _nsenter(self, *parts: str) -> tuple[str, ...]:
        return ("nsenter", f"--target={self.inner()}", *parts)

    def environment(self) -> dict[str, str]:
        """Return what kubectl needs to find this cluster, on top of this process's environment."""
        path = f"{self.programs}:{os.environ.get('PATH', '/usr/bin:/bin')}"
        return {**os.environ, "PATH": path, "KUBECONFIG": str(self.layout.admin)}

    @contextmanager
    def network(self) -> Iterator[None]:
        """Give this thread, and what it starts, the cluster's network until the block ends."""
        with (
            Path("/proc/thread-self/ns/net").open("rb") as before,
            Path(f"/proc/{self.inner()}/ns/net").open("rb") as there,
        ):
            _set_network(there.fileno())
            try:
                yield
            finally:
                _set_network(before.fileno())

    def load(self, archives: Sequence[Path]) -> None:
        """Give the cluster images.

        Raises:
            CannotRun: containerd refuses one; says why.
        """
        import_one = ("ctr", "--address", configuration.CONTAINERD, "--namespace", "k8s.io")
        with step("images") as here:
            size = sum(each.stat().st_size for each in archives)
            here.note = f"{len(archives)} archives, {size / 1e6:.0f} MB"
            for archive in archives:
                with archive.open("rb") as data:
                    ended = subprocess.run(
                        self.inside(*import_one, "images", "import", "-"),
                        stdin=data,
                        capture_output=True,
                        check=False,
                    )
                if ended.returncode:
                    said = ended.stderr.decode("utf-8", "replace")[-600:]
                    raise CannotRun(f"{archive.name} cannot be imported: {said}")


def wait_for_end(process: int, seconds: float) -> None:
    """Wait until the process of a pidfd has ended, or the time is over."""
    select.select([process], [], [], seconds)


def _set_network(namespace: int) -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    new_network = 0x40000000  # CLONE_NEWNET; os.setns comes with Python 3.12
    if libc.setns(namespace, new_network):
        raise OSError(ctypes.get_errno(), "setns")
