"""The simulator of apps' notifications: Firebase Cloud Messaging's HTTP v1 API on loopback.

`python -m stack.pushes PORT FOLDER [HOST]` runs it. Each notification that a phone gets is a JSON
file in the folder. It grants access at `/token` for a word that the simulated service account
signed (RFC 7523), whose key is in the environment: FCM_SIGNING_KEY. Every token that begins with
`simulated-` is a phone. Those of some names always behave alike, whatever follows the name:

simulated-unregistered: the app is gone. simulated-mismatched: it is of another project.
simulated-invalid: the token is none. simulated-refused: the message is. simulated-quota: too many
at first, with a second to wait, and taken the second time. simulated-dropped: taken, and the
connection is dropped before an answer, at the first time of each reference.

https://firebase.google.com/docs/reference/fcm/rest/v1/ErrorCode
"""

import json
import os
import re
import secrets
import signal
import sys
import threading
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Final
from urllib.parse import parse_qs
from uuid import uuid4

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import RSAKey

from stack.places import CHECKOUT
from stack.program import Program, answers_http

PROJECT: Final = "isp-demonstration"
CLIENT: Final = f"alerts@{PROJECT}.iam.gserviceaccount.invalid"
SCOPE: Final = "https://www.googleapis.com/auth/firebase.messaging"
GRANT: Final = "urn:ietf:params:oauth:grant-type:jwt-bearer"
ACCESS_SECONDS: Final = 3600
WAIT_SECONDS: Final = 1
LARGEST: Final = 64 * 1024
LARGEST_MESSAGE: Final = 4096
"""Bytes of data and of what Apple is sent, together."""

LONGEST_TTL: Final = 28 * 86400
LONGEST_COLLAPSE_ID: Final = 64
UNREGISTERED: Final = "simulated-unregistered"
MISMATCHED: Final = "simulated-mismatched"
INVALID: Final = "simulated-invalid"
REFUSED: Final = "simulated-refused"
QUOTA: Final = "simulated-quota"
DROPPED: Final = "simulated-dropped"
_FCM_ERROR: Final = "type.googleapis.com/google.firebase.fcm.v1.FcmError"
_BAD_REQUEST: Final = "type.googleapis.com/google.rpc.BadRequest"
_PHONE: Final = re.compile(r"simulated-[!-~]+")
_RESERVED: Final = ("google", "gcm")
_TTL: Final = re.compile(r"(\d{1,7})(\.\d{1,9})?s")
_SENT: Final = f"/v1/projects/{PROJECT}/messages:send"

Answer = tuple[int, dict[str, Any], int]
"""A status, what is said, and how many seconds to wait before it is worth asking again."""


def service_account(signing_key: str, at: str) -> str:
    """Return the file of the simulated project's account; `at` is where the simulator is."""
    return json.dumps(
        {
            "type": "service_account",
            "project_id": PROJECT,
            "private_key_id": "simulated",
            "private_key": signing_key,
            "client_email": CLIENT,
            "token_uri": f"{at}/token",
        }
    )


def program(port: int, folder: Path, secret: dict[str, str]) -> Program:
    """Return the simulator."""
    return Program(
        name="push",
        command=(sys.executable, "-m", "stack.pushes", str(port), str(folder)),
        environment={"FCM_SIGNING_KEY": secret["FCM_SIGNING_KEY"]},
        folder=CHECKOUT,
        ready=answers_http(f"http://127.0.0.1:{port}/_status"),
        priority=10,
    )


def pushes_for(folder: Path, token: str) -> list[dict[str, Any]]:
    """Return what a phone got, oldest first."""
    files = sorted(folder.glob("*.json")) if folder.exists() else []
    pushes = [json.loads(file.read_text("utf-8")) for file in files]
    return [each for each in pushes if each["token"] == token]


