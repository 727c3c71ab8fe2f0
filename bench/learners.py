"""`learners`: 1,000 learners send a course of 40 statements over 60 s; nothing fails or is late.

Through two replicas of the real listener of packages, one for each core that they share with
PostgreSQL and the load generator. Each goes at a pace of their own; as a detail, a class as large
that begins and ends together, whose last statements, which cost most, all come in the same 4.5 s.
The peer is bare PostgreSQL: the same rows, one INSERT and commit each, on as many connections.
"""

import base64
import hashlib
import json
import secrets
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Final
from uuid import UUID, uuid4

import psycopg

from bench.learners_load import (
    MASTERY_SCORE,
    OWN,
    Learner,
    at_own_pace,
    course,
    in_step,
    rate,
    send_courses,
)
from bench.measure import Ratio, Result, in_pairs, percentile, say
from stack import postgres, services
from stack.alone import Alone
from stack.harness import Harness
from stack.places import throw_away_folder
from stack.ports import free_port

LEARNERS: Final = 1_000
STATEMENTS: Final = 40
OVER_SECONDS: Final = 60.0
MOST_DELAY: Final = 0.25
CONNECTIONS: Final = 8
"""To the database, of the service and of the peer."""

SECONDS: Final = 3.0
SERVERS: Final = frozenset({"postgres", "nats"})
_COURSE: Final = UUID("0b3c1f2e-5a64-4e0e-9a53-2f1f6a1b7c10")
_PACKAGE: Final = UUID("0b3c1f2e-5a64-4e0e-9a53-2f1f6a1b7c11")
_UNIT: Final = "https://author.example/units/1"
_ACTIVITY: Final = "https://isp.example/xapi/activities/1"
_SITE: Final = "https://isp.example"
_WORDS: Final = {"en": "Vehicles"}


def run() -> Result:
    """Let the learners go through the course, then measure both ways of writing in pairs."""
    with (
        throw_away_folder("isp-bench-") as folder,
        Harness(folder / "platform", servers=SERVERS) as harness,
    ):
        alone = Alone(harness, {})
        try:
            alone.migrate("training")
            room = _Room(alone, f"{_PACKAGE}.localhost:{harness.port('training-packages')}")
            room.publish()
            learners, together = room.seat(LEARNERS), room.seat(LEARNERS)
            more = room.seat(CONNECTIONS * 2)
            room.begin(more)
            alone.start("training-packages")
            _replicate(alone)
            port = harness.port("training-packages")
            say(f"{LEARNERS} learners, {STATEMENTS} statements each, {OVER_SECONDS:.0f} s")
            paces = at_own_pace(LEARNERS, course(STATEMENTS), OVER_SECONDS)
            delays = send_courses(port, learners, paces)
            kept, completed = room.outcome(learners)
            say("as many again, in step")
            steps = in_step(LEARNERS, course(STATEMENTS), OVER_SECONDS)
            stepped = send_courses(port, together, steps)
            ratio = _pairs(room, port, more)
        finally:
            alone.stop_all()
    slow = percentile(delays.seconds, 0.99)
    wrong = delays.wrong + stepped.wrong
    whole = kept == LEARNERS * (STATEMENTS + 1) and completed == LEARNERS
    return Result(
        name="learners",
        figure=round(slow * 1000, 1),
        unit="ms from when a statement is due to its answer, 99th percentile",
        goal=f"< {MOST_DELAY * 1000:.0f}, no error, every course completed",
        met=slow < MOST_DELAY and not wrong and whole,
        peer=f"bare PostgreSQL, the same rows one by one on {CONNECTIONS} connections",
        spread=ratio.spread,
        detail={
            "statements": len(delays.seconds),
            "statements_a_second": round(LEARNERS * STATEMENTS / OVER_SECONDS),
            "p50_ms": round(percentile(delays.seconds, 0.5) * 1000, 1),
            "most_ms": round(max(delays.seconds) * 1000, 1),
            "in_step_p99_ms": round(percentile(stepped.seconds, 0.99) * 1000, 1),
            "errors": len(wrong),
            "first_error": wrong[:1],
            "kept_with_satisfied": kept,
            "courses_completed": completed,
            "most_a_second_over_the_peers": round(ratio.median, 3),
            "most_a_second": [round(each) for each in ratio.ours],
            "peer_a_second": [round(each) for each in ratio.peer],
        },
    )


def _replicate(alone: Alone) -> None:
    """Start the process once more at the same address, as a second core has a replica of it.

    Linux deals connections out to all that listen there (SO_REUSEPORT, as Granian does), like a
    Service of Kubernetes to its pods.
    """
    side = free_port()
    said = alone.environment("training-packages") | {"TRAINING_METRICS_LISTEN": f"127.0.0.1:{side}"}
    alone.launch("training-packages-2", services.command("training", "packages"), said)
    alone.wait_ready("training-packages-2", side)


def _pairs(room: "_Room", port: int, learners: list[Learner]) -> Ratio:
    say("as many statements as are answered, against bare inserts")
    return in_pairs(
        lambda: rate(port, learners, seconds=SECONDS), lambda: room.inserted(learners[0])
    )


