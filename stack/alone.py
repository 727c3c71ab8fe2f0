"""The processes of alerts without identity and Keycloak: for tests and benchmarks of the stream."""

import asyncio
import signal
import subprocess
import time
from collections.abc import Mapping
from typing import Final
from urllib.request import urlopen

from chassis.jetstream import NatsAccount, StreamSpec, connect, ensure_stream
from stack import services
from stack.harness import Harness
from stack.places import CHECKOUT

SERVERS: Final = frozenset({"postgres", "nats"})


class AlertsAlone:
    """Alerts on a harness with PostgreSQL and NATS, trusting another issuer than Keycloak."""

    def __init__(self, harness: Harness, trusting: Mapping[str, str]) -> None:
        self.harness = harness
        self.stream_url = f"http://127.0.0.1:{harness.port('stream')}/v1/stream"
        self._trusting = trusting
        self._processes: dict[str, subprocess.Popen[bytes]] = {}

    def prepare(self) -> None:
        """Migrate the database and make the streams, identity's too."""
        asyncio.run(self._make_identity_stream())
        self.harness.platform.run("alerts", "migrate")

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

    def start(self, *roles: str) -> None:
        """Start processes and wait until they are ready."""
        for role in roles:
            with (self.harness.platform.folder / f"alerts-{role}.log").open("ab") as log:
                self._processes[role] = subprocess.Popen(
                    services.command("alerts", role),
                    cwd=CHECKOUT,
                    env={**self.harness.environment("alerts", role), **self._trusting},
                    stdout=log,
                    stderr=subprocess.STDOUT,
                )
        for role in roles:
            self._wait_ready(role)

    def _wait_ready(self, role: str) -> None:
        until = time.monotonic() + 20
        while True:
            try:
                with urlopen(f"{self._side(role)}/readyz", timeout=1):  # noqa: S310 - our own address
                    return
            except OSError as error:
                if time.monotonic() > until:
                    raise TimeoutError(self.log(role)) from error
                time.sleep(0.05)

    def _side(self, role: str) -> str:
        return f"http://127.0.0.1:{self.harness.port(f'alerts-{role}-metrics')}"

    def metrics(self, role: str) -> str:
        """Return what a process counts."""
        with urlopen(f"{self._side(role)}/metrics", timeout=2) as answer:  # noqa: S310 - our own address
            return str(answer.read().decode())

    def stop(self, role: str, number: signal.Signals = signal.SIGTERM) -> None:
        """Send a process a signal and wait for its end."""
        process = self._processes.pop(role)
        process.send_signal(number)
        process.wait(20)

    def stop_all(self) -> None:
        """Stop every process."""
        for role in list(self._processes):
            self.stop(role)

    def log(self, role: str, lines: int = 60) -> str:
        """Return the last lines of a process's log."""
        return self.harness.tail(f"alerts-{role}", lines)