@dataclass(frozen=True, slots=True, kw_only=True)
class Simulator:
    """What the simulator knows: whose word it believes, and what happened so far."""

    folder: Path
    key: RSAKey
    granted: dict[str, float] = field(default_factory=dict)
    tried: set[str] = field(default_factory=set)

    def grant(self, form: dict[str, list[str]]) -> tuple[int, dict[str, Any]]:
        """Return a token of access for a good signed word."""
        if form.get("grant_type") != [GRANT]:
            return 400, {"error": "unsupported_grant_type"}
        try:
            said = jwt.decode(form["assertion"][0], self.key, algorithms=["RS256"]).claims
            lasts, over = said["exp"] - said["iat"], said["exp"] < time.time()
            ours = str(said["aud"]).endswith("/token") and said["scope"] == SCOPE
        except (JoseError, KeyError, TypeError, ValueError):
            return 400, {"error": "invalid_grant", "error_description": "Invalid JWT Signature."}
        if said["iss"] != CLIENT or not ours or over or lasts > ACCESS_SECONDS:
            return 400, {"error": "invalid_grant", "error_description": "Invalid JWT."}
        token = f"ya29.simulated-{secrets.token_urlsafe(32)}"
        self.granted[token] = time.monotonic() + ACCESS_SECONDS
        return 200, {
            "access_token": token,
            "expires_in": ACCESS_SECONDS - 1,
            "token_type": "Bearer",
        }

    def admits(self, authorization: str) -> bool:
        """Tell whether a request carries a token that was granted and is still good."""
        token = authorization.removeprefix("Bearer ")
        return self.granted.get(token, 0.0) > time.monotonic()

    def revoke(self) -> None:
        """End every token of access before its time."""
        self.granted.clear()

    def take(self, said: dict[str, Any]) -> Answer | None:
        """Keep a notification and answer as the provider does; None for a dropped connection."""
        message = said.get("message")
        if refused := _refused(message):
            return refused
        assert isinstance(message, dict)
        token, first = message["token"], self._first_time(message)
        if _is(token, QUOTA) and first:
            status, body, _ = _error(429, "RESOURCE_EXHAUSTED", "Quota", "QUOTA_EXCEEDED")
            return status, body, WAIT_SECONDS
        name = f"projects/{PROJECT}/messages/{self._kept(message)}"
        return None if _is(token, DROPPED) and first else (200, {"name": name}, 0)

    def _first_time(self, message: dict[str, Any]) -> bool:
        """Tell whether a message comes for the first time, by the id that its data has."""
        reference = f"{message['token']} {message.get('data', {}).get('id')}"
        first = reference not in self.tried
        self.tried.add(reference)
        return first

    def _kept(self, message: dict[str, Any]) -> str:
        push_id, now = str(uuid4()), datetime.now(UTC)
        kept = {"id": push_id, "token": message["token"], "message": message}
        whole = self.folder / f"{now:%Y%m%d%H%M%S%f}-{push_id}"
        whole.with_suffix(".new").write_text(json.dumps(kept, ensure_ascii=False), "utf-8")
        whole.with_suffix(".new").rename(whole.with_suffix(".json"))
        return push_id


def _is(token: str, name: str) -> bool:
    return token == name or token.startswith(f"{name}-")


def _refused(message: object) -> Answer | None:
    """Return the refusal of a message that is never taken, or None."""
    if not isinstance(message, dict):
        return _bad("message", "Invalid value")
    token = message.get("token")
    if not isinstance(token, str) or not _PHONE.fullmatch(token) or _is(token, INVALID):
        return _bad("message.token", "The registration token is not a valid FCM token")
    if _is(token, UNREGISTERED):
        return _error(404, "NOT_FOUND", "Requested entity was not found.", "UNREGISTERED")
    if _is(token, MISMATCHED):
        return _error(403, "PERMISSION_DENIED", "SenderId mismatch", "SENDER_ID_MISMATCH")
    wrong = "it is refused" if _is(token, REFUSED) else _wrong_with(message)
    return _bad("message", wrong) if wrong else None


