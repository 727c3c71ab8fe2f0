"""How much one caller, and all together, may ask."""

import time
from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from werkzeug.test import TestResponse

from chassis.errors import Denied
from isp.identity.v1 import identity_pb2
from services.gateway.limits import (
    OF_ENDPOINT,
    PASSKEY_THREADS,
    RESERVED_THREADS,
    SUBSCRIBING_THREADS,
)
from tests.contract.gateway.backend import PATIENCE_SECONDS, ScriptedBackend
from tests.contract.gateway.routes import ALERT_ID, APPLICATION, ROUTES, Route
from tests.contract.gateway.stage import (
    FRIEND,
    Gateway,
    NewGateway,
    as_new,
    problem,
    status_and_reason,
    with_key,
)
from tests.contract.gateway.subscription_routes import SUBSCRIPTION

PER_MINUTE = 1200
REGISTRATIONS = 30
TOO_MANY = (429, "TOO_MANY_REQUESTS")
WARNING = (
    "/v1/alerts",
    "/v1/regions",
    "/v1/cordons",
    "/v1/rumours",
    "/v1/alert-templates",
    "/v1/freezes",
    "/v1/threat-levels",
    "/v1/site-responses",
    "/v1/me/regions",
)
OF_ALERTS = [route for route in ROUTES if route.rule.startswith(WARNING)]
SUBSCRIBING = ("/v1/alert-subscriptions", "/v1/postcode", "/v1/answer-links", "/v1/help-")
OF_SUBSCRIBING = [route for route in ROUTES if route.rule.startswith(SUBSCRIBING)]
(ANSWERING,) = [route for route in ROUTES if route.rule == "/v1/answer-links/look"]
COMING_IN = ("/v1/me/passkeys", "/v1/passkey-sessions")
OF_COMING_IN = [route for route in ROUTES if route.rule.startswith(COMING_IN)]
NEVER_SHED = (*WARNING, *SUBSCRIBING, *COMING_IN)
OF_OTHERS = [route for route in ROUTES if not route.rule.startswith(NEVER_SHED)]


@pytest.fixture(scope="module")
def any_narrow(_maker: tuple[ScriptedBackend, NewGateway]) -> Gateway:
    return _maker[1](threads=RESERVED_THREADS + 1)


@pytest.fixture
def narrow(any_narrow: Gateway, backend: object) -> Iterator[Gateway]:
    """A gateway with one place for all that is not an alert."""
    with as_new(any_narrow) as gateway:
        yield gateway


def test_a_caller_may_ask_twelve_hundred_times_a_minute(gateway: Gateway) -> None:
    for _ in range(PER_MINUTE):
        assert 404 == gateway.ask("GET", "/v1/nothing").status_code
    answer = gateway.ask("GET", "/v1/nothing")
    assert TOO_MANY == status_and_reason(answer)
    assert 1 <= int(answer.headers["Retry-After"]) <= 61
    gateway.backend.begin()
    assert TOO_MANY == status_and_reason(gateway.ask("GET", f"/v1/alerts/{ALERT_ID}"))
    assert [] == gateway.backend.heard
    assert 200 == gateway.ask("GET", "/v1/alerts", gateway.token()).status_code
    assert 200 == gateway.ask("GET", "/openapi.json").status_code


