"""The whole platform on one machine: what runs, in which order, with which settings.

`make up` runs it under supervisor; the tests run the same programs as their own children.
"""

import subprocess
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from stack import (
    evidence,
    keycloak,
    mail,
    nats,
    postgres,
    pushes,
    scanner,
    services,
    texts,
    valkey,
)
from stack.elasticsearch import server as elasticsearch
from stack.obtain import Servers
from stack.partner import sample
from stack.places import CHECKOUT
from stack.ports import Ports
from stack.program import Program
from stack.secrets_file import load_or_make
from stack.terminal import say, step

JVMS: Final = frozenset({"keycloak", "elasticsearch"})
"""Servers that take their time: they boot while databases are migrated."""


class NotReady(Exception):
    """A program did not become ready in time; says what it answered last."""


class CommandFailed(Exception):
    """A one-off command of a service failed; says its last lines."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Platform:
    """One platform: its folder, its ports, its secrets."""

    servers: Servers
    folder: Path
    ports: Ports
    kind: str
    secrets: dict[str, str]
    with_services: bool = True

    @classmethod
    def in_folder(
        cls, servers: Servers, folder: Path, ports: Ports, *, kind: str, with_services: bool = True
    ) -> "Platform":
        """Return the platform whose data is in a folder; what is missing is made by `prepare`."""
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o755)
        return cls(
            servers=servers,
            folder=folder,
            ports=ports,
            kind=kind,
            secrets=load_or_make(folder / "secrets.json"),
            with_services=with_services,
        )

    @property
    def mails(self) -> Path:
        """The Maildir of the mail sink."""
        return self.folder / "mail"

    @property
    def texts(self) -> Path:
        """Where the simulator of text messages keeps them."""
        return self.folder / "texts"

    @property
    def pushes(self) -> Path:
        """Where the simulator of apps' notifications keeps them."""
        return self.folder / "pushes"

    def prepare(self, names: frozenset[str] | None = None) -> None:
        """Write every server's configuration and make the data folders that are not there."""
        wanted = names or frozenset(
            {"postgres", "nats", "valkey", "keycloak", "elasticsearch", "scanner"}
        )
        if "postgres" in wanted:
            postgres.prepare(
                self.servers.postgres, self.folder / "postgres", self.secrets["postgres"]
            )
        if "nats" in wanted:
            config, store = self.folder / "nats.conf", self.folder / "nats"
            nats.prepare(config, store, self.ports["nats"], self.ports["nats-monitor"])
        if "valkey" in wanted:
            valkey.prepare(
                self.folder / "valkey.conf", self.folder / "valkey", self.ports["valkey"]
            )
        if "scanner" in wanted and self.servers.scanner:
            config, folder = self.folder / "scanner.conf", self.folder / "scanner"
            scanner.prepare(config, folder, self.ports["scanner"])
        if "keycloak" in wanted:
            keycloak.prepare(self.servers.keycloak, self.folder / "keycloak", self.servers.java)

        if "elasticsearch" in wanted and self.servers.elasticsearch:
            home, quick = self.folder / "elasticsearch", self.kind == "test"
            elasticsearch.prepare(self.servers.elasticsearch, home, self.ports, quick=quick)

    def backing(self) -> list[Program]:
        """Return the backing servers, the mail sink and the simulators of providers."""
        users = {user: self.secrets[f"nats_{user}"] for user in ("migrate", *nats.SERVICES)}
        ports = self.ports
        return [
            postgres.program(
                self.servers.postgres,
                self.folder / "postgres",
                ports["postgres"],
                self.secrets["postgres"],
            ),
            nats.program(
                self.servers.nats, self.folder / "nats.conf", ports["nats-monitor"], users
            ),
            valkey.program(self.servers.valkey, self.folder / "valkey.conf", ports["valkey"]),
            mail.program(ports["smtp"], self.mails),
            texts.program(ports["sms"], self.texts, ports["gateway"], self.secrets),
            pushes.program(ports["push"], self.pushes, self.secrets),
            evidence.program(ports["evidence"], self.folder / "evidence", self.secrets),
            keycloak.program(
                self.folder / "keycloak",
                ports,
                database_password=self.secrets["keycloak"],
                admin_password=self.secrets["keycloak_admin"],
                quick=self.kind == "test",
            ),
            sample.program(
                ports["partner"],
                self.folder / "partner",
                f"http://localhost:{ports['keycloak']}/realms/{services.REALM}",
            ),
            *self._search(),
            *self._scanner(),
        ]

    def _search(self) -> list[Program]:
        servers = self.servers
        if servers.elasticsearch is None or servers.jdk is None:
            return []
        home = self.folder / "elasticsearch"
        return [elasticsearch.program(servers.elasticsearch, home, servers.jdk, self.ports)]

    def _scanner(self) -> list[Program]:
        if self.servers.scanner is None:
            return []
        config = self.folder / "scanner.conf"
        return [scanner.program(self.servers.scanner, config, self.ports["scanner"])]

    def ours(self) -> list[Program]:
        """Return our own processes."""
        if not self.with_services:
            return []
        return [
            services.program(
                service,
                role,
                ports=self.ports,
                secrets=self.secrets,
                kind=self.kind,
                folder=self.folder,
            )
            for service, role in services.PROCESSES
        ]

    def programs(self) -> list[Program]:
        """Return everything, servers first."""
        return [*self.backing(), *self.ours()]

    def start(self, start: Callable[[str], None], only: frozenset[str] | None = None) -> None:
        """Start everything in its order and return when all is ready.

        `start` starts one program by its name; Keycloak boots while databases are migrated.

        Raises:
            NotReady: a program is not ready in time.
            CommandFailed: a migration, the reconciler or the seed failed.
        """
        backing = {each.name: each for each in self.backing() if not only or each.name in only}
        self._say_what_is_missing()
        for name in backing.keys() - JVMS:
            start(name)
        for name in backing.keys() - JVMS:
            with step(f"{name} ready"):
                wait_ready(backing[name], 60)
        if "postgres" in backing:
            postgres.create_databases(
                self.ports["postgres"], self.secrets["postgres"], self.secrets
            )
        for name in backing.keys() & JVMS:
            start(name)
        if self.with_services:
            with ThreadPoolExecutor(len(services.MIGRATED)) as pool:
                list(pool.map(lambda service: self.run(service, "migrate"), services.MIGRATED))
        for name in backing.keys() & JVMS:
            with step(f"{name} ready"):
                wait_ready(backing[name], 180)
        if self.with_services:
            self.run("identity", "reconcile")
            self.run("identity", "seed")
            self.run("analytics", "seed")
            ours = self.ours()
            for program in ours:
                start(program.name)
            with step("services ready") as here:
                here.note = f"{len(ours)} processes"
                for program in ours:
                    wait_ready(program, 60)

    def _say_what_is_missing(self) -> None:
        if self.servers.elasticsearch is None:
            say("No JDK 21 or newer is here: searches are answered by PostgreSQL, plainly.")
            say("Install one, or name it in ISP_JAVA_HOME.")
        if self.servers.scanner is None:
            say("No clamd is here: what is uploaded waits for it, and is shown to nobody.")
            say("Install clamav-daemon, or name it in ISP_CLAMD.")

    def run(self, service: str, role: str) -> None:
        """Run a one-off command of a service, such as migrate, to its end.

        Raises:
            CommandFailed: it ended with an error.
        """
        with step(f"{service} {role}"):
            ended = subprocess.run(
                services.command(service, role),
                cwd=CHECKOUT,
                env=services.environment(
                    service,
                    role,
                    ports=self.ports,
                    secrets=self.secrets,
                    kind=self.kind,
                    folder=self.folder,
                ),
                capture_output=True,
                text=True,
                check=False,
                timeout=180,
            )
        if ended.returncode:
            last = (ended.stdout + ended.stderr).strip().splitlines()[-15:]
            raise CommandFailed(f"{service} {role} ended with an error:\n" + "\n".join(last))


def wait_ready(program: Program, seconds: float) -> None:
    """Wait until a program is ready.

    Raises:
        NotReady: it is not, in time.
    """
    until, pause = time.monotonic() + seconds, 0.05
    while (said := program.ready()) is not None:
        if time.monotonic() > until:
            raise NotReady(f"{program.name} is not ready after {seconds:.0f} s: {said}")
        time.sleep(pause)
        pause = min(pause * 1.5, 1.0)
