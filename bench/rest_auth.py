"""`rest_auth`: the gateway under Granian against the same app under gunicorn's threads.

The peer verifies each token in each process that it reaches: the gateway, and identity behind it.
"""

import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from uuid import uuid4

from bench.issuer import Issuer
from bench.load import rate
from bench.measure import Ratio, Result, in_pairs, say
from stack.alone import Alone
from stack.harness import Harness
from stack.places import throw_away_folder

SERVERS: Final = frozenset({"postgres", "nats", "valkey"})
PEOPLE: Final = 80
"""So many that no one of them meets the rate limit of a person."""

THREADS: Final = 32
CONNECTIONS: Final = 16
SECONDS: Final = 3.0
SESSION_GOAL: Final = 3.0
ME_GOAL: Final = 1.8


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ports:
    granian: int
    cold: int
    warm: int


def run() -> Result:
    """Measure both routes in pairs, on the same identity, database and Valkey."""
    issuer = Issuer()
    people = [str(uuid4()) for _ in range(PEOPLE)]
    tokens = [issuer.token(subject) for subject in people]
    with (
        throw_away_folder("isp-bench-") as folder,
        _gateways(folder, issuer, people) as ports,
    ):
        session = _pairs("/v1/session", tokens, ports.granian, ports.cold)
        me = _pairs("/v1/me", tokens, ports.granian, ports.cold)
        warm = _pairs("/v1/me", tokens, ports.granian, ports.warm)
    return Result(
        name="rest_auth",
        figure=round(session.median, 2),
        unit="x the answers a second of the peer for GET /v1/session",
        goal=f">= {SESSION_GOAL}, and >= {ME_GOAL} for GET /v1/me",
        met=session.median >= SESSION_GOAL and me.median >= ME_GOAL,
        peer=f"the same app on gunicorn gthread, {THREADS} threads, verifying each token",
        spread=session.spread,
        detail={
            "session_per_second": [round(each) for each in session.ours],
            "session_peer_per_second": [round(each) for each in session.peer],
            "me_ratio": round(me.median, 2),
            "me_spread": me.spread,
            "me_per_second": [round(each) for each in me.ours],
            "me_peer_per_second": [round(each) for each in me.peer],
            "me_ratio_where_the_peer_keeps_tokens_too": round(warm.median, 2),
        },
    )


def _pairs(path: str, tokens: list[str], ours: int, peer: int) -> Ratio:
    requests = [
        f"GET {path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}\r\n\r\n".encode()
        for token in tokens
    ]
    say(path)

    def measured(port: int) -> float:
        return rate(port, requests, connections=CONNECTIONS, seconds=SECONDS)

    return in_pairs(lambda: measured(ours), lambda: measured(peer))


@contextmanager
def _gateways(folder: Path, issuer: Issuer, people: list[str]) -> Iterator[_Ports]:
    with (
        issuer.trusted() as trusting,
        Harness(folder / "platform", servers=SERVERS) as harness,
    ):
        alone = Alone(harness, {**trusting, "GATEWAY_THREADS": str(THREADS)})
        try:
            alone.migrate("identity")
            for subject in people:
                _register(alone, subject)
            alone.start("identity-serve", "gateway")
            forgetful = {"GATEWAY_IDENTITY_ADDRESS": _forgetful_identity(alone)}
            cold = _gunicorn(alone, "gunicorn-cold", "bench.forgetful", **forgetful)
            warm = _gunicorn(alone, "gunicorn-warm")
            yield _Ports(granian=harness.port("gateway"), cold=cold, warm=warm)
        finally:
            alone.stop_all()


def _forgetful_identity(alone: Alone) -> str:
    """Start an identity that verifies each token anew; return its address."""
    listen, side = f"127.0.0.1:{_free_port()}", _free_port()
    environment = alone.environment("identity-serve") | {
        "IDENTITY_GRPC_LISTEN": listen,
        "IDENTITY_METRICS_LISTEN": f"127.0.0.1:{side}",
    }
    command = (sys.executable, "-m", "bench.forgetful", "services.identity", "serve")
    alone.launch("identity-forgetful", command, environment)
    alone.wait_ready("identity-forgetful", side)
    return listen


def _gunicorn(alone: Alone, name: str, *through: str, **settings: str) -> int:
    """Start the gateway under gunicorn, `through` a module if one is named; return its port."""
    port, side = _free_port(), _free_port()
    environment = alone.environment("gateway") | settings
    environment["GATEWAY_METRICS_LISTEN"] = f"127.0.0.1:{side}"
    command = (
        *(sys.executable, "-m", *through, "gunicorn", "services.gateway.app:worker()"),
        *("--bind", f"127.0.0.1:{port}", "--worker-class", "gthread", "--workers", "1"),
        *("--threads", str(THREADS), "--keep-alive", "75", "--log-level", "warning"),
    )
    alone.launch(name, command, environment)
    alone.wait_ready(name, side)
    return port


def _register(alone: Alone, subject: str) -> None:
    """Put a person into identity's record, with their rights."""
    alone.execute(
        "identity",
        "INSERT INTO subscribers (subject, email, given_name, family_name, organisation_name,"
        " regions, sectors, language, tier, roles, standing, rights_version, created_at)"
        " VALUES (%s, %s, 'A', 'Person', 'A shop', '{LON}', '{retail}', 'en-GB', 'REGISTERED',"
        " '{}', 'ACTIVE', 1, now())",
        (subject, f"{subject}@bench.example"),
    )
    alone.execute(
        "identity",
        "INSERT INTO principals (subject, tier, roles, regions, sectors, closed_groups, standing,"
        " rights_version) VALUES (%s, 'REGISTERED', '{}', '{LON}', '{retail}', '{}', 'ACTIVE', 1)",
        (subject,),
    )


def _free_port() -> int:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        return int(held.getsockname()[1])
