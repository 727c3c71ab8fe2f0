"""Some of our processes without Keycloak and the rest: for tests and benchmarks of one part."""

import asyncio
import signal
import subprocess
import time
from collections.abc import Mapping
from urllib.request import urlopen

from chassis.jetstream import NatsAccount, StreamSpec, connect, ensure_stream
from stack import postgres, services
from stack.harness import Harness
from stack.places import CHECKOUT


class Alone:
    """Processes on a harness's servers, trusting another issuer than Keycloak.

    A process is named as in `make status`: `alerts-work`, `gateway`.
    """

    def __init__(self, harness: Harness, trusting: Mapping[str, str]) -> None:
        self.harness = harness
        self.stream_url = f"http://127.0.0.1:{harness.port('stream')}/v1/stream"
        self._trusting = trusting
        self._processes: dict[str, subprocess.Popen[bytes]] = {}

    def migrate(self, *names: str) -> None:
        """Make the databases and streams of services, and identity's stream in any case."""
        asyncio.run(self._make_identity_stream())
        for name in names:
            self.harness.platform.run(name, "migrate")

    async def _make_identity_stream(self) -> None:
        client = await connect(self.account("migrate"))
        spec = StreamSpec(name="IDENTITY", subjects=("isp.identity.v1.>",))
        await ensure_stream(client.jetstream(), spec)
        await client.close()

    def account(self, user: str) -> NatsAccount:
        """Return how a user signs in to this NATS."""
        return NatsAccount(
            url=f"nats://localhost:{self.harness.port('nats')}",
            user=user,
            password=self.harness.secret(f"nats_{user}"),
        )

    def execute(
        self, database: str, statement: str, values: tuple[object, ...] = ()
    ) -> list[tuple[object, ...]]:
        """Do something to a database as its superuser; return the rows, if there are any."""
        port, password = self.harness.port("postgres"), self.harness.secret("postgres")
        with postgres.connect(port, password, database) as connection:
            done = connection.execute(statement.encode(), values)
            return done.fetchall() if done.description else []

    def environment(self, name: str) -> dict[str, str]:
        """Return the settings that a process gets."""
        service, _, role = name.partition("-")
        return {**self.harness.environment(service, role or "serve"), **self._trusting}

    def start(self, *names: str) -> None:
        """Start processes and wait until they are ready."""
        for name in names:
            service, _, role = name.partition("-")
            command = services.command(service, role or "serve")
            self.launch(name, command, self.environment(name))
        for name in names:
            self.wait_ready(name, self.harness.port(f"{name}-metrics"))

    def launch(self, name: str, command: tuple[str, ...], environment: Mapping[str, str]) -> None:
        """Start a program under a name; do not wait for it."""
        with (self.harness.platform.folder / f"{name}.log").open("ab") as log:
            self._processes[name] = subprocess.Popen(
                command, cwd=CHECKOUT, env=environment, stdout=log, stderr=subprocess.STDOUT
            )

    def process_id(self, name: str) -> int:
        """Return the id of a process that was started."""
        return self._processes[name].pid

    def wait_ready(self, name: str, port: int) -> None:
        """Wait until a process says on its side port that it is ready.

        Raises:
            TimeoutError: it does not; says its last lines.
        """
        until = time.monotonic() + 20
        while True:
            try:
                with urlopen(f"http://127.0.0.1:{port}/readyz", timeout=1):
                    return
            except OSError as error:
                if time.monotonic() > until:
                    raise TimeoutError(self.log(name)) from error
                time.sleep(0.05)

    def metrics(self, name: str) -> str:
        """Return what a process counts."""
        address = f"http://127.0.0.1:{self.harness.port(f'{name}-metrics')}/metrics"
        with urlopen(address, timeout=2) as answer:
            return str(answer.read().decode())

    def stop(self, name: str, number: signal.Signals = signal.SIGTERM) -> int:
        """Send a process a signal, wait for its end and return its status."""
        process = self._processes.pop(name)
        process.send_signal(number)
        return process.wait(30)

    def wait(self, name: str, seconds: float = 30) -> int:
        """Wait for the end of a process that ends by itself; return its status."""
        return self._processes.pop(name).wait(seconds)

    def stop_all(self) -> None:
        """Stop every process."""
        for name in list(self._processes):
            self.stop(name)

    def log(self, name: str, lines: int = 60) -> str:
        """Return the last lines of a process's log."""
        return self.harness.tail(name, lines)
