"""Claim: when a provider fails or goes silent, the next one has every message within a minute.

An alert goes to some hundred recipients by mail and text through the first providers. Then the
first mail server is killed with -9, and in the place of the first provider of texts stands one
that takes connections and never answers, which is the worse of the two: nobody knows what became
of a text. Another alert is issued. A checker that looks at the second mail sink and the second
simulator alone takes the time until everybody has it, and counts who got it more than once. The
control has no second providers.
"""

import asyncio
import signal
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any, Final

from stack import mail, texts
from stack.alone import Alone
from stack.harness import Harness
from stack.places import throw_away_folder
from trials.sending import Got, issue, mails_in, one, tell, texts_in, wait
from trials.verdict import Verdict

CONTROLS: Final = ("no-second",)
MAILS: Final = 200
TEXTS: Final = 100
MOST_SECONDS: Final = 60.0
OPEN: Final = (
    "SELECT (SELECT count(*) FROM dispatches WHERE finished_at IS NULL) + count(*)"
    " FROM deliveries WHERE state IN ('QUEUED', 'SENDING', 'TEMPORARY', 'UNKNOWN')"
)


def run(control: str | None = None) -> Verdict:
    """Run the trial with second providers, or without them."""
    with (
        throw_away_folder("isp-trial-") as folder,
        Harness(folder, servers=frozenset({"postgres", "nats"})) as harness,
    ):
        second = {} if control else _settings_of_second(harness)
        alone = Alone(harness, {"ISP_OIDC_JWKS_URL": "http://localhost:1/none"} | second)
        try:
            wanted = _prepare(alone, second)
            alone.stop("mail-first", signal.SIGKILL)
            alone.stop("sms-first", signal.SIGKILL)
            with _silent(harness.port("sms")):
                began = time.monotonic()
                issue(alone)
                _everybody(folder, wanted, began)
                took = time.monotonic() - began
                got = _at_second(folder)
                counted = int(one(alone, "SELECT sum(possible_repeats) FROM deliveries"))
                metrics = _circuits(alone)
        finally:
            alone.stop_all()
    missing = len(wanted - got.keys())
    repeats = sum(len(references) - 1 for references in got.values())
    other = sum(len(set(references)) - 1 for references in got.values())
    held = missing == 0 and took <= MOST_SECONDS and other == 0 and repeats <= counted
    return Verdict(
        name="failover",
        figure=round(took, 1),
        unit="seconds until everybody has it by the second providers",
        goal=f"at most {MOST_SECONDS:.0f}" if control is None else "the control must fail",
        met=held if control is None else not held,
        peer=control or "",
        spread="",
        detail={
            "recipients": len(wanted),
            "missing": missing,
            "repeats": repeats,
            "under_another_reference": other,
            "counted_as_possible": counted,
            "circuits": metrics,
        },
    )


def _settings_of_second(harness: Harness) -> dict[str, str]:
    secrets = harness.platform.secrets
    return {
        "ALERTS_SMTP_SECOND_HOST": "localhost",
        "ALERTS_SMTP_SECOND_PORT": str(_free()),
        "ALERTS_SMS_SECOND_URL": f"http://localhost:{_free()}",
        "ALERTS_SMS_SECOND_API_KEY": texts.api_key(secrets["SMS_SECRET"]),
        "ALERTS_SMS_SECOND_TEMPLATE_ID": texts.TEMPLATE,
    }


def _prepare(alone: Alone, second: dict[str, str]) -> set[str]:
    """Let an alert go out by the first providers; return the addresses."""
    alone.migrate("alerts")
    folder, ports = alone.harness.platform.folder, alone.harness.platform.ports
    _mail(alone, "mail-first", ports["smtp"], folder / "mail-first")
    _sms(alone, "sms-first", ports["sms"], folder / "sms-first")
    if second:
        _mail(alone, "mail-second", int(second["ALERTS_SMTP_SECOND_PORT"]), folder / "mail-second")
        port = int(second["ALERTS_SMS_SECOND_URL"].rpartition(":")[2])
        _sms(alone, "sms-second", port, folder / "sms-second")
    alone.start("alerts-work")
    mails = {f"shop-{number}@corner.example" for number in range(MAILS)}
    phones = {f"+447700900{number:03}" for number in range(100, 100 + TEXTS)}
    asyncio.run(tell(alone, mails, phones))
    wait(alone, "SELECT count(*) FROM channels", MAILS + TEXTS)
    issue(alone)
    wait(alone, "SELECT count(*) FROM deliveries WHERE state = 'SENT'", MAILS + TEXTS)
    wait(alone, OPEN, 0)
    first = mails_in(folder / "mail-first") | texts_in(folder / "sms-first")
    assert (mails | phones) == first.keys(), "the first providers did not work to begin with"
    assert not _at_second(folder), "the second ones were asked without need"
    return mails | phones


def _mail(alone: Alone, name: str, port: int, folder: Path) -> None:
    program = mail.program(port, folder)
    _launch(alone, name, program, program.command)


def _sms(alone: Alone, name: str, port: int, folder: Path) -> None:
    harness = alone.harness
    program = texts.program(port, folder, harness.port("gateway"), harness.platform.secrets)
    _launch(alone, name, program, (*program.command[:-1], ""))  # nobody takes receipts


def _launch(alone: Alone, name: str, program: Any, command: tuple[str, ...]) -> None:
    alone.launch(name, command, {**program.environment, "PATH": "/usr/bin:/bin"})
    until = time.monotonic() + 20
    while program.ready() is not None:
        if time.monotonic() > until:
            raise TimeoutError(alone.log(name))
        time.sleep(0.1)


@contextmanager
def _silent(port: int) -> Iterator[None]:
    """Stand in a provider's place: take connections and whatever comes, and never answer."""
    with closing(socket.create_server(("127.0.0.1", port))) as server:
        held: list[socket.socket] = []

        def take() -> None:
            with suppress(OSError):
                while True:
                    held.append(server.accept()[0])

        thread = threading.Thread(target=take, daemon=True)
        thread.start()
        try:
            yield
        finally:
            server.shutdown(socket.SHUT_RDWR)
            thread.join()
            for each in held:
                each.close()


def _everybody(folder: Path, wanted: set[str], began: float) -> None:
    """Wait until everybody has it, or the time is over."""
    while time.monotonic() - began < MOST_SECONDS + 5:
        if wanted <= _at_second(folder).keys():
            return
        time.sleep(0.2)


def _at_second(folder: Path) -> Got:
    mails = folder / "mail-second"
    return (mails_in(mails) if mails.exists() else {}) | texts_in(folder / "sms-second")


def _circuits(alone: Alone) -> list[str]:
    return [
        line.removeprefix("isp_alert_provider_circuit")
        for line in alone.metrics("alerts-work").splitlines()
        if line.startswith("isp_alert_provider_circuit{")
    ]


def _free() -> int:
    with socket.socket() as one_of_them:
        one_of_them.bind(("127.0.0.1", 0))
        return int(one_of_them.getsockname()[1])