def test_one_persons_requests_are_counted_whatever_token_they_come_with(gateway: Gateway) -> None:
    one, other = "subject-one", "subject-other"
    for token in (gateway.token(one), gateway.token(one)):
        for _ in range(PER_MINUTE // 2):
            gateway.ask("GET", "/v1/nothing", token)
    assert TOO_MANY == status_and_reason(gateway.ask("GET", "/v1/me", gateway.token(one)))
    assert 200 == gateway.ask("GET", "/v1/me", gateway.token(other)).status_code
    assert 200 == gateway.ask("GET", "/v1/alerts").status_code


def test_forged_tokens_are_counted_by_address(gateway: Gateway) -> None:
    """Else each forged subject would begin anew."""
    for number in range(PER_MINUTE):
        gateway.ask("GET", "/v1/nothing", {"Authorization": f"Bearer forged-{number}"})
    forged = {"Authorization": "Bearer forged-again"}
    assert TOO_MANY == status_and_reason(gateway.ask("GET", "/v1/nothing", forged))
    elsewhere = gateway.ask("GET", "/v1/nothing", environ_base={"REMOTE_ADDR": "192.0.2.7"})
    assert 404 == elsewhere.status_code


def test_a_forwarded_address_that_anyone_can_write_is_not_counted_by(gateway: Gateway) -> None:
    for number in range(REGISTRATIONS):
        said = {"X-Forwarded-For": f"192.0.2.{number}", "Forwarded": f"for=192.0.2.{number}"}
        gateway.ask("POST", "/v1/registrations", said | with_key(), json=APPLICATION)
    said = {"X-Forwarded-For": "192.0.2.99"} | with_key()
    answer = gateway.ask("POST", "/v1/registrations", said, json=APPLICATION)
    assert TOO_MANY == status_and_reason(answer)


@pytest.mark.parametrize(
    "path",
    [
        "/v1/registrations",
        "/v1/registrations/confirm",
        "/register/confirm",
        "/v1/alert-subscriptions",
        "/v1/alert-subscriptions/confirmation",
        "/v1/alert-subscriptions/stop-requests",
        "/v1/alert-subscriptions/stop",
        "/alerts/by-post-code",
        "/alerts/by-post-code/code",
        "/alerts/by-post-code/confirm",
        "/alerts/by-post-code/stop",
        "/alerts/by-post-code/stop/link",
        "/v1/documents/44444444-4444-4444-8444-444444444444/remarks",
        "/v1/documents/44444444-4444-4444-8444-444444444444/format-requests",
        "/v1/documents/44444444-4444-4444-8444-444444444444/access-requests",
    ],
)
def test_registering_is_for_people_and_not_for_programs(gateway: Gateway, path: str) -> None:
    """Guessing a link's token, or filling mailboxes, takes longer than it is worth."""
    answers = [gateway.ask("POST", path).status_code for _ in range(REGISTRATIONS + 1)]
    assert 429 not in answers[:REGISTRATIONS]
    assert 429 == answers[REGISTRATIONS]
    assert 200 == gateway.ask("GET", "/v1/alerts").status_code


@pytest.mark.parametrize(
    ("path", "often"),
    [
        ("/v1/certificates/3fa85f64-5717-4562-b3fc-2c963f66afa6/pdf", 10),
        ("/v1/certificates/3fa85f64-5717-4562-b3fc-2c963f66afa6/badge", 10),
        ("/v1/bundle", 60),
    ],
)
def test_what_costs_much_to_make_is_made_less_often(
    new_gateway: NewGateway, path: str, often: int
) -> None:
    gateway = new_gateway()
    answers = [gateway.ask("GET", path).status_code for _ in range(often + 1)]
    assert 429 not in answers[:often]
    assert 429 == answers[often]


def test_every_route_with_a_rate_of_its_own_is_a_route(gateway: Gateway) -> None:
    # A page's is counted the same in each language.
    known = gateway.app.view_functions.keys()
    assert OF_ENDPOINT.keys() <= known | {each.partition(".")[2] for each in known}


@pytest.mark.parametrize("route", [each for each in OF_OTHERS if each.rpc != "GetMe"], ids=str)
def test_when_all_places_are_taken_others_are_503(narrow: Gateway, route: Route) -> None:
    with narrow.holding("GetMe", "GET", "/v1/me") as under_way:
        answer = narrow.take(route)
    assert (503, "EXHAUSTED") == status_and_reason(answer)
    assert int(answer.headers["Retry-After"]) > 0
    assert 200 == under_way.result().status_code
    assert ["GetMe"] == [heard.rpc for heard in narrow.backend.heard]


@pytest.mark.parametrize("route", OF_ALERTS, ids=str)
def test_when_all_places_are_taken_alerts_still_answer(narrow: Gateway, route: Route) -> None:
    with narrow.holding("GetMe", "GET", "/v1/me"):
        assert route.status == narrow.take(route).status_code


@pytest.mark.parametrize("route", OF_SUBSCRIBING, ids=str)
def test_when_all_places_are_taken_people_may_still_ask_for_alerts(
    narrow: Gateway, route: Route
) -> None:
    """Without an account: in the hour of an attack they come all at once."""
    with narrow.holding("GetMe", "GET", "/v1/me"):
        assert route.status == narrow.take(route).status_code


@pytest.mark.parametrize("route", OF_COMING_IN, ids=str)
def test_when_all_places_are_taken_officers_may_still_come_in_by_a_passkey(
    narrow: Gateway, route: Route
) -> None:
    with narrow.holding("GetMe", "GET", "/v1/me"):
        assert route.status == narrow.take(route).status_code


@pytest.mark.parametrize(
    ("rpc", "method", "place", "places"),
    [
        ("ResolvePostcode", "GET", "/v1/postcodes/SW1A1AA", SUBSCRIBING_THREADS),
        ("BeginPasskeySignIn", "POST", "/v1/passkey-sessions/options", PASSKEY_THREADS),
    ],
)
def test_those_who_ask_for_alerts_or_come_in_leave_places_for_alerts(
    new_gateway: NewGateway, rpc: str, method: str, place: str, places: int
) -> None:
    narrow = new_gateway(threads=RESERVED_THREADS + 1)
    with ExitStack() as held:
        for _ in range(places + 1):  # theirs, and the others' one
            held.enter_context(narrow.holding(rpc, method, place))
        until = time.monotonic() + PATIENCE_SECONDS
        while len(narrow.backend.heard) < places + 1 and time.monotonic() < until:
            time.sleep(0.01)
        assert (503, "EXHAUSTED") == status_and_reason(narrow.ask(method, place))
        assert 200 == narrow.take(ANSWERING).status_code
        assert 200 == narrow.ask("GET", f"/v1/alerts/{ALERT_ID}").status_code
    assert 200 == narrow.ask(method, place).status_code


@pytest.mark.parametrize(
    ("path", "more"),
    [
        ("/v1/alert-subscriptions", SUBSCRIPTION),
        ("/v1/alert-subscriptions/stop-requests", {"channel": "EMAIL"}),
    ],
)
def test_one_address_is_written_to_ten_times_an_hour_whoever_asks(
    gateway: Gateway, path: str, more: dict[str, str]
) -> None:
    """However its letters are written; another address is counted apart."""

    def ask(number: int, address: str) -> TestResponse:
        client = {"REMOTE_ADDR": f"198.51.100.{number}"}
        body = more | {"address": address}
        return gateway.ask("POST", path, with_key(), json=body, environ_base=client)

    written = ("shop@corner.example", "SHOP@corner.example", " shop@corner.example")
    answers = [ask(number, written[number % 3]).status_code for number in range(10)]
    assert {202} == set(answers)
    refused = ask(11, written[0])
    assert TOO_MANY == status_and_reason(refused)
    assert 0 < int(refused.headers["Retry-After"]) <= 3601
    assert 202 == ask(12, "cafe@corner.example").status_code


@pytest.mark.parametrize("path", ["/openapi.json", "/static/app.css", "/v1/session"])
def test_what_is_answered_here_needs_no_place(narrow: Gateway, path: str) -> None:
    with narrow.holding("GetMe", "GET", "/v1/me"):
        assert 200 == narrow.ask("GET", path, narrow.token()).status_code


def test_alerts_under_way_take_no_place_from_others(narrow: Gateway) -> None:
    with narrow.holding("ListAlerts", "GET", "/v1/alerts"):
        assert 200 == narrow.ask("GET", "/v1/me").status_code


def test_every_answer_gives_its_place_back(narrow: Gateway) -> None:
    """Refused, broken or unknown: a place that leaks is lost until the process ends."""
    huge = b" " * 300_000
    assert 404 == narrow.ask("GET", "/v1/nothing").status_code
    assert 405 == narrow.ask("DELETE", "/v1/me").status_code
    assert 413 == narrow.ask("POST", "/register/confirm", data=huge).status_code
    assert 400 == narrow.ask("GET", "/v1/verifications?page_size=0").status_code
    narrow.backend.refuse(Denied("No."))
    assert 403 == narrow.ask("GET", "/v1/me").status_code
    narrow.backend.begin()
    person = identity_pb2.Subscriber(tier=99)  # type: ignore[arg-type] # no tier that we know
    narrow.backend.answers["GetMe"] = identity_pb2.GetMeResponse(subscriber=person)
    assert "INTERNAL" == problem(narrow.ask("GET", "/v1/me"))["reason"]
    narrow.backend.begin()
    with narrow.holding("GetMe", "GET", "/v1/me"):
        assert 503 == narrow.ask("GET", "/v1/verifications").status_code
        assert 503 == narrow.ask("GET", "/v1/verifications").status_code
    assert 200 == narrow.ask("GET", "/v1/verifications").status_code


@pytest.mark.parametrize(("proxies", "apart"), [(0, False), (1, True)])
def test_callers_behind_a_trusted_proxy_are_counted_apart(
    new_gateway: NewGateway, proxies: int, apart: bool
) -> None:
    """What the header says is believed of as many proxies as are ours, else of nobody."""
    behind = new_gateway(trusted_proxies=proxies)

    def registers(client: str) -> int:
        headers = with_key() | {"X-Forwarded-For": client}
        return behind.ask("POST", "/v1/registrations", headers, json=APPLICATION).status_code

    while registers("192.0.2.7") != 429:
        pass
    assert apart == (registers("192.0.2.8") != 429)
    assert 429 == registers("192.0.2.7")


def test_a_browsers_preflight_takes_nothing_of_the_rate(new_gateway: NewGateway) -> None:
    asked = new_gateway()
    for _ in range(60):
        answer = asked.ask("OPTIONS", "/v1/registrations", {"Origin": FRIEND})
        assert answer.status_code < 300
    answer = asked.ask("POST", "/v1/registrations", with_key(), json=APPLICATION)
    assert 429 != answer.status_code
