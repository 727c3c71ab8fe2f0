"""An endpoint from its registration to an alert's end: the real processes, a real receiver."""

import json
import signal
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from uuid import UUID, uuid4

import grpc
import pytest
from standardwebhooks import Webhook as Receiver

from isp.alerts.v1 import deliveries_pb2
from isp.alerts.v1 import webhooks_pb2 as pb
from isp.alerts.v1.webhooks_pb2_grpc import WebhooksServiceStub
from stack.harness import Harness
from stack.places import throw_away_folder
from tests.fakes.signing import TestIssuer
from tests.integration.alerts.streaming_platform import StreamingPlatform, serving_keys
from trials.sending import issue

Message = dict[str, Any]
SECONDS = 20


@dataclass
class Endpoint:
    """A receiver that verifies what it gets by the library, and drops repeats by their id."""

    status: int = 204
    port: int = 0
    secret: str = ""
    seen: dict[str, Message] = field(default_factory=dict)
    posts: int = 0

    def types(self) -> list[str]:
        return [each["type"] for each in self.seen.values()]


@pytest.fixture
def endpoint() -> Iterator[Endpoint]:
    there = Endpoint()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            there.posts += 1
            said = Receiver(there.secret).verify(body, dict(self.headers.items()))
            if there.status < 300:
                there.seen.setdefault(self.headers["webhook-id"], said)
            self.send_response(there.status)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002 - its own
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    there.port = server.server_port
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield there
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture(scope="module")
def platform() -> Iterator[StreamingPlatform]:
    issuer = TestIssuer()
    with (
        serving_keys(issuer) as jwks,
        throw_away_folder("isp-test-") as folder,
        Harness(folder / "platform", servers=frozenset({"postgres", "nats", "mail"})) as harness,
    ):
        running = StreamingPlatform(harness, jwks, issuer)
        try:
            running.migrate("alerts")
            running.start("alerts-serve", "alerts-work")
            running.execute(
                "alerts",
                "INSERT INTO principals (subject, tier, roles, regions, sectors, closed_groups,"
                " organisation_id, standing, rights_version)"
                " VALUES ('venue', 'VERIFIED', '{integrator}', '{LON}', '{}', '{}', 'hall',"
                " 'ACTIVE', 1)",
            )
            yield running
        finally:
            running.stop_all()


@dataclass
class Owner:
    """Who answers for the endpoint."""

    webhooks: WebhooksServiceStub
    metadata: tuple[tuple[str, str], ...]
    webhook_id: str

    def log(self) -> list[pb.WebhookDelivery]:
        asked = pb.ListWebhookDeliveriesRequest(webhook_id=self.webhook_id)
        return list(self.webhooks.ListWebhookDeliveries(asked, metadata=self.metadata).deliveries)


@pytest.fixture
def owner(platform: StreamingPlatform, endpoint: Endpoint) -> Iterator[Owner]:
    token = platform.issuer.token(
        "venue", tier="VERIFIED", realm_access={"roles": ["integrator"]}, rights_version=1
    )
    metadata = (("authorization", f"Bearer {token}"),)
    with grpc.insecure_channel(f"localhost:{platform.harness.port('alerts')}") as channel:
        webhooks = WebhooksServiceStub(channel)
        made = webhooks.RegisterWebhook(
            pb.RegisterWebhookRequest(
                url=f"http://localhost:{endpoint.port}/hook",
                mode=pb.WEBHOOK_MODE_LIVE,
                contact_email="desk@partner.example",
                idempotency_key=str(uuid4()),
            ),
            metadata=metadata,
        )
        endpoint.secret = made.secret
        there = Owner(webhooks, metadata, made.webhook.webhook_id)
        yield there
        now = webhooks.GetWebhook(
            pb.GetWebhookRequest(webhook_id=there.webhook_id), metadata=metadata
        ).webhook
        webhooks.DeleteWebhook(
            pb.DeleteWebhookRequest(webhook_id=there.webhook_id, expected_version=now.version),
            metadata=metadata,
        )


