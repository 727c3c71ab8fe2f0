"""Learners as a browser is one: a connection each, a statement at its time, the answer's delay."""

import asyncio
import json
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from random import Random
from typing import Any, Final
from uuid import uuid4

import uvloop

from bench.load import NotAnswered

CMI5: Final = "https://w3id.org/xapi/cmi5/context/categories/cmi5"
MOVE_ON: Final = "https://w3id.org/xapi/cmi5/context/categories/moveon"
SESSION: Final = "https://w3id.org/xapi/cmi5/context/extensions/sessionid"
MASTERY: Final = "https://w3id.org/xapi/cmi5/context/extensions/masteryscore"
PROGRESS: Final = "https://w3id.org/xapi/cmi5/result/extensions/progress"
VERBS: Final = "http://adlnet.gov/expapi/verbs/"
OWN: Final = f"{VERBS}experienced"
MASTERY_SCORE: Final = 0.8
_RESULTS: Final[dict[str, dict[str, Any]]] = {
    "completed": {"completion": True, "duration": "PT1M"},
    "passed": {"success": True, "duration": "PT1M", "score": {"scaled": 0.9}},
    "terminated": {"duration": "PT1M"},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Learner:
    """A session that has its token. `host` is the package's, as the browser names it."""

    host: str
    token: str
    registration: str
    session_id: str
    actor: str
    home_page: str
    activity_id: str
    publisher_id: str

    def statement(self, verb: str) -> bytes:
        """Return a statement in JSON, made now: of cmi5's verbs by name, else of the unit's own."""
        result = dict(_RESULTS.get(verb, {}))
        defined = verb != "experienced"
        categories = [CMI5] if defined else []
        if "completion" in result or "success" in result:
            categories.append(MOVE_ON)
        if not defined:
            result = {"response": "b", "extensions": {PROGRESS: 50}}
        extensions: dict[str, Any] = {SESSION: self.session_id}
        if verb == "passed":
            extensions[MASTERY] = MASTERY_SCORE
        activity = self.activity_id if defined else f"{self.publisher_id}/page/7"
        whole = {
            "id": str(uuid4()),
            "actor": {
                "objectType": "Agent",
                "account": {"homePage": self.home_page, "name": self.actor},
            },
            "verb": {"id": VERBS + verb, "display": {"en": verb}},
            "object": {
                "objectType": "Activity",
                "id": activity,
                "definition": {"name": {"en": "What to look for in a vehicle that stands alone"}},
            },
            "context": {
                "registration": self.registration,
                "contextActivities": {
                    "category": [{"id": each} for each in categories],
                    "grouping": [{"id": self.publisher_id}],
                },
                "extensions": extensions,
            },
            "result": result,
            "timestamp": datetime.now(UTC).isoformat().replace("+00:00", "Z"),
        }
        if not result:
            del whole["result"]
        return json.dumps(whole).encode()

    def request(self, verb: str) -> bytes:
        """Return a request that sends it."""
        body = self.statement(verb)
        head = (
            f"POST /xapi/statements HTTP/1.1\r\nHost: {self.host}\r\n"
            f"Authorization: Basic {self.token}\r\nX-Experience-API-Version: 1.0.3\r\n"
            f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        return head.encode() + body


def course(statements: int) -> list[str]:
    """Return the verbs of a course of so many statements, in their order."""
    own = ["experienced"] * (statements - 4)
    return ["initialized", *own, "completed", "passed", "terminated"]


@dataclass(slots=True)
class Delays:
    """Seconds from when a statement was due to its answer, and how many answers were no success."""

    seconds: list[float] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)


Timetable = list[tuple[float, str]]
"""When each verb of a learner's course is due, in seconds from the begin."""


def in_step(learners: int, verbs: list[str], over: float) -> list[Timetable]:
    """Return timetables of a class that begins, goes on and ends together, within one step."""
    step = over / len(verbs)
    return [
        [(step * (place + number / learners), verb) for place, verb in enumerate(verbs)]
        for number in range(learners)
    ]


def at_own_pace(learners: int, verbs: list[str], over: float) -> list[Timetable]:
    """Return timetables of people who take 75 to 100 per cent of the time, and begin within it.

    The last quarter of the time is when they end, the first when they begin; in between there are
    more statements than on average. The same each time.
    """
    drawn = Random(40)
    timetables = []
    for _ in range(learners):
        pace = drawn.uniform(0.75, 1.0)
        begins, step = drawn.uniform(0, 1 - pace) * over, pace * over / len(verbs)
        timetables.append([(begins + place * step, verb) for place, verb in enumerate(verbs)])
    return timetables


def send_courses(port: int, learners: list[Learner], timetables: list[Timetable]) -> Delays:
    """Let every learner go through a course by a timetable.

    A statement is due at its time whether or not the one before is answered: what is late because
    the server was slow counts as late.
    """
    return uvloop.run(_courses(port, learners, timetables))


async def _courses(port: int, learners: list[Learner], timetables: list[Timetable]) -> Delays:
    delays = Delays()
    lines = [_Line() for _ in learners]
    loop = asyncio.get_running_loop()
    for line in lines:
        await loop.create_connection(lambda line=line: line, "127.0.0.1", port)  # type: ignore[misc] # bound at once
    began = loop.time() + 1
    async with asyncio.TaskGroup() as going:
        for learner, line, timetable in zip(learners, lines, timetables, strict=True):
            going.create_task(_course(learner, line, began, timetable, delays))
    for line in lines:
        line.transport.close()
    return delays


async def _course(
    learner: Learner, line: "_Line", began: float, timetable: Timetable, delays: Delays
) -> None:
    loop = asyncio.get_running_loop()
    for after, verb in timetable:
        due = began + after
        await asyncio.sleep(max(0.0, due - loop.time()))
        status = await line.ask(learner.request(verb))
        delays.seconds.append(loop.time() - due)
        if status != "200":
            delays.wrong.append(f"{verb}: {status}")


def rate(port: int, learners: list[Learner], *, seconds: float) -> float:
    """Return statements a second when each learner sends the next as soon as one is answered.

    Raises:
        NotAnswered: an answer was no success.
    """
    return uvloop.run(_rate(port, learners, seconds))


async def _rate(port: int, learners: list[Learner], seconds: float) -> float:
    loop = asyncio.get_running_loop()
    began = time.monotonic()
    counts = [0] * len(learners)

    async def go_on(number: int) -> None:
        line = _Line()
        await loop.create_connection(lambda: line, "127.0.0.1", port)
        while time.monotonic() < began + seconds:
            status = await line.ask(learners[number].request("experienced"))
            if status != "200":
                raise NotAnswered(status)
            counts[number] += 1
        line.transport.close()

    await asyncio.gather(*map(go_on, range(len(learners))))
    return sum(counts) / (time.monotonic() - began)


class _Line(asyncio.Protocol):
    """A kept-alive connection on which one request is under way at a time."""

    def __init__(self) -> None:
        self._received = b""
        self._answer: asyncio.Future[str] | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the connection."""
        self.transport: asyncio.Transport = transport  # type: ignore[assignment]

    def connection_lost(self, _exc: Exception | None) -> None:
        """Say so to who waits."""
        if self._answer and not self._answer.done():
            self._answer.set_result("connection lost")

    async def ask(self, request: bytes) -> str:
        """Return the status of the answer."""
        if self.transport.is_closing():
            return "connection lost"
        self._answer = asyncio.get_running_loop().create_future()
        self.transport.write(request)
        return await self._answer

    def data_received(self, data: bytes) -> None:
        """Read a whole answer."""
        self._received += data
        head, end, body = self._received.partition(b"\r\n\r\n")
        _, _, length = head.lower().partition(b"content-length:")
        if not end or (length and len(body) < int(length.split(b"\r\n", 1)[0])):
            return
        self._received = b""
        if self._answer and not self._answer.done():
            status = head[9:12].decode()
            self._answer.set_result(status if status == "200" else f"{status} {body[:300]!r}")
