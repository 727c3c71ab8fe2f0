"""Step 3c: other programs follow an alert: an organisation's endpoint, feeds and the public log."""

import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Final
from uuid import uuid4
from xml.etree import ElementTree as ET

import requests
from standardwebhooks import Webhook, WebhookVerificationError

from stack.places import CHECKOUT
from stack.story.following import about, withdraw
from stack.story.front import Front, Person, StoryBroken, eventually
from stack.story.steps import approved_alert

Say = Callable[[str], None]
SECONDS: Final = 20
"""How long a post or the log may take after the approval; a post takes less than one."""

_CAP: Final = "{urn:oasis:names:tc:emergency:cap:1.2}"


@dataclass
class Receiver:
    """A guard room's machine: it believes what the platform signed, and nothing else."""

    secret: str = ""
    heard: list[dict[str, Any]] = field(default_factory=list)
    unsigned: int = 0

    def take(self, body: bytes, headers: dict[str, str]) -> int:
        """Return the status to answer a post with."""
        try:
            said = Webhook(self.secret).verify(body, headers)
        except WebhookVerificationError:
            self.unsigned += 1
            return 401
        self.heard.append(said)
        return 204

    def about(self, alert_id: str) -> list[str]:
        """Return the types of what came about an alert."""
        return [each["type"] for each in self.heard if each["data"].get("alert_id") == alert_id]


@contextmanager
def receiving() -> Iterator[tuple[Receiver, str]]:
    """Run a receiver on this machine; yield it and its address.

    A platform in containers reaches this machine by another address: ISP_STORY_RECEIVER says it, as
    host:port; port 0 is a free one.
    """
    receiver = Receiver()
    host, _, port = os.environ.get("ISP_STORY_RECEIVER", "127.0.0.1:0").rpartition(":")

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(receiver.take(body, dict(self.headers.items())))
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_said: object) -> None:
            pass

    server = ThreadingHTTPServer((host, int(port)), Handler)
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    try:
        yield receiver, f"http://{host}:{server.server_port}/hook"
    finally:
        server.shutdown()
        server.server_close()


def prove(front: Front, say: Say) -> None:
    """A venue's endpoint gets an alert and its end; feeds carry it; anyone checks the log."""
    author, approver = front.sign_in_demo("author"), front.sign_in_demo("approver")
    venue = front.sign_in_demo("venue")
    with receiving() as (receiver, url), _endpoint(front, venue, url) as secret:
        receiver.secret = secret
        forged = requests.post(url, json={"type": "alert.issued"}, timeout=20)
        if forged.status_code != 401 or receiver.heard:
            raise StoryBroken("the receiver believed a post that nobody signed")
        out, answered = approved_alert(
            front, author, approver, about("NW", f"Demonstration {uuid4().hex[:8]}")
        )
        alert_id = out["alert_id"]
        _heard(receiver, alert_id, "alert.issued")
        say(
            f"the endpoint of a venue had it, signed, {time.time() - answered:.1f} s after approval"
        )
        _in_feeds(front, alert_id, "Alert")
        say("anyone reads it as CAP 1.2, and finds it in both feeds")
        withdraw(front, approver, alert_id)
        _heard(receiver, alert_id, "alert.withdrawn")
        _in_feeds(front, alert_id, "Cancel")
        say("the end reached the endpoint and the feeds, as a Cancel")
    _in_log(front, f"isp-{alert_id}-withdrawn", say)


@contextmanager
def _endpoint(front: Front, by: Person, url: str) -> Iterator[str]:
    """Register an endpoint for actual alerts, yield its secret, and delete it."""
    body = {"url": url, "mode": "LIVE", "contact_email": "desk@music.example"}
    made = front.ask("POST", "/v1/webhooks", by=by, body=body, key=True, expect=201).json()
    path = f"/v1/webhooks/{made['webhook_id']}"
    try:
        yield made["secret"]
    finally:
        etag = front.ask("GET", path, by=by).headers["ETag"]
        front.ask("DELETE", path, by=by, if_match=etag, expect=204)


def _heard(receiver: Receiver, alert_id: str, kind: str) -> None:
    eventually(
        lambda: receiver.about(alert_id),
        lambda types: types[-1:] == [kind],
        SECONDS,
        f"{kind} at the endpoint",
    )


def _in_feeds(front: Front, alert_id: str, kind: str) -> None:
    """See that an alert's document says what it is, and that the feeds name it."""
    document = front.ask("GET", f"/v1/alerts/{alert_id}.cap").content
    said = ET.fromstring(document).findtext(f"{_CAP}msgType")  # noqa: S314 - our own answer
    if said != kind:
        raise StoryBroken(f"the CAP document of {alert_id} is {said}, not {kind}")
    for path in ("/v1/alerts/feed.atom", "/v1/alerts/feed.cap"):
        if alert_id not in front.ask("GET", path).text:
            raise StoryBroken(f"{path} has nothing of {alert_id}")


def _in_log(front: Front, identifier: str, say: Say) -> None:
    """Download the public log and check it with the verifier alone; a changed copy must fail."""
    proof = eventually(
        lambda: requests.get(f"{front.gateway}/v1/log/inclusion/{identifier}", timeout=20),
        lambda answer: answer.status_code == 200,
        SECONDS,
        f"{identifier} in the public log",
    ).json()
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "log.json"
        _verifier("download", front.gateway, str(copy), expect=0)
        check = ("check", str(copy), "--key", proof["head"]["public_key"])
        _verifier(*check, expect=0)
        text = copy.read_text("utf-8")
        copy.write_text(text.replace("Demonstration", "Demonstrations", 1), "utf-8")
        _verifier(*check, expect=1)
    size = proof["head"]["size"]
    say(f"the public log has both, {size} entries; a copy checks without the server")
    say("and a copy with one letter more does not")


def _verifier(*said: str, expect: int) -> None:
    """Run the verifier as anyone does."""
    ran = subprocess.run(
        [sys.executable, "-m", "services.alerts.verifier", *said],
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    if ran.returncode != expect:
        raise StoryBroken(f"verifier {said[0]} ended with {ran.returncode}: {ran.stderr[-300:]}")
