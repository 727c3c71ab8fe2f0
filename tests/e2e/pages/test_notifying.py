"""A real Chromium is subscribed to notifications, up to where it would call its maker's service.

Chromium without a network cannot reach its push service, so that the call itself ends in the
page's own words for that. For the rest another answer stands in for the service's: an address on
this machine, whose keys the test holds, so that what arrives there can be decrypted.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, expect

from stack.browser.chromium import own_profile
from stack.story.following import about, withdraw
from stack.story.front import Front, eventually
from stack.story.steps import approved_alert
from tests.e2e.pages.conftest import Visit, Visiting
from tests.fakes.browsers import Browser as Keys

HERE = "/alerts/browser"
ON, OFF = "Show alerts in this browser", "Show no alerts in this browser"

STAND_IN = """
(said) => {
  const kept = "test-subscription";
  const made = (key) => ({
    endpoint: said.endpoint,
    options: { applicationServerKey: Uint8Array.from(JSON.parse(key)).buffer },
    toJSON: () => said,
    unsubscribe: async () => { localStorage.removeItem(kept); return true; },
  });
  PushManager.prototype.subscribe = async function (options) {
    if (!options.userVisibleOnly) throw new Error("must be visible");
    localStorage.setItem(kept, JSON.stringify([...options.applicationServerKey]));
    return made(localStorage.getItem(kept));
  };
  PushManager.prototype.getSubscription = async function () {
    const key = localStorage.getItem(kept);
    return key === null ? null : made(key);
  };
}
"""


@contextmanager
def push_service(keys: Keys) -> Iterator[list[Any]]:
    """Take posts as a push service does, and decrypt them as the browser would."""
    came: list[Any] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            assert self.headers["Authorization"].startswith("vapid ")
            came.append(keys.decrypted(body))
            self.send_response(201)
            self.end_headers()

        def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002 - its own
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    keys.endpoint = f"http://localhost:{server.server_port}/push/{uuid4().hex}"
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield came
    finally:
        server.shutdown()
        server.server_close()


def allowed(visit: Visit) -> Visit:
    """Let the browser show notifications of ours, as a person would on being asked."""
    visit.context.grant_permissions(["notifications"], origin=visit.gateway)
    return visit


@pytest.mark.feature("F13")
def test_a_real_browser_asks_its_push_service_and_the_page_says_when_that_is_away(
    chromium: Browser, front: Front
) -> None:
    """As far as Chromium goes without a network, and only with a profile of its own."""
    with own_profile(chromium) as context:
        visit = allowed(Visit(context, front.gateway))
        tab = visit.sign_in("owner", HERE).tab
        granted = tab.evaluate(
            """async () => {
              const subscribe = PushManager.prototype.subscribe;
              PushManager.prototype.subscribe = function (options) {
                globalThis.key = [...options.applicationServerKey];
                return subscribe.call(this, options);
              };
              const push = (await navigator.serviceWorker.ready).pushManager;
              const may = await push.permissionState({ userVisibleOnly: true });
              return [may, Notification.permission];
            }"""
        )
        assert ["granted", "granted"] == granted
        tab.get_by_role("button", name=ON).click()
        away = tab.get_by_text("could not reach its notification service")
        expect(away).to_be_visible(timeout=60_000)
        key = tab.evaluate("globalThis.key")
        assert (65, 4) == (len(key), key[0]), "our public key, an uncompressed point of P-256"
        expect(tab.get_by_role("button", name=ON)).to_be_visible()
        assert [] == visit.complaints


@pytest.mark.feature("F13")
def test_a_browser_that_was_subscribed_by_the_page_gets_the_alert_and_then_no_more(
    visiting: Visiting, front: Front
) -> None:
    author, approver = front.sign_in_demo("author"), front.sign_in_demo("approver")
    keys = Keys()
    with push_service(keys) as came:
        visit = allowed(visiting(offline_worker=True))
        said = keys.subscription
        given = {
            "endpoint": said.endpoint,
            "expirationTime": None,
            "keys": {"p256dh": said.p256dh, "auth": said.auth},
        }
        visit.context.add_init_script(f"({STAND_IN})({json.dumps(given)})")
        tab = visit.sign_in("owner", HERE).tab
        tab.get_by_role("button", name=ON).click()
        expect(tab.get_by_text("This browser shows alerts from now on.")).to_be_visible()
        expect(tab.get_by_role("button", name=OFF)).to_be_visible()
        words = f"Demonstration {uuid4().hex[:8]}"
        out, _ = approved_alert(front, author, approver, about("LON", words))
        eventually(lambda: list(came), lambda all_: len(all_) > 0, 20, "a notification")
        assert words in came[0]["title"] + came[0]["body"]
        assert f"/alerts/{out['alert_id']}" == came[0]["url"]

        tab.get_by_role("button", name=OFF).click()
        expect(tab.get_by_text("This browser shows no alerts any more.")).to_be_visible()
        expect(tab.get_by_role("button", name=ON)).to_be_visible()
        there = len(came)
        withdraw(front, approver, out["alert_id"])
        last, _ = approved_alert(front, author, approver, about("LON", f"Other {words}"))
        finished = f"/v1/alerts/{last['alert_id']}/deliveries"
        eventually(
            lambda: front.ask("GET", finished, by=approver).json()["runs"],
            lambda runs: runs and all(each["finished_at"] for each in runs),
            20,
            "everyone found",
        )
        assert there == len(came)
        withdraw(front, approver, last["alert_id"])
    assert [] == visit.complaints


@pytest.mark.feature("F13")
def test_without_javascript_the_page_says_why_it_cannot(visiting: Visiting) -> None:
    tab = visiting(scripts=False).sign_in("owner", HERE).tab
    expect(tab.get_by_text("This needs JavaScript")).to_be_visible()
    expect(tab.get_by_role("button", name=ON)).to_have_count(0)


def test_who_said_no_reads_where_to_change_that(visiting: Visiting) -> None:
    visit = visiting(offline_worker=True)
    visit.context.add_init_script(
        'Object.defineProperty(Notification, "permission", { get: () => "denied" })'
    )
    tab = visit.sign_in("owner", HERE).tab
    expect(tab.get_by_text("was told to show no notifications")).to_be_visible()
    expect(tab.get_by_role("button", name=ON)).to_have_count(0)
