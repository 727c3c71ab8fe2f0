"""Apps' notifications: the adapter of Firebase Cloud Messaging and the simulator that speaks it."""

import json
import socket
import threading
import time
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from joserfc import jwt
from joserfc.jwk import RSAKey

from chassis.configuration import BadSetting, Settings
from kernel.markings import Marking, Tlp
from kernel.tiers import Tier
from services.alerts.config_apps import AppPushSettings, notifies_apps
from services.alerts.domain.content import Severity
from services.alerts.domain.delivery import Outcome
from services.alerts.domain.device import AppToken, Platform
from services.alerts.domain.wording import CapStatus
from services.alerts.outbound.fcm_account import ServiceAccount, UnfitServiceAccount
from services.alerts.outbound.fcm_messages import fcm_message
from services.alerts.outbound.fcm_pushes import FcmPushes, NoAppPushes
from stack.pushes import PROJECT, Simulator, _Handler, pushes_for, service_account
from tests.fakes.alerts import NOON, issued
from tests.ports.app_pushes import AppPushesSuite, notified, phone

KEY = RSAKey.generate_key(2048, private=True)
OTHER = RSAKey.generate_key(2048, private=True)
LONGEST = {"headline": 160, "action_line": 160, "instruction": 1000}


def pem(key: RSAKey) -> str:
    return key.as_pem(private=True).decode()


class Listening:
    """A server on loopback."""

    def __init__(self, handler: type[BaseHTTPRequestHandler]) -> None:
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.01,))
        self.url = f"http://127.0.0.1:{self.server.server_port}"

    def __enter__(self) -> str:
        self.thread.start()
        return self.url

    def __exit__(self, *_: object) -> None:
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()


@pytest.fixture
def simulator(tmp_path) -> Simulator:
    return Simulator(folder=tmp_path, key=RSAKey.import_key(KEY.as_pem(private=False)))


@pytest.fixture
def url(simulator):
    class Handler(_Handler):
        pass

    Handler.simulator = simulator
    with Listening(Handler) as url:
        yield url


def pushes(url: str, key: RSAKey = KEY, **given: Any) -> FcmPushes:
    account = json.loads(service_account(pem(key), url)) | given
    return FcmPushes(url=url, account=ServiceAccount.of(json.dumps(account)), timeout_seconds=2)


@pytest.fixture
def sender(url) -> FcmPushes:
    return pushes(url)


@pytest.fixture
def phones(simulator):
    return lambda address: pushes_for(simulator.folder, AppToken.of_address(address).token)


class TestFcmPushes(AppPushesSuite):
    """Against the simulator."""


def got(sender, phones, said, **given):
    """What a phone got of an alert."""
    row, message = notified(said, issued(**given))
    assert Outcome.TAKEN is sender.send(said.address, message, row.delivery_id).outcome
    return row, phones(said.address)[-1]["message"]


def test_an_android_phone_is_handed_data_that_its_app_shows(sender, phones) -> None:
    row, message = got(sender, phones, phone(), headline="Van on the pavement")
    data = message["data"]
    assert "Van on the pavement" in data["title"]
    assert (str(row.delivery_id), "true") == (data["id"], data["urgent"])
    assert f"/alerts/{row.alert_id}" == data["url"]
    assert {
        "priority": "HIGH",
        "ttl": f"{6 * 3600}s",
        "collapse_key": row.alert_id.hex,
    } == message["android"]
    assert "notification" not in message


def test_an_apple_phone_is_told_what_its_system_shows(sender, phones) -> None:
    row, message = got(sender, phones, phone(platform=Platform.IOS), headline="Van outside")
    headers, aps = message["apns"]["headers"], message["apns"]["payload"]["aps"]
    assert ("alert", "10") == (headers["apns-push-type"], headers["apns-priority"])
    assert row.alert_id.hex == headers["apns-collapse-id"]
    assert 6 * 3600 - 60 < int(headers["apns-expiration"]) - time.time() <= 6 * 3600
    assert "Van outside" in aps["alert"]["title"]
    assert ("time-sensitive", str(row.alert_id)) == (aps["interruption-level"], aps["thread-id"])
    assert {"id", "tag", "url", "urgent"} == message["data"].keys()


def test_what_is_not_urgent_wakes_nobody(sender, phones) -> None:
    minor = {"severity": Severity.MINOR}
    assert "NORMAL" == got(sender, phones, phone(), **minor)[1]["android"]["priority"]
    apns = got(sender, phones, phone(platform=Platform.IOS), **minor)[1]["apns"]
    assert "5" == apns["headers"]["apns-priority"]
    assert "active" == apns["payload"]["aps"]["interruption-level"]


@pytest.mark.parametrize("platform", Platform)
def test_the_longest_one_fits_what_providers_take(sender, phones, platform) -> None:
    """4,096 bytes, at Apple and at Google; the simulator refuses more."""
    longest = {name: "€" * most for name, most in LONGEST.items()}
    got(sender, phones, phone(platform=platform), cap_status=CapStatus.EXERCISE, **longest)


