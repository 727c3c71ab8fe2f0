"""Notifications: a real push service takes them, and a real browser's keys decrypt them."""

import json
import time
from dataclasses import replace
from datetime import timedelta
from ipaddress import ip_network
from uuid import uuid4

import pytest
from http_ece import ECEException
from joserfc import jwt
from joserfc.jwk import ECKey

from chassis.resolving import Resolver
from kernel.markings import Marking, Tlp
from kernel.tiers import Tier
from kernel.web_addresses import AddressRules
from services.alerts.domain.content import Severity
from services.alerts.domain.delivery import Delivery, Outcome
from services.alerts.domain.push import push
from services.alerts.domain.recipient import Channel
from services.alerts.domain.wording import CapStatus
from services.alerts.outbound.pinned_posts import PinnedPosts
from services.alerts.outbound.web_pushes import VapidKey, WebPushes
from tests.fakes.alerts import NOON, issued
from tests.fakes.browsers import Browser
from tests.fakes.deliveries import account
from tests.unit.alerts.test_signed_posts import Endpoint, endpoint  # noqa: F401 - a fixture

KEY = VapidKey(b"k" * 32)
SITE = "https://isp.example"


@pytest.fixture
def browser(endpoint: Endpoint) -> Browser:  # noqa: F811 - the fixture above
    endpoint.status = 201
    return Browser(f"http://localhost:{endpoint.port}/push/abc")


@pytest.fixture
def pushes() -> WebPushes:
    rules = AddressRules((ip_network("127.0.0.0/8"), ip_network("::1/128")))
    return WebPushes(
        posts=PinnedPosts(resolver=Resolver(rules)), key=KEY, contact="alerts@isp.example"
    )


def person_at(browser: Browser, **given):
    there = browser.subscription.recipient("one", version=1, language="en")
    return replace(there, account=account(**given))


def notified(alert, to, at=NOON):
    row = Delivery.queued(uuid4(), alert, to.recipient_id, Channel.WEB_PUSH, at=NOON)
    return row, push(alert, row, to, SITE, at=at)


def test_the_browser_alone_reads_what_was_pushed(pushes, browser, endpoint) -> None:  # noqa: F811
    to = person_at(browser)
    alert = issued(headline="Van on the pavement")
    row, message = notified(alert, to)
    address = to.address_for(Channel.WEB_PUSH).address
    assert Outcome.TAKEN is pushes.send(address, message, row.delivery_id).outcome
    ((path, headers, body),) = endpoint.taken
    assert "/push/abc" == path
    assert b"pavement" not in body
    said = browser.decrypted(body)
    assert (str(row.delivery_id), str(alert.alert_id)) == (said["id"], said["tag"])
    assert "Van on the pavement" in said["title"]
    assert f"/alerts/{alert.alert_id}" == said["url"]
    with pytest.raises(ECEException):
        Browser(browser.endpoint, key=browser.key, secret=b"x" * 16).decrypted(body)
    assert ("aes128gcm", "high") == (headers["Content-Encoding"], headers["Urgency"])
    assert str(6 * 3600) == headers["TTL"]
    assert alert.alert_id.hex == headers["Topic"]


def test_the_push_service_knows_who_sent_it(pushes, browser, endpoint) -> None:  # noqa: F811
    """RFC 8292, 2: signed by our key, for that service alone, and not for ever."""
    _, message = notified(issued(), to := person_at(browser))
    pushes.send(to.address_for(Channel.WEB_PUSH).address, message, uuid4())
    scheme, _, said = endpoint.taken[0][1]["Authorization"].partition(" ")
    fields = dict(each.strip().split("=", 1) for each in said.split(","))
    assert ("vapid", KEY.public) == (scheme, fields["k"])
    signer = ECKey.import_key(KEY.private.public_key().public_bytes(*_PEM))
    claims = jwt.decode(fields["t"], signer, algorithms=["ES256"]).claims
    assert f"http://localhost:{endpoint.port}" == claims["aud"]
    assert "mailto:alerts@isp.example" == claims["sub"]
    assert 0 < claims["exp"] - time.time() <= 24 * 3600


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        (201, Outcome.TAKEN),
        (404, Outcome.NO_ADDRESS),
        (410, Outcome.NO_ADDRESS),
        (413, Outcome.REFUSED),
        (429, Outcome.LATER),
        (500, Outcome.LATER),
    ],
)
def test_what_each_answer_means(
    pushes,
    browser,
    endpoint,  # noqa: F811
    status,
    outcome,
) -> None:
    endpoint.status = status
    _, message = notified(issued(), to := person_at(browser))
    heard = pushes.send(to.address_for(Channel.WEB_PUSH).address, message, uuid4())
    assert (outcome, f"status {status}") == (heard.outcome, heard.why)


def test_a_key_that_is_no_point_of_the_curve_is_no_address(pushes, browser) -> None:
    said = json.loads(person_at(browser).address_for(Channel.WEB_PUSH).address)
    broken = json.dumps(said | {"p256dh": "B" + "A" * 86})
    _, message = notified(issued(), person_at(browser))
    assert Outcome.NO_ADDRESS is pushes.send(broken, message, uuid4()).outcome


def test_nothing_of_what_is_restricted_is_pushed(browser) -> None:
    amber = Marking(tlp=Tlp.AMBER, minimum_tier=Tier.VERIFIED)
    alert = issued(marking=amber, headline="Not for all", description="Secret words.")
    _, message = notified(alert, person_at(browser))
    assert "Not for all" not in message.text + message.subject
    assert "Secret" not in message.text


def test_an_exercise_says_so_and_an_end_takes_the_alerts_place(browser) -> None:
    alert = issued(cap_status=CapStatus.EXERCISE, severity=Severity.MINOR)
    _, message = notified(alert, person_at(browser))
    said = json.loads(message.text)
    for part in ("title", "body"):
        assert said[part].startswith("EXERCISE EXERCISE EXERCISE")
        assert said[part].endswith("EXERCISE EXERCISE EXERCISE")
    assert not message.urgent
    over = alert.withdraw(by="approver", why="wrong", at=NOON)
    _, end = notified(over, person_at(browser))
    assert message.topic == end.topic
    assert said["tag"] == json.loads(end.text)["tag"]


def test_an_update_takes_the_place_of_what_it_updates(browser) -> None:
    first = issued()
    draft = first.update(uuid4(), first.content, by="author", at=NOON).submit(by="author", reach=1)
    update = draft.approve(by="approver", read=draft.digest, at=NOON)
    (_, message), (_, later) = (notified(each, person_at(browser)) for each in (first, update))
    assert first.alert_id.hex == message.topic == later.topic
    assert json.loads(message.text)["tag"] == json.loads(later.text)["tag"]
    assert f"/alerts/{update.alert_id}" == json.loads(later.text)["url"]


def test_the_longest_notification_fits_what_a_push_service_takes(pushes, browser) -> None:
    """RFC 8030, 7.2: 4096 bytes, encrypted."""
    alert = issued(headline="€" * 160, action_line="€" * 160, instruction="€" * 1000)
    _, message = notified(alert, person_at(browser))
    body = pushes._encrypted(browser.subscription, message.text.encode())
    assert len(body) <= 4096


def test_it_is_kept_no_longer_than_it_is_worth(browser) -> None:
    _, message = notified(issued(), person_at(browser), at=NOON + timedelta(hours=5, minutes=59))
    assert 60 == message.seconds


def _pem():
    from cryptography.hazmat.primitives import serialization

    return serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo


_PEM = _pem()