def _wrong_with(message: dict[str, Any]) -> str:
    """Return what the provider would find wrong with a message; empty if nothing."""
    data, android, apns = (message.get(each, {}) for each in ("data", "android", "apns"))
    if not all(isinstance(each, dict) for each in (data, android, apns)):
        return "Invalid value"
    ttl = _TTL.fullmatch(str(android.get("ttl", "0s")))
    headers = apns.get("headers", {})
    sent = json.dumps([data, apns.get("payload", {})], ensure_ascii=False).encode()
    collapse_id = str(headers.get("apns-collapse-id", "")).encode()
    found = {
        "Unknown name": set(message) - {"token", "data", "android", "apns"},
        "Invalid value in data: a string is wanted": _not_text(data),
        "Invalid data payload key": [e for e in data if e.startswith(_RESERVED) or e == "from"],
        "Invalid TTL": ttl is None or int(ttl[1]) > LONGEST_TTL,
        "Invalid priority": android.get("priority", "NORMAL") not in {"NORMAL", "HIGH"},
        "Invalid APNs header: a string is wanted": _not_text(headers),
        "Invalid apns-priority": headers.get("apns-priority", "10") not in {"1", "5", "10"},
        "apns-collapse-id is too long": len(collapse_id) > LONGEST_COLLAPSE_ID,
        "Message is too big": len(sent) > LARGEST_MESSAGE,
    }
    return next((what for what, wrong in found.items() if wrong), "")


def _not_text(values: dict[str, Any]) -> list[str]:
    return [name for name, value in values.items() if not isinstance(value, str)]


def _bad(where: str, what: str) -> Answer:
    violation = {"@type": _BAD_REQUEST, "fieldViolations": [{"field": where, "description": what}]}
    return _error(400, "INVALID_ARGUMENT", what, "INVALID_ARGUMENT", violation)


def _error(code: int, status: str, message: str, error_code: str, *more: dict[str, Any]) -> Answer:
    details = [*more, *([{"@type": _FCM_ERROR, "errorCode": error_code}] if error_code else [])]
    error = {"code": code, "message": message, "status": status, "details": details}
    return code, {"error": error}, 0


class _Handler(BaseHTTPRequestHandler):
    simulator: Simulator
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        if self.path == "/_status":
            self._answer(200, {"status": "ok"})
        else:
            self._answer(*_error(404, "NOT_FOUND", "Not found", ""))

    def do_POST(self) -> None:
        body = self._body()
        if body is None:
            self.close_connection = True
            self._answer(*_error(413, "INVALID_ARGUMENT", "Request too large", ""))
        elif self.path == "/token":
            self._answer(*self.simulator.grant(parse_qs(body.decode(errors="replace"))))
        elif not self.simulator.admits(self.headers.get("Authorization", "")):
            self._answer(*_error(401, "UNAUTHENTICATED", "Invalid authentication credential", ""))
        elif self.path != _SENT:
            self._answer(*_error(403, "PERMISSION_DENIED", "No permission on the project", ""))
        elif (answer := self._taken(body)) is None:
            self.close_connection = True
        else:
            self._answer(*answer)

    def _taken(self, body: bytes) -> Answer | None:
        try:
            said = json.loads(body)
        except ValueError:
            said = None
        if not isinstance(said, dict):
            return _error(400, "INVALID_ARGUMENT", "Invalid JSON payload received", "")
        return self.simulator.take(said)

    def _body(self) -> bytes | None:
        length = int(self.headers.get("Content-Length") or 0)
        return None if length > LARGEST else self.rfile.read(length)

    def _answer(self, status: int, body: dict[str, Any], wait: int = 0) -> None:
        said = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json; charset=UTF-8")
        self.send_header("Content-Length", str(len(said)))
        if wait:
            self.send_header("Retry-After", str(wait))
        self.end_headers()
        self.wfile.write(said)

    def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002 - its own name
        """Say nothing: tokens would be in the log."""


def main(port: str, folder: str, host: str = "127.0.0.1") -> None:
    """Take notifications until told to stop."""
    Path(folder).mkdir(parents=True, exist_ok=True, mode=0o700)
    private = RSAKey.import_key(os.environ["FCM_SIGNING_KEY"])
    public = RSAKey.import_key(private.as_pem(private=False))
    _Handler.simulator = Simulator(folder=Path(folder), key=public)
    server = ThreadingHTTPServer((host, int(port)), _Handler)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: threading.Thread(target=server.shutdown).start())
    server.serve_forever()
    server.server_close()


if __name__ == "__main__":
    main(*sys.argv[1:])