@pytest.mark.parametrize("platform", Platform)
def test_nothing_of_what_is_restricted_is_in_it(platform) -> None:
    amber = Marking(tlp=Tlp.AMBER, minimum_tier=Tier.VERIFIED)
    said = phone(platform=platform)
    _, message = notified(said, issued(marking=amber, headline="Not for all", description="Secret"))
    whole = json.dumps(fcm_message(said, message, NOON.timestamp()))
    assert "A message for you" in whole
    assert "Not for all" not in whole
    assert "Secret" not in whole


def test_an_end_takes_the_alert_s_place_and_speaks_the_reader_s_language() -> None:
    said, alert = phone(), issued(cap_status=CapStatus.EXERCISE)
    over = alert.withdraw(by="approver", why="wrong", at=NOON)
    first, end = (
        fcm_message(said, notified(said, each, "cy")[1], NOON.timestamp()) for each in (alert, over)
    )
    assert first["android"]["collapse_key"] == end["android"]["collapse_key"]
    assert "Anfonwyd mewn camgymeriad" in end["data"]["title"]
    for part in ("title", "body"):
        assert end["data"][part].startswith("EXERCISE EXERCISE EXERCISE / YMARFER")
        assert end["data"][part].endswith("YMARFER YMARFER YMARFER")


def test_it_is_kept_no_longer_than_the_provider_can(sender, phones) -> None:
    said = phone()
    _, message = notified(said, issued(expires_at=NOON + timedelta(days=60)))
    assert "2419200s" == fcm_message(said, message, 0.0)["android"]["ttl"]


def test_access_is_asked_for_once_and_again_when_it_ended_early(sender, phones, simulator) -> None:
    said = phone()
    for _ in range(2):
        got(sender, phones, said)
    assert 1 == len(simulator.granted)
    (first,) = simulator.granted
    simulator.revoke()
    got(sender, phones, said)
    assert 3 == len(phones(said.address))
    assert first not in simulator.granted


def test_access_that_is_about_to_end_is_not_used(sender, phones, simulator, monkeypatch) -> None:
    monkeypatch.setattr("stack.pushes.ACCESS_SECONDS", 30)
    monkeypatch.setattr("services.alerts.outbound.fcm_account.WORD_SECONDS", 30)
    for _ in range(2):
        got(sender, phones, phone())
    assert 2 == len(simulator.granted)


def test_our_word_is_of_the_account_for_the_provider_and_not_for_long() -> None:
    account = ServiceAccount.of(service_account(pem(KEY), "https://oauth.example"))
    word = jwt.decode(account.word(1000.5), KEY, algorithms=["RS256"])
    assert {"alg": "RS256", "typ": "JWT", "kid": "simulated"} == word.header
    assert ("https://oauth.example/token", 1000, 1600) == tuple(
        word.claims[name] for name in ("aud", "iat", "exp")
    )
    assert account.client_email == word.claims["iss"]
    assert "firebase.messaging" in word.claims["scope"]
    assert "PRIVATE" not in repr(account)


@pytest.mark.parametrize(
    "wrong",
    [{"client_email": "other@example.invalid"}, {"token_uri": "/elsewhere"}, {"key": OTHER}],
)
def test_without_access_the_provider_is_away_and_no_message_is_tried(url, wrong) -> None:
    given = {name: value for name, value in wrong.items() if name != "key"}
    if "token_uri" in given:
        given["token_uri"] = f"{url}{given['token_uri']}"
    row, message = notified(said := phone())
    sender = pushes(url, wrong.get("key", KEY), **given)
    heard = sender.send(said.address, message, row.delivery_id)
    assert Outcome.AWAY is heard.outcome
    assert heard.why.startswith("no access: status")


def test_another_project_s_messages_are_not_ours_to_send(url) -> None:
    row, message = notified(said := phone())
    heard = pushes(url, project_id="other").send(said.address, message, row.delivery_id)
    assert (Outcome.AWAY, "status 403") == (heard.outcome, heard.why)


def test_a_provider_that_is_not_there_is_away() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        url = f"http://127.0.0.1:{taken.getsockname()[1]}"
    row, message = notified(said := phone())
    heard = pushes(url).send(said.address, message, row.delivery_id)
    assert Outcome.AWAY is heard.outcome


class Scripted(BaseHTTPRequestHandler):
    """Grants access, and answers what a test says."""

    status, said, headers_more = 200, b"{}", {}

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        grant = b'{"access_token": "t", "expires_in": 3600}'
        status, said = (200, grant) if self.path == "/token" else (self.status, self.said)
        self.send_response(status)
        for name, value in self.headers_more.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(said)))
        self.end_headers()
        self.wfile.write(said)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def heard_of(status: int, said: bytes, **headers: str) -> Any:
    class Handler(Scripted):
        pass

    Handler.status, Handler.said = status, said
    Handler.headers_more = {name.replace("_", "-"): value for name, value in headers.items()}
    row, message = notified(to := phone())
    with Listening(Handler) as url:
        return pushes(url).send(to.address, message, row.delivery_id)


