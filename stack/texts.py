"""The simulator of text messages: GOV.UK Notify's API on loopback, as far as we use it.

`python -m stack.texts PORT FOLDER CALLBACK_URL RECEIPTS_URL [HOST]` runs it. Each text that it
takes is a JSON file in the folder, and what became of it goes to the address for receipts. `POST
/simulator/inbound` with `{"from": "+447…", "message": "STOP"}` is a person who writes to us: it
goes to the callback. Both as Notify sends them. Secrets come from the environment: SMS_SECRET, of
which the API key is made, and SMS_CALLBACK_SECRET.

As at Notify some numbers always fail: 07700 900002 for good, 07700 900003 for now. A text to 07700
900004 is taken, and the connection is dropped before an answer, at the first time of each
reference. https://docs.notifications.service.gov.uk/rest-api.html
"""

import json
import os
import re
import signal
import sys
import threading
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Final
from uuid import UUID, uuid4, uuid5

from notifications_python_client.authentication import decode_jwt_token
from notifications_python_client.errors import TokenError

from stack.places import CHECKOUT
from stack.program import Program, answers_http

SERVICE: Final = UUID("6f7c2b1e-2c0f-4b43-9a3c-5d4f0e1b7a11")
TEMPLATE: Final = "0d9c1f64-7f0e-4c1a-8a57-2b6f9d3e5c20"
"""The one template of the simulated service; its text is `((text))`."""

SENDER: Final = "07700900000"
STATUS: Final = {"+447700900002": "permanent-failure", "+447700900003": "temporary-failure"}
DROPPED: Final = "+447700900004"
"""Whose texts are taken without an answer, at first."""

RECEIPT_TRIES: Final = 20
"""How often a receipt is sent to somebody who is away, a second apart."""

LARGEST: Final = 64 * 1024
LONGEST_TEXT: Final = 918
"""Characters that Notify takes in one text."""

_E164: Final = re.compile(r"\+[1-9]\d{6,14}")


def api_key(secret: str) -> str:
    """Return an API key as Notify writes one: a name, the service's id, the key's own."""
    return f"isp-{SERVICE}-{uuid5(SERVICE, secret)}"


def program(port: int, folder: Path, gateway: int, secrets: dict[str, str]) -> Program:
    """Return the simulator."""
    callback = f"http://localhost:{gateway}/v1/callbacks/sms"
    receipts = f"http://localhost:{gateway}/v1/alerts/callbacks/sms-receipts"
    names = ("SMS_SECRET", "SMS_CALLBACK_SECRET")
    return Program(
        name="sms",
        command=(sys.executable, "-m", "stack.texts", str(port), str(folder), callback, receipts),
        environment={name: secrets[name] for name in names},
        folder=CHECKOUT,
        ready=answers_http(f"http://127.0.0.1:{port}/_status"),
        priority=10,
    )


def texts_for(folder: Path, number: str) -> list[dict[str, Any]]:
    """Return the texts to a phone, oldest first."""
    files = sorted(folder.glob("*.json")) if folder.exists() else []
    texts = [json.loads(file.read_text("utf-8")) for file in files]
    return [text for text in texts if text["phone_number"] == number]


