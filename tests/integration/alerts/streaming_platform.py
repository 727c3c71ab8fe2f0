"""PostgreSQL and NATS for real, with the alerts worker and the stream process, and no identity."""

import asyncio
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from uuid import uuid4

from google.protobuf.message import Message

from chassis.jetstream import connect
from isp.alerts.v1 import alert_pb2, alerts_events_pb2
from isp.kernel.v1 import kernel_pb2
from kernel.tiers import Tier
from stack.alone import Alone
from stack.harness import Harness
from stack.places import throw_away_folder
from stack.streaming import Stream, open_stream
from tests.fakes.signing import AUDIENCE, ISSUER, TestIssuer


class StreamingPlatform(Alone):
    """What the stream's tests need of a platform."""

    def __init__(self, harness: Harness, jwks: str, issuer: TestIssuer) -> None:
        trusting = {
            "ISP_OIDC_ISSUER": ISSUER,
            "ISP_OIDC_AUDIENCE": AUDIENCE,
            "ISP_OIDC_JWKS_URL": jwks,
        }
        super().__init__(harness, trusting)
        self.issuer = issuer
        self._out: dict[str, alert_pb2.Alert] = {}

    def open(self, **given: Any) -> Stream:
        return open_stream(self.stream_url, **given)

    def commit(self, *messages: Message, event_ids: tuple[str, ...] = ()) -> list[str]:
        """Put events into the outbox, as an approval does; return their ids."""
        ids = list(event_ids) or [str(uuid4()) for _ in messages]
        for event_id, message in zip(ids, messages, strict=True):
            alert: alert_pb2.Alert = message.alert  # type: ignore[attr-defined]
            if alert.status == alert_pb2.ALERT_STATUS_ISSUED:
                self._out[alert.alert_id] = alert
            else:
                self._out.pop(alert.alert_id, None)
            self.execute(
                "alerts",
                "INSERT INTO outbox (event_id, subject, aggregate_id, aggregate_version, payload,"
                " occurred_at) VALUES (%s, %s, %s, %s, %s, now())",
                (
                    event_id,
                    message.DESCRIPTOR.full_name,
                    alert.alert_id,
                    alert.version,
                    message.SerializeToString(),
                ),
            )
        return ids

    def end_all(self) -> None:
        """End every alert that is out, and wait until all of it was sent."""
        for alert in list(self._out.values()):
            self.commit(ended(alert))
        until = time.monotonic() + 30
        while self.unsent():
            assert time.monotonic() < until, self.log("alerts-work")
            time.sleep(0.05)
        time.sleep(0.1)

    def unsent(self) -> int:
        """Count the events that wait in the outbox."""
        return len(self.execute("alerts", "SELECT 1 FROM outbox WHERE sent_at IS NULL"))

    def keep_row(self, subject: str, tier: Tier, version: int, *, regions: list[str]) -> None:
        """Put a person's rights into the database, as the worker does."""
        self.execute(
            "alerts",
            "INSERT INTO principals (subject, tier, roles, regions, sectors, closed_groups,"
            " standing, rights_version) VALUES (%s, %s, '{}', %s, '{}', '{}', 'ACTIVE', %s)",
            (subject, tier.name, regions, version),
        )

    def token(self, subject: str, tier: Tier, version: int = 1) -> str:
        return self.issuer.token(subject, tier=tier.name, rights_version=version)

    def publish_as_identity(self, message: Message) -> None:
        """Publish what identity would."""

        async def publish() -> None:
            client = await connect(self.account("identity"))
            await client.jetstream().publish(
                message.DESCRIPTOR.full_name,
                message.SerializeToString(),
                headers={"Nats-Msg-Id": str(uuid4())},
            )
            await client.close()

        asyncio.run(publish())


@contextmanager
def streaming_platform() -> Iterator[StreamingPlatform]:
    """Run PostgreSQL, NATS, the worker and the stream process until the block ends."""
    issuer = TestIssuer()
    with (
        serving_keys(issuer) as jwks,
        throw_away_folder("isp-test-") as folder,
        Harness(folder / "platform", servers=frozenset({"postgres", "nats"})) as harness,
    ):
        platform = StreamingPlatform(harness, jwks, issuer)
        try:
            platform.migrate("alerts")
            platform.start("alerts-work", "alerts-stream")
            yield platform
        finally:
            platform.stop_all()


@contextmanager
def serving_keys(issuer: TestIssuer) -> Iterator[str]:
    """Serve an issuer's public key as Keycloak does."""
    key = issuer.key.as_dict(private=False) | {"alg": "ES256", "use": "sig"}
    body = json.dumps({"keys": [key]}).encode()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/certs"
    finally:  # a thread that goes on would keep the whole run from ending
        server.shutdown()
        server.server_close()
        thread.join()


def an_alert(
    *, alert_id: str = "", version: int = 3, tlp: str = "CLEAR", region: str = "", **text: str
) -> alert_pb2.Alert:
    """An issued alert: CLEAR and for everyone, unless said otherwise."""
    now = datetime.now(UTC)
    tiers = {"CLEAR": kernel_pb2.TIER_PUBLIC, "GREEN": kernel_pb2.TIER_REGISTERED}
    alert = alert_pb2.Alert(
        alert_id=alert_id or str(uuid4()),
        status=alert_pb2.ALERT_STATUS_ISSUED,
        version=version,
        digest=b"d" * 32,
        content=alert_pb2.AlertContent(
            headline=text.get("headline", "A test alert"),
            description=text.get("description", "Words."),
            instruction="Stay inside.",
            language="en-GB",
            severity=alert_pb2.SEVERITY_SEVERE,
            urgency=alert_pb2.URGENCY_EXPECTED,
            certainty=alert_pb2.CERTAINTY_LIKELY,
            marking=kernel_pb2.Marking(
                tlp=kernel_pb2.Tlp.Value(f"TLP_{tlp}"),
                minimum_tier=tiers.get(tlp, kernel_pb2.TIER_VERIFIED),
            ),
        ),
    )
    alert.content.audience.add(
        mode=kernel_pb2.AUDIENCE_MODE_INCLUDE,
        kind=kernel_pb2.AUDIENCE_KIND_REGION if region else kernel_pb2.AUDIENCE_KIND_EVERYONE,
        value=region,
    )
    alert.content.expires_at.FromDatetime(now + timedelta(hours=2))
    alert.created_at.FromDatetime(now)
    alert.issued_at.FromDatetime(now)
    return alert


def issued(**given: Any) -> alerts_events_pb2.AlertIssued:
    """The event that an alert was issued."""
    return alerts_events_pb2.AlertIssued(alert=an_alert(**given))


def ended(alert: alert_pb2.Alert) -> alerts_events_pb2.AlertEnded:
    """The event that an alert was withdrawn."""
    event = alerts_events_pb2.AlertEnded(alert=alert)
    event.alert.status = alert_pb2.ALERT_STATUS_WITHDRAWN
    event.alert.version += 1
    event.alert.ending.text = "Issued in error, please disregard."
    event.alert.ending.ended_at.FromDatetime(datetime.now(UTC))
    return event