def error(code: str) -> bytes:
    kind = "type.googleapis.com/google.firebase.fcm.v1.FcmError"
    return json.dumps({"error": {"details": [{"@type": kind, "errorCode": code}]}}).encode()


@pytest.mark.parametrize(
    ("status", "said", "outcome"),
    [
        (404, error("UNREGISTERED"), Outcome.NO_ADDRESS),
        (404, b"<html>not here</html>", Outcome.LATER),
        (403, error("SENDER_ID_MISMATCH"), Outcome.NO_ADDRESS),
        (403, b"{}", Outcome.AWAY),
        (401, b"{}", Outcome.AWAY),
        (401, error("THIRD_PARTY_AUTH_ERROR"), Outcome.LATER),
        (400, error("INVALID_ARGUMENT"), Outcome.REFUSED),
        (400, b"[]", Outcome.LATER),
        (429, error("QUOTA_EXCEEDED"), Outcome.LATER),
        (429, b"", Outcome.LATER),
        (503, error("UNAVAILABLE"), Outcome.AWAY),
        (503, b"", Outcome.AWAY),
        (500, error("INTERNAL"), Outcome.UNKNOWN),
        (502, b"", Outcome.UNKNOWN),
        (302, b"", Outcome.LATER),
        (400, b'{"error": {"details": [{"fieldViolations": 1}, 2]}}', Outcome.LATER),
        (400, b'{"error": "x"}', Outcome.LATER),
        (400, error("NEW_CODE"), Outcome.LATER),
    ],
)
def test_what_each_answer_means(status, said, outcome) -> None:
    """A wrong address in our settings is 404 as well: it must suspend nobody."""
    assert outcome is heard_of(status, said).outcome


@pytest.mark.parametrize(
    ("said", "wait"),
    [("30", 30), ("0", 0), ("999999999999", 600), ("-5", 0), ("soon", 0), ("²", 0), ("", 0)],
)
def test_it_waits_as_long_as_asked_and_at_most_ten_minutes(said, wait) -> None:
    heard = heard_of(503, error("UNAVAILABLE"), Retry_After=said.encode().decode("latin-1"))
    assert timedelta(seconds=wait) == heard.not_before


@pytest.mark.parametrize("said", [b"", b"{}", b"[]", b'{"name": 1}', b'{"name": "projects/p"}'])
def test_what_was_taken_is_taken_whatever_it_is_called(said) -> None:
    assert Outcome.TAKEN is heard_of(200, said).outcome


def test_where_no_app_is_notified_nothing_waits() -> None:
    row, message = notified(said := phone())
    heard = NoAppPushes().send(said.address, message, row.delivery_id)
    assert (Outcome.REFUSED, "this platform notifies no app") == (heard.outcome, heard.why)


ACCOUNT = json.loads(service_account(pem(KEY), "https://oauth.example"))


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "no JSON"),
        ("[]", "no JSON object"),
        ("{}", "it has no project_id"),
        (json.dumps(ACCOUNT | {"private_key": "k"}), "no RSA key"),
        (json.dumps(ACCOUNT | {"private_key": KEY.as_pem(private=False).decode()}), "a public"),
        (json.dumps(ACCOUNT | {"client_email": None}), "it has no client_email"),
    ],
)
def test_a_file_that_is_no_service_account_is_refused_by_what_it_lacks(text, why) -> None:
    with pytest.raises(UnfitServiceAccount, match=why) as refused:
        ServiceAccount.of(text)
    assert "PRIVATE" not in str(refused.value)


def told(**given: str) -> Settings:
    said = {
        "ISP_ENVIRONMENT": "production",
        "ALERTS_FCM_PROJECT": PROJECT,
        "ALERTS_FCM_SERVICE_ACCOUNT": json.dumps(ACCOUNT),
    }
    return Settings(said | given)


def test_with_a_project_it_is_on_and_without_one_off() -> None:
    there = AppPushSettings.read(told())
    assert there is not None
    assert ("https://fcm.googleapis.com", PROJECT) == (there.url, there.account.project_id)
    assert notifies_apps(told())
    for off in ("", " "):
        assert AppPushSettings.read(told(ALERTS_FCM_PROJECT=off)) is None
        assert not notifies_apps(told(ALERTS_FCM_PROJECT=off))
    assert AppPushSettings.read(Settings({})) is None


@pytest.mark.parametrize(
    "given",
    [
        {"ALERTS_FCM_SERVICE_ACCOUNT": ""},
        {"ALERTS_FCM_SERVICE_ACCOUNT": "{}"},
        {"ALERTS_FCM_PROJECT": "another"},
        {"ALERTS_FCM_URL": "http://push.example"},
        {"ALERTS_FCM_SERVICE_ACCOUNT": json.dumps(ACCOUNT | {"token_uri": "http://a.example/"})},
    ],
)
def test_half_a_setting_is_refused_at_boot(given) -> None:
    with pytest.raises(BadSetting, match="ALERTS_FCM_"):
        AppPushSettings.read(told(**given))