@dataclass(frozen=True, slots=True, kw_only=True)
class Simulator:
    """What the simulator knows."""

    folder: Path
    callback: str
    key: str
    callback_secret: str
    receipts: str = ""
    dropped: set[str] = field(default_factory=set)

    def take(self, said: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        """Keep a text and answer as Notify does, or refuse it."""
        number, content = str(said.get("phone_number")), _content(said)
        if said.get("template_id") != TEMPLATE:
            return _refused(400, "BadRequestError", "Template not found")
        if content is None:
            return _refused(400, "BadRequestError", "Missing personalisation: text")
        if len(content) > LONGEST_TEXT:
            return _refused(400, "ValidationError", "Content is too long")
        if not _E164.fullmatch(number):
            return _refused(400, "ValidationError", "phone_number Not a valid phone number")
        text_id, now = str(uuid4()), datetime.now(UTC)
        kept = {
            "id": text_id,
            "phone_number": number,
            "text": content,
            "reference": said.get("reference"),
            "status": STATUS.get(number, "delivered"),
            "created_at": now.isoformat(),
        }
        whole = self.folder / f"{now:%Y%m%d%H%M%S%f}-{text_id}"
        whole.with_suffix(".new").write_text(json.dumps(kept, ensure_ascii=False), "utf-8")
        whole.with_suffix(".new").rename(whole.with_suffix(".json"))
        if self.receipts:
            threading.Thread(target=self._tell, args=(kept,), daemon=True).start()
        return 201, {
            "id": text_id,
            "reference": said.get("reference"),
            "uri": f"/v2/notifications/{text_id}",
            "template": {"id": TEMPLATE, "version": 1, "uri": f"/v2/template/{TEMPLATE}"},
            "content": {"body": content, "from_number": SENDER},
        }

    def drops(self, said: dict[str, Any]) -> bool:
        """Tell whether the connection is dropped before an answer; once for each reference."""
        reference = str(said.get("reference"))
        if said.get("phone_number") != DROPPED or reference in self.dropped:
            return False
        self.dropped.add(reference)
        return True

    def _tell(self, kept: dict[str, Any]) -> None:
        """Say what became of a text, again while nobody takes it."""
        now = datetime.now(UTC).isoformat().replace("+00:00", "Z")
        body = {
            "id": kept["id"],
            "reference": kept["reference"],
            "to": kept["phone_number"],
            "status": kept["status"],
            "created_at": now,
            "completed_at": now,
            "sent_at": now,
            "notification_type": "sms",
            "template_id": TEMPLATE,
            "template_version": 1,
        }
        for _ in range(RECEIPT_TRIES):
            if self._post(self.receipts, body)[0] == 200:
                return
            time.sleep(1)

    def find(self, text_id: str) -> tuple[int, dict[str, Any]]:
        """Tell what became of a text."""
        for file in self.folder.glob("*.json"):
            if file.stem.endswith(text_id):
                return 200, json.loads(file.read_text("utf-8"))
        return _refused(404, "NoResultFound", "No result found")

    def hand_in(self, said: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        """Send what a person wrote to the callback; answer with the callback's status."""
        body = {
            "id": str(uuid4()),
            "source_number": str(said.get("from", "")).lstrip("+"),
            "destination_number": SENDER,
            "message": str(said.get("message", "")),
            "date_received": datetime.now(UTC).isoformat().replace("+00:00", "Z"),
        }
        return self._post(self.callback, body)

    def _post(self, url: str, body: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        request = urllib.request.Request(  # noqa: S310 - our own gateway
            url,
            json.dumps(body).encode(),
            {
                "Content-Type": "application/json",
                "Authorization": f"Bearer {self.callback_secret}",
            },
        )
        try:
            with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310 - as above
                return 200, {"status": answer.status}
        except urllib.error.HTTPError as error:
            return 502, {"status": error.code}
        except OSError as error:
            return 502, {"status": str(error)}

    def admits(self, authorization: str) -> bool:
        """Tell whether a request carries a token that our API key made (HS256, 30 s)."""
        try:
            return bool(decode_jwt_token(authorization.removeprefix("Bearer "), self.key[-36:]))
        except TokenError:
            return False


def _content(said: dict[str, Any]) -> str | None:
    personal = said.get("personalisation")
    text = personal.get("text") if isinstance(personal, dict) else None
    return text if isinstance(text, str) and text else None


def _refused(status: int, kind: str, message: str) -> tuple[int, dict[str, Any]]:
    return status, {"status_code": status, "errors": [{"error": kind, "message": message}]}


class _Handler(BaseHTTPRequestHandler):
    simulator: Simulator

    def do_GET(self) -> None:
        if self.path == "/_status":
            self._answer(200, {"status": "ok"})
        elif not self.simulator.admits(self.headers.get("Authorization", "")):
            self._answer(*_refused(403, "AuthError", "Invalid token"))
        else:
            self._answer(*self.simulator.find(self.path.rpartition("/")[2]))

    def do_POST(self) -> None:
        said = self._body()
        if said is None:
            self._answer(*_refused(400, "BadRequestError", "Invalid JSON"))
        elif self.path == "/simulator/inbound":
            self._answer(*self.simulator.hand_in(said))
        elif not self.simulator.admits(self.headers.get("Authorization", "")):
            self._answer(*_refused(403, "AuthError", "Invalid token"))
        elif self.path == "/v2/notifications/sms":
            answer = self.simulator.take(said)
            if self.simulator.drops(said):
                self.close_connection = True
                return
            self._answer(*answer)
        else:
            self._answer(*_refused(404, "NotFound", "Not found"))

    def _body(self) -> dict[str, Any] | None:
        length = int(self.headers.get("Content-Length") or 0)
        if length > LARGEST:
            return None
        try:
            said = json.loads(self.rfile.read(length))
        except ValueError:
            return None
        return said if isinstance(said, dict) else None

    def _answer(self, status: int, body: dict[str, Any]) -> None:
        said = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(said)))
        self.end_headers()
        self.wfile.write(said)

    def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002 - its own name
        """Say nothing: numbers would be in the log."""


def main(port: str, folder: str, callback: str, receipts: str, host: str = "127.0.0.1") -> None:
    """Take texts until told to stop."""
    Path(folder).mkdir(parents=True, exist_ok=True, mode=0o700)
    _Handler.simulator = Simulator(
        folder=Path(folder),
        callback=callback,
        receipts=receipts,
        key=api_key(os.environ["SMS_SECRET"]),
        callback_secret=os.environ["SMS_CALLBACK_SECRET"],
    )
    server = ThreadingHTTPServer((host, int(port)), _Handler)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: threading.Thread(target=server.shutdown).start())
    server.serve_forever()
    server.server_close()


if __name__ == "__main__":
    main(*sys.argv[1:])