@dataclass(frozen=True, slots=True)
class _Room:
    """The record of training, filled as launches would have filled it."""

    alone: Alone
    host: str

    def publish(self) -> None:
        """Put a package of one unit into the record."""
        unit = {
            "id": _UNIT,
            "title": _WORDS,
            "description": _WORDS,
            "url": "index.html",
            "move_on": "CompletedAndPassed",
            "mastery_score": str(MASTERY_SCORE),
            "launch_method": "AnyWindow",
            "launch_parameters": None,
            "entitlement_key": None,
            "activity_type": None,
        }
        structure = {
            "id": "https://author.example/course",
            "title": _WORDS,
            "description": _WORDS,
            "children": [unit],
        }
        self.alone.execute(
            "training",
            "INSERT INTO packages (package_id, version, state, name, size, received, digest,"
            " course_id, uploaded_by, uploaded_at, changed_at, kind, refused_part, structure,"
            " course_version, published_by, published_at) VALUES (%s, 3, 'PUBLISHED', 'a.zip', 1,"
            " 1, '', %s, 'a', now(), now(), 'CMI5', '', %s, 1, 'b', now())",
            (_PACKAGE, _COURSE, json.dumps(structure)),
        )

    def seat(self, many: int) -> list[Learner]:
        """Enrol learners and launch the unit for each."""
        seated = [self._learner() for _ in range(many)]
        for each in seated:
            subject, digest = str(uuid4()), hashlib.sha256(each.token.encode()).digest()
            of = UUID(each.registration)
            self.alone.execute(
                "training",
                "WITH begun AS (INSERT INTO enrolments (enrolment_id, version, subject, course_id,"
                " course_version, status, enrolled_at) VALUES (%s, 1, %s, %s, 1, 'OPEN', now())),"
                " opened AS (INSERT INTO registrations (registration, actor, course_id,"
                " course_version, opened_at) VALUES (%s, %s, %s, 1, now())), unit AS (INSERT INTO"
                " unit_records (registration, number, completed, passed, waived) VALUES (%s, 1,"
                " false, false, false)) INSERT INTO unit_sessions (session_id, registration,"
                " number, activity_id, publisher_id, home_page, mode, mastery_score, launched_at,"
                " heard_at, verbs, fetch_digest, fetched_at, token_digest) VALUES (%s, %s, 1, %s,"
                " %s, %s, 'Normal', %s, now(), now(), '{}', %s, now(), %s)",
                (
                    *(of, subject, _COURSE, of, each.actor, _COURSE, of),
                    *(UUID(each.session_id), of, _ACTIVITY, _UNIT, _SITE, MASTERY_SCORE),
                    *(secrets.token_bytes(32), digest),
                ),
            )
        return seated

    def _learner(self) -> Learner:
        session_id = str(uuid4())
        named = f"{_PACKAGE}.{session_id}:{secrets.token_urlsafe(32)}"
        return Learner(
            host=self.host,
            token=base64.b64encode(named.encode()).decode(),
            registration=str(uuid4()),
            session_id=session_id,
            actor=secrets.token_hex(16),
            home_page=_SITE,
            activity_id=_ACTIVITY,
            publisher_id=_UNIT,
        )

    def begin(self, learners: list[Learner]) -> None:
        """Note of sessions that their units are there: they will say words of their own."""
        for each in learners:
            self.alone.execute(
                "training",
                "UPDATE unit_sessions SET verbs = '{INITIALIZED}', initialized_at = now(),"
                " last_at = now() WHERE session_id = %s",
                (UUID(each.session_id),),
            )

    def outcome(self, learners: list[Learner]) -> tuple[int, int]:
        """Return how many statements were kept of learners, and how many enrolments completed."""
        mine = [UUID(each.registration) for each in learners]
        ((kept, completed),) = self.alone.execute(
            "training",
            "SELECT (SELECT count(*) FROM statements WHERE registration = ANY(%s)),"
            " (SELECT count(*) FROM enrolments WHERE enrolment_id = ANY(%s)"
            " AND status = 'COMPLETED')",
            (mine, mine),
        )
        return int(str(kept)), int(str(completed))

    def inserted(self, learner: Learner) -> float:
        """Return rows a second that bare inserts write, each committed by itself."""
        began = time.monotonic()
        with ThreadPoolExecutor(CONNECTIONS) as pool:
            counts = pool.map(lambda _: self._insert(learner, began + SECONDS), range(CONNECTIONS))
            return sum(counts) / (time.monotonic() - began)

    def _insert(self, learner: Learner, until: float) -> int:
        harness, rows = self.alone.harness, 0
        port, password = harness.port("postgres"), harness.secret("postgres")
        with postgres.connect(port, password, "training") as connection:
            while time.monotonic() < until:
                _one(connection, learner)
                rows += 1
        return rows


def _one(connection: psycopg.Connection[tuple[object, ...]], learner: Learner) -> None:
    document = learner.statement("experienced")
    connection.execute(
        "INSERT INTO statements (statement_id, registration, session_id, verb_id, activity_id,"
        " stored_at, digest, document) VALUES (%s, %s, %s, %s, %s, now(), %s, %s)",
        (
            *(uuid4(), UUID(learner.registration), learner.session_id, OWN, _ACTIVITY),
            *(hashlib.sha256(document).digest(), document),
        ),
    )
