"""The simulator of a provider of evidence: it says whether a document or a name is sound.

`python -m stack.evidence PORT FOLDER [HOST]` runs it. `PUT /v1/checks/<id>` with a bearer token and
`{"kind": "EVIDENCE", "given_name": …, "family_name": …, "document_type": …, "issuer": …,
"document_number": …}` answers `{"reference": <id>, "kind": …, "strength": 3, "validity": 2}`; of
ACTIVITY and FRAUD a `score`. The same id again is the same check, with the same answer: it is
charged once. Scores are those of GPG 45. A check is a JSON file in the folder, without its number.
The token comes from the environment: EVIDENCE_API_KEY.

Some numbers misbehave, by their ends, at the first time of each id: 0001 is answered 503, 0002 is
taken and the connection dropped before an answer, 0003 takes longer than anybody waits. Others do
so each time: 0004 answers what is no JSON, 0005 a score that there is not, 0006 another id's
answer, 0007 501: it does no such checks. A number that ends in 0009 is of no valid document.
"""

import hmac
import json
import os
import re
import signal
import sys
import threading
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from stack.places import CHECKOUT
from stack.program import Program, answers_http

LARGEST: Final = 16 * 1024
SLOW_SECONDS: Final = 8
STRENGTHS: Final = {"uk-passport": 4, "passport": 4, "uk-driving-licence": 3, "bank-statement": 2}
"""How strong each kind of document is here; any other is weak."""

_PATH: Final = re.compile(r"/v1/checks/([0-9a-f-]{36})")
_AT_FIRST: Final = {"0001": "away", "0002": "drop", "0003": "slow"}
_ALWAYS: Final = {"0004": "nonsense", "0005": "no score", "0006": "another", "0007": "not here"}
_INVALID: Final = "0009"

Answer = tuple[int, Any]


def program(port: int, folder: Path, secrets: dict[str, str]) -> Program:
    """Return the simulator."""
    return Program(
        name="evidence",
        command=(sys.executable, "-m", "stack.evidence", str(port), str(folder)),
        environment={"EVIDENCE_API_KEY": secrets["EVIDENCE_API_KEY"]},
        folder=CHECKOUT,
        ready=answers_http(f"http://127.0.0.1:{port}/_status"),
        priority=10,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Simulator:
    """What the simulator knows."""

    folder: Path
    key: str = field(repr=False)
    met: set[str] = field(default_factory=set)

    def admits(self, authorization: str) -> bool:
        """Tell whether a request carries our token."""
        return hmac.compare_digest(authorization.encode(), f"Bearer {self.key}".encode())

    def whim(self, reference: str, said: dict[str, Any]) -> str:
        """Return how a check misbehaves, or nothing."""
        end = str(said.get("document_number", ""))[-4:]
        if end in _AT_FIRST and reference not in self.met:
            self.met.add(reference)
            return _AT_FIRST[end]
        return _ALWAYS.get(end, "")

    def take(self, reference: str, said: dict[str, Any]) -> Answer:
        """Make a check, or return the one of that id."""
        file = self.folder / f"{reference}.json"
        if file.exists():
            return 200, json.loads(file.read_text("utf-8"))
        scores = _scores(said)
        if scores is None:
            return 422, {"error": "kind, names or document are missing"}
        answer = {"reference": reference, "kind": said["kind"], **scores}
        file.with_suffix(".new").write_text(json.dumps(answer), "utf-8")
        file.with_suffix(".new").rename(file)
        return 201, answer


def _scores(said: dict[str, Any]) -> dict[str, int] | None:
    names = ("given_name", "family_name")
    if not all(isinstance(said.get(name), str) and said[name] for name in names):
        return None
    if said.get("kind") in {"ACTIVITY", "FRAUD"}:
        return {"score": 2}
    number = said.get("document_number")
    if said.get("kind") != "EVIDENCE" or not isinstance(number, str) or not number:
        return None
    strength = STRENGTHS.get(str(said.get("document_type")), 1)
    return {"strength": strength, "validity": 0 if number.endswith(_INVALID) else 2}


def _spoilt(whim: str, answer: Answer) -> Answer:
    """Return what is answered in the place of an answer, always."""
    match whim:
        case "nonsense":
            return 200, "<html>hello</html>"
        case "no score":
            return 200, answer[1] | {"validity": 99}
        case "another":
            return 200, answer[1] | {"reference": str(UUID(int=7))}
        case "not here":
            return 501, {"error": "no such checks here"}
    return answer


class _Handler(BaseHTTPRequestHandler):
    simulator: Simulator

    def do_GET(self) -> None:
        if self.path == "/_status":
            self._answer(200, {"status": "ok"})
        else:
            self._answer(404, {"error": "not found"})

    def do_PUT(self) -> None:
        found, said = _PATH.fullmatch(self.path), self._body()
        if not self.simulator.admits(self.headers.get("Authorization", "")):
            self._answer(401, {"error": "no token of ours"})
        elif found is None or said is None:
            self._answer(400, {"error": "no check"})
        else:
            self._check(found[1], said)

    def _check(self, reference: str, said: dict[str, Any]) -> None:
        whim = self.simulator.whim(reference, said)
        if whim == "away":
            self._answer(503, {"error": "away"})
            return
        answer = self.simulator.take(reference, said)
        if whim == "drop":
            self.close_connection = True
            return
        if whim == "slow":
            time.sleep(SLOW_SECONDS)
        self._answer(*_spoilt(whim, answer))

    def _body(self) -> dict[str, Any] | None:
        length = int(self.headers.get("Content-Length") or 0)
        if length > LARGEST:
            return None
        try:
            said = json.loads(self.rfile.read(length))
        except ValueError:
            return None
        return said if isinstance(said, dict) else None

    def _answer(self, status: int, body: Any) -> None:
        said = body.encode() if isinstance(body, str) else json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(said)))
        self.end_headers()
        try:
            self.wfile.write(said)
        except ConnectionError:  # who asked waits no longer
            self.close_connection = True

    def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002 - its own name
        """Say nothing: ids of checks would be in the log."""


def main(port: str, folder: str, host: str = "127.0.0.1") -> None:
    """Take checks until told to stop."""
    Path(folder).mkdir(parents=True, exist_ok=True, mode=0o700)
    _Handler.simulator = Simulator(folder=Path(folder), key=os.environ["EVIDENCE_API_KEY"])
    server = ThreadingHTTPServer((host, int(port)), _Handler)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: threading.Thread(target=server.shutdown).start())
    server.serve_forever()
    server.server_close()


if __name__ == "__main__":
    main(*sys.argv[1:])