def eventually(platform: StreamingPlatform, holds: Callable[[], bool]) -> None:
    until = time.monotonic() + SECONDS
    while not holds():
        assert time.monotonic() < until, platform.log("alerts-work")
        time.sleep(0.05)


def withdraw(platform: StreamingPlatform, alert_id: UUID) -> None:
    """Write what a withdrawal writes."""
    platform.execute(
        "alerts",
        "UPDATE alerts SET status = 'WITHDRAWN', version = 4, ending_text = 'Issued in error.',"
        " ended_at = now(), ended_by = 'approver' WHERE alert_id = %s",
        (alert_id,),
    )
    platform.execute(
        "alerts",
        "INSERT INTO dispatches (alert_id, alert_version, notice, priority, created_at, due_at,"
        " after, queued) VALUES (%s, 4, 'WITHDRAWN', 0, now(), now(), %s, 0)",
        (alert_id, UUID(int=0)),
    )


def test_a_ping_an_alert_and_its_end_arrive_signed_and_stand_in_the_log(
    platform: StreamingPlatform, owner: Owner, endpoint: Endpoint
) -> None:
    ping = pb.PingWebhookRequest(webhook_id=owner.webhook_id, idempotency_key=str(uuid4()))
    owner.webhooks.PingWebhook(ping, metadata=owner.metadata)
    eventually(platform, lambda: endpoint.types() == ["webhook.ping"])
    alert_id = issue(platform)
    eventually(platform, lambda: endpoint.types()[1:] == ["alert.issued"])
    withdraw(platform, alert_id)
    eventually(platform, lambda: endpoint.types()[2:] == ["alert.withdrawn"])
    eventually(
        platform,
        lambda: {each.state for each in owner.log()} == {deliveries_pb2.DELIVERY_STATE_SENT},
    )
    log = owner.log()
    assert list(endpoint.seen) == [each.delivery_id for each in reversed(log)]
    assert {"status 204"} == {each.answer for each in log}
    assert str(alert_id) == list(endpoint.seen.values())[1]["data"]["alert_id"]
    assert 3 == endpoint.posts


def test_what_fails_is_tried_again_under_the_same_id_and_a_kill_loses_nothing(
    platform: StreamingPlatform, owner: Owner, endpoint: Endpoint
) -> None:
    endpoint.status = 500
    alert_id = issue(platform)
    eventually(platform, lambda: endpoint.posts >= 1)
    platform.stop("alerts-work", signal.SIGKILL)
    endpoint.status = 204
    platform.start("alerts-work")
    deadline = time.monotonic() + 70  # a lease, if it was killed while it handed over
    while endpoint.types() != ["alert.issued"]:
        assert time.monotonic() < deadline, platform.log("alerts-work")
        time.sleep(0.1)
    (line,) = owner.log()
    assert [line.delivery_id] == list(endpoint.seen)
    withdraw(platform, alert_id)
    eventually(platform, lambda: len(endpoint.seen) == 2)


def test_one_that_is_gone_is_disabled_and_its_owner_told_by_mail(
    platform: StreamingPlatform, owner: Owner, endpoint: Endpoint
) -> None:
    endpoint.status = 410
    alert_id = issue(platform)
    asked = pb.GetWebhookRequest(webhook_id=owner.webhook_id)

    def disabled() -> bool:
        found = owner.webhooks.GetWebhook(asked, metadata=owner.metadata).webhook
        return found.HasField("disabled_at")

    eventually(platform, disabled)
    eventually(
        platform,
        lambda: any(
            endpoint.secret not in mail.as_string() and owner.webhook_id in mail.get_payload()
            for mail in platform.harness.mail_for("desk@partner.example")
        ),
    )
    withdraw(platform, alert_id)
    assert 1 == endpoint.posts
    log = platform.log("alerts-work", 2000) + platform.log("alerts-serve", 2000)
    assert endpoint.secret not in log
    assert json.dumps(endpoint.secret)[1:-1].removeprefix("whsec_") not in log
