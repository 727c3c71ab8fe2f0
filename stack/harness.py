"""The platform for tests: the same programs as `make up`, on free ports, as children of the test.

Whatever happens to the test process, they end with it. A test that has a network to itself may say
which ports.
"""

import os
import signal
import subprocess
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from email.message import Message
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from stack import services
from stack.mail import mail_for
from stack.obtain import obtain
from stack.places import SERVER_USER, as_server_user, cache_folder
from stack.platform import NotReady, Platform
from stack.ports import Ports
from stack.program import Program

ALL_SERVERS: Final = frozenset(
    {
        *("postgres", "nats", "valkey", "keycloak", "elasticsearch"),
        *("mail", "sms", "push", "evidence", "partner", "scanner"),
    }
)


class Harness:
    """Starts some servers, or all of the platform, in a folder."""

    def __init__(
        self,
        folder: Path,
        *,
        servers: frozenset[str] = ALL_SERVERS,
        with_services: bool = False,
        kind: str = "test",
        ports: Ports | None = None,
    ) -> None:
        self._only = servers
        self.platform = Platform.in_folder(
            obtain(cache_folder()),
            folder,
            ports or Ports.free(),
            kind=kind,
            with_services=with_services,
        )
        self._programs = {each.name: each for each in self.platform.programs()}
        self._running: dict[str, subprocess.Popen[bytes]] = {}
        # A program gets its death signal when the thread that started it ends: one thread starts
        # them all, and lives as long as the harness.
        self._parent = ThreadPoolExecutor(1, thread_name_prefix="harness")

    def __enter__(self) -> Self:
        """Start everything; what started is stopped again when a part does not."""
        try:
            self.platform.prepare(self._only)
            self.platform.start(self.start, self._only)
        except BaseException as error:
            tails = "\n".join(f"--- {name}\n{self.tail(name)}" for name in self._running)
            self.stop_all()
            if isinstance(error, NotReady):
                raise NotReady(f"{error}\n{tails}") from error
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop everything."""
        self.stop_all()

    def port(self, name: str) -> int:
        """Return the port of a server or service."""
        return self.platform.ports[name]

    def secret(self, name: str) -> str:
        """Return one of this platform's secrets."""
        return self.platform.secrets[name]

    def environment(self, service: str, role: str) -> Mapping[str, str]:
        """Return the settings that a role of a service gets."""
        platform = self.platform
        return services.environment(
            service,
            role,
            ports=platform.ports,
            secrets=platform.secrets,
            kind=platform.kind,
            folder=platform.folder,
        )

    def start(self, name: str) -> None:
        """Start one program; do not wait for it."""
        self._parent.submit(self._start, name).result()

    def _start(self, name: str) -> None:
        program = self._programs[name]
        log = (self.platform.folder / f"{name}.log").open("ab")
        ends_by = program.stop_signal
        self._running[name] = subprocess.Popen(
            as_server_user(program.command, and_ends_by=ends_by)
            if program.as_server
            else ["setpriv", "--pdeathsig", ends_by, *program.command],
            cwd=program.folder,
            env=_environment(program, self.platform.folder),
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        log.close()

    def wait_ready(self, name: str, seconds: float = 60) -> None:
        """Wait until a program is ready; one that died meanwhile is started again.

        PostgreSQL after kill -9 is one: it refuses to start until its last backend is gone.
        """
        until = time.monotonic() + seconds
        while self._programs[name].ready() is not None:
            if time.monotonic() > until:
                raise NotReady(f"{name} is not ready after {seconds:.0f} s\n{self.tail(name)}")
            if self._running[name].poll() is not None:
                self.start(name)
            time.sleep(0.2)

    def kill(self, name: str, number: signal.Signals = signal.SIGKILL) -> None:
        """Send a signal to a program alone, as the kernel would, and wait until it is gone.

        What it started must notice by itself.
        """
        process = self._running.pop(name)
        process.send_signal(number)
        process.wait(30)

    def restart(self, name: str, seconds: float = 60) -> None:
        """Start a program again and wait until it is ready."""
        self.start(name)
        self.wait_ready(name, seconds)

    def stop_all(self) -> None:
        """Stop everything, ours first and the record last; kill what does not stop."""
        for name in sorted(self._running, key=lambda each: -self._programs[each].priority):
            self._ask_to_stop(name)
        until = time.monotonic() + 15
        for name, process in list(self._running.items()):
            try:
                process.wait(max(0.1, until - time.monotonic()))
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
            del self._running[name]

    def _ask_to_stop(self, name: str) -> None:
        program, process = self._programs[name], self._running[name]
        number = signal.Signals[f"SIG{program.stop_signal}"]
        if process.poll() is not None:
            return
        if program.stop_as_group:
            os.killpg(process.pid, number)
        else:
            process.send_signal(number)

    def tail(self, name: str, lines: int = 15) -> str:
        """Return the last lines of a program's log."""
        log = self.platform.folder / f"{name}.log"
        return "\n".join(log.read_text("utf-8", "replace").splitlines()[-lines:])

    def mail_for(self, address: str) -> list[Message]:
        """Return the mails that arrived for an address, oldest first."""
        return mail_for(self.platform.mails, address)


def _environment(program: Program, folder: Path) -> dict[str, str]:
    return {"HOME": str(folder), "USER": SERVER_USER, "LANG": "C.UTF-8", **program.environment}
