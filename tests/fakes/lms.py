"""A small platform that launches one cmi5 unit, and judges all that it says by our own rules.

It serves the files of a package and the LRS at one origin, as `packages` does. Statements go
through the reading and the rules that the real one uses; what is refused is kept with its reason.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any, Self
from urllib.parse import parse_qs, urlencode, urlsplit
from uuid import UUID, uuid4

from chassis.errors import Refusal
from services.training.domain.cmi5_course import NOTHING, Unit, UnitRecord
from services.training.domain.cmi5_session import LaunchMode, Session, Verb
from services.training.domain.xapi import SESSION_ID, Statement
from services.training.inbound.xapi_json import read_statements

TOKEN = "c2Vzc2lvbjp0b2tlbg=="
ACTOR = {"objectType": "Agent", "account": {"homePage": "https://lms.example", "name": "5f0c"}}
_KINDS = {"html": "text/html; charset=utf-8", "js": "text/javascript", "css": "text/css"}


@dataclass
class Lms:
    """One unit in one registration, launched as often as one likes."""

    files: Mapping[str, bytes]
    unit: Unit
    mode: LaunchMode = LaunchMode.NORMAL
    record: UnitRecord = NOTHING
    registration: UUID = field(default_factory=uuid4)
    heard: list[Statement] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    states: dict[str, bytes] = field(default_factory=dict)
    fetches: dict[str, bool] = field(default_factory=dict)
    profiles_asked: int = 0
    faults: int = 0
    session: Session | None = None

    def __enter__(self) -> Self:
        lms = self

        class Handler(_Handler):
            pass

        Handler.lms = lms
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}"

    @property
    def activity_id(self) -> str:
        return "https://lms.example/activities/1"

    def launch(self) -> str:
        """Return the address that opens the unit in a new session, the only one."""
        now = datetime.now(UTC)
        session_id = str(uuid4())
        self.session = Session(
            session_id=session_id,
            registration=self.registration,
            publisher_id=self.unit.publisher_id,
            mode=self.mode,
            launched_at=now,
            mastery_score=self.unit.mastery_score,
        )
        fetch = f"{self.origin}/fetch/{session_id}"
        self.fetches[f"/fetch/{session_id}"] = False
        query = urlencode(
            {
                "endpoint": f"{self.origin}/xapi",
                "fetch": fetch,
                "actor": json.dumps(ACTOR),
                "registration": self.registration,
                "activityId": self.activity_id,
            }
        )
        return f"{self.origin}/{self.unit.url}?{query}"

    def verbs(self) -> list[Verb | None]:
        """Return what was heard so far, in its order."""
        return [each.said.verb for each in self.heard]

    def launch_data(self) -> bytes:
        assert self.session
        mastery = self.unit.mastery_score
        return json.dumps(
            {
                "contextTemplate": {
                    "contextActivities": {"grouping": [{"id": self.unit.publisher_id}]},
                    "extensions": {SESSION_ID: self.session.session_id},
                },
                "launchMode": self.mode.value,
                "moveOn": self.unit.move_on.value,
                "returnURL": f"{self.origin}/back",
            }
            | ({} if mastery is None else {"masteryScore": float(mastery)})
        ).encode()

    def hear(self, body: bytes) -> tuple[int, bytes]:
        try:
            for each in read_statements(body):
                assert self.session
                assert (each.registration, each.activity_id) == (
                    self.registration,
                    self.activity_id,
                )
                self.session, self.record = self.session.hear(
                    each.said, self.record, received_at=datetime.now(UTC)
                )
                self.heard.append(each)
        except Refusal as refusal:
            self.refused.append(str(refusal))
            return HTTPStatus.FORBIDDEN, str(refusal).encode()
        return HTTPStatus.OK, json.dumps([str(each.statement_id) for each in self.heard]).encode()

    def scores(self) -> list[Decimal | None]:
        return [each.said.score.scaled for each in self.heard if each.said.score]


class _Handler(BaseHTTPRequestHandler):
    lms: Lms

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        if parts.path == "/xapi/activities/state":
            self._state(parse_qs(parts.query))
        elif parts.path == "/xapi/agents/profile":
            self.lms.profiles_asked += 1
            self._answer(HTTPStatus.NOT_FOUND)
        elif parts.path == "/back":
            self._answer(HTTPStatus.OK, b"<title>Back</title>", {"Content-Type": _KINDS["html"]})
        elif parts.path[1:] in self.lms.files:
            kind = _KINDS[parts.path.rpartition(".")[2]]
            self._answer(HTTPStatus.OK, self.lms.files[parts.path[1:]], {"Content-Type": kind})
        else:
            self._answer(HTTPStatus.NOT_FOUND)

    def do_POST(self) -> None:
        path = urlsplit(self.path).path
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if path in self.lms.fetches:
            again, self.lms.fetches[path] = self.lms.fetches[path], True
            said: dict[str, Any] = {"auth-token": TOKEN}
            if again:
                said = {"error-code": "1", "error-text": "used"}
            self._answer(HTTPStatus.OK, json.dumps(said).encode())
        elif self.lms.faults:
            self.lms.faults -= 1
            self._answer(HTTPStatus.SERVICE_UNAVAILABLE)
        elif path == "/xapi/statements" and self._allowed():
            self._answer(*self.lms.hear(body))

    def do_PUT(self) -> None:
        parts = urlsplit(self.path)
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        name = parse_qs(parts.query)["stateId"][0]
        if not self._allowed():
            return
        stands = self.lms.states.get(name)
        met = self.headers.get("If-None-Match") == "*" and stands is None
        if stands is not None and self.headers.get("If-Match") == _tag(stands):
            met = True
        if not met:
            self._answer(HTTPStatus.PRECONDITION_FAILED)
            return
        self.lms.states[name] = body
        self._answer(HTTPStatus.NO_CONTENT)

    def _state(self, query: Mapping[str, list[str]]) -> None:
        if not self._allowed():
            return
        assert json.loads(query["agent"][0]) == ACTOR
        assert query["registration"] == [str(self.lms.registration)]
        name = query["stateId"][0]
        launch = name == "LMS.LaunchData"
        found = self.lms.launch_data() if launch else self.lms.states.get(name)
        if found is None:
            self._answer(HTTPStatus.NOT_FOUND)
        else:
            self._answer(HTTPStatus.OK, found, {"ETag": _tag(found)})

    def _allowed(self) -> bool:
        good = (
            self.headers.get("Authorization"),
            self.headers.get("X-Experience-API-Version"),
        ) == (
            f"Basic {TOKEN}",
            "1.0.3",
        )
        if not good:
            self._answer(HTTPStatus.UNAUTHORIZED)
        return good

    def _answer(
        self, status: int, body: bytes = b"", headers: Mapping[str, str] | None = None
    ) -> None:
        self.send_response(status)
        for name, value in (headers or {"Content-Type": "application/json"}).items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing: the test says what went wrong."""


def _tag(body: bytes) -> str:
    return f'"{hashlib.sha1(body).hexdigest()}"'  # noqa: S324 - as xAPI 1.0.3 part 3, 3.1 asks
