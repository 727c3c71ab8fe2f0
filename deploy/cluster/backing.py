"""The backing servers beside the node: those of `make up`, reached by pods at the node's address.

They listen on loopback, as everywhere; a door for each, at the node's own address and the port of
its Service, hands on what comes. Three doors lead the other way, from loopback to our own Services:
so the addresses that people use are those of `make up`, and a request still goes through a Service.
The doors are processes of the cluster and end with it, whoever holds a connection through them.
"""

import subprocess
import time
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from deploy.cluster.addresses import NODE_ADDRESS
from deploy.cluster.cluster import Cluster
from deploy.cluster.machine import CannotRun
from deploy.manifests.secret_files import STORAGE_ACCOUNT
from stack import object_storage
from stack.harness import Harness
from stack.places import cache_folder
from stack.ports import FIXED, Ports
from stack.program import answers_tcp
from stack.story.front import Front

PORTS: Final = Ports(
    {
        **FIXED,
        "postgres": 5432,
        "nats": 4222,
        "nats-monitor": 8222,
        "valkey": 6379,
        "smtp": 1025,
        "elasticsearch": 9200,
        "elasticsearch-transport": 9300,
        "scanner": 3310,
    }
)
"""The cluster's network is its own: each server has the port that its Service has everywhere."""

REACHED_BY_PODS: Final = (
    "postgres",
    "nats",
    "valkey",
    "keycloak",
    "elasticsearch",
    "smtp",
    "sms",
    "push",
    "evidence",
    "scanner",
)
OBJECT_STORAGE_PORT: Final = 7070
"""`make up` keeps attached files in a folder, and has no server for them."""

BUCKETS: Final = ("attachments", "packages")
LOOPBACK: Final = "127.0.0.1"
_OPENED_SECONDS: Final = 10


class Backing:
    """The servers and the doors; the thread that makes them has the cluster's network."""

    def __init__(self, cluster: Cluster, folder: Path) -> None:
        self._cluster = cluster
        self.harness = Harness(folder, ports=PORTS)
        self._doors: list[subprocess.Popen[bytes]] = []
        self._objects: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        """Start the servers and open their doors."""
        with ExitStack() as undo:
            self.harness.__enter__()
            undo.callback(self.close)
            self._keep_objects()
            ports = [*(PORTS[name] for name in REACHED_BY_PODS), OBJECT_STORAGE_PORT]
            for port in ports:
                self.open_door((NODE_ADDRESS, port), (LOOPBACK, port))
            undo.pop_all()  # __exit__ closes from here on
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop the servers."""
        self.close()

    def close(self) -> None:
        """Stop the servers; let the cluster keep the doors."""
        for door in self._doors:
            door.terminate()
            door.wait()
        self._doors.clear()
        if self._objects is not None:
            self._objects.terminate()
            self._objects.wait()
            self._objects = None
        self.harness.stop_all()

    def _keep_objects(self) -> None:
        """Start what keeps attached files, with its buckets.

        Raises:
            CannotRun: it does not start.
        """
        folder = self.harness.platform.folder / "object-storage"
        for bucket in BUCKETS:
            (folder / bucket).mkdir(parents=True)
        program = object_storage.program(
            object_storage.obtain(cache_folder()),
            folder,
            OBJECT_STORAGE_PORT,
            access=STORAGE_ACCOUNT,
            secret=self.secrets["CONTENT_STORAGE_SECRET_KEY"],
        )
        self._objects = subprocess.Popen(
            ["setpriv", "--pdeathsig", "TERM", *program.command],
            env=dict(program.environment),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        until = time.monotonic() + _OPENED_SECONDS
        while said := program.ready():
            if self._objects.poll() is not None or time.monotonic() > until:
                raise CannotRun(f"the store of attached files does not start: {said}")
            time.sleep(0.02)

    def open_door(self, at: tuple[str, int], leads_to: tuple[str, int]) -> None:
        """Hand on every connection that comes to an address.

        Raises:
            CannotRun: somebody else listens there.
        """
        listening = f"TCP-LISTEN:{at[1]},bind={at[0]},reuseaddr,fork,backlog=512"
        calling = f"TCP:{leads_to[0]}:{leads_to[1]},nodelay"
        command = self._cluster.inside("socat", listening, calling)
        door = subprocess.Popen(command, stderr=subprocess.DEVNULL)
        self._doors.append(door)
        open_yet, until = answers_tcp(at[1], host=at[0]), time.monotonic() + _OPENED_SECONDS
        while said := open_yet():
            if door.poll() is not None or time.monotonic() > until:
                raise CannotRun(f"no door at {at[0]}:{at[1]}: {said}")
            time.sleep(0.02)

    def front(self) -> Front:
        """Return how people come in, through the doors to our Services."""
        secret, mails = self.harness.secret("ISP_WEB_SECRET"), self.harness.platform.mails
        return Front.at(PORTS, secret, mails)

    @property
    def secrets(self) -> Mapping[str, str]:
        """What the platform's parts know each other by."""
        return self.harness.platform.secrets
