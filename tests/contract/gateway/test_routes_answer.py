"""A good request reaches its RPC whole, and the answer is what a program can read."""

import pytest

from isp.alerts.v1 import alert_pb2, alerts_pb2
from isp.identity.v1 import identity_pb2, premises_pb2
from isp.kernel.v1 import kernel_pb2
from services.gateway.resources.packages import LOOK_SECONDS
from tests.contract.gateway import premises_routes
from tests.contract.gateway.answers import ALERT, at
from tests.contract.gateway.route import PREMISES_ID
from tests.contract.gateway.routes import (
    ALERT_BODY,
    ALERT_ID,
    APPLICATION,
    PERSON_ID,
    ROUTES,
    Route,
)
from tests.contract.gateway.stage import Gateway, with_key
from tests.contract.gateway.what_is_read import ALERT_PATH, ALERT_READ, READ

LONGER = {"FinishPackage": LOOK_SECONDS + 1}
"""RPCs that may take more than the five seconds of every other."""

every_route = pytest.mark.parametrize("route", ROUTES, ids=str)


@every_route
def test_a_request_reaches_its_rpc_with_every_field_in_its_place_and_a_deadline(
    gateway: Gateway, route: Route
) -> None:
    """The key, the expected version and the page token come from headers and the query."""
    answer = gateway.take(route)
    heard = gateway.backend.only
    assert (route.status, route.rpc) == (answer.status_code, heard.rpc)
    assert route.message == heard.message
    assert 0 < heard.seconds_left <= LONGER.get(route.rpc, 5)


@every_route
def test_the_token_goes_on_as_it_came_and_nothing_else_does(gateway: Gateway, route: Route) -> None:
    token = gateway.token()
    gateway.take(route, **token, Cookie="session=1", X_Forwarded_User="root")
    sent = gateway.backend.only.metadata
    assert token["Authorization"] == sent["authorization"]
    assert {"authorization", "user-agent"} >= sent.keys()


@every_route
def test_without_a_token_none_is_made_up(gateway: Gateway, route: Route) -> None:
    gateway.take(route)
    assert "authorization" not in gateway.backend.only.metadata


@pytest.mark.parametrize(
    "route",
    [
        each
        for each in ROUTES
        if each.status != 307 and each.answers == "application/json" and each.rpc != "GetIssuer"
    ],
    ids=str,
)
def test_the_answer_says_all_that_the_service_said(gateway: Gateway, route: Route) -> None:
    answer = gateway.take(route)
    assert "application/json" == answer.content_type
    assert READ.get(route.rpc, ALERT_READ) == answer.get_json()


def test_what_only_staff_read_is_not_there_for_others(gateway: Gateway) -> None:
    """The gateway shows what the service gave, and does not say what it did not give."""
    shown = alert_pb2.Alert(
        alert_id=ALERT_ID,
        status=alert_pb2.ALERT_STATUS_ISSUED,
        version=1,
        created_at=at(8),
        content=alert_pb2.AlertContent(
            headline="Read this",
            severity=alert_pb2.SEVERITY_MINOR,
            marking=kernel_pb2.Marking(
                tlp=kernel_pb2.TLP_CLEAR, minimum_tier=kernel_pb2.TIER_PUBLIC
            ),
            expires_at=at(12),
        ),
    )
    gateway.backend.answers["GetAlert"] = alerts_pb2.GetAlertResponse(alert=shown)
    said = gateway.ask("GET", ALERT_PATH).get_json()
    assert {"digest", "all_clear_proposal"}.isdisjoint(said)
    assert "audience" not in said["content"]
    assert "named_subjects" not in said["content"]["marking"]
    assert (None, None) == (said["issued_at"], said["ending"])


def test_a_new_alert_has_an_address_and_an_etag(gateway: Gateway) -> None:
    answer = gateway.ask("POST", "/v1/alerts", with_key(), json=ALERT_BODY)
    assert (ALERT_PATH, '"v3"') == (answer.headers["Location"], answer.headers["ETag"])


@pytest.mark.parametrize(
    "route",
    [
        each
        for each in ROUTES
        if each.rule.startswith("/v1/alerts/{") and each.rpc not in {*READ, "GetCapMessage"}
    ],
    ids=str,
)
def test_every_alert_comes_with_the_etag_of_its_version(gateway: Gateway, route: Route) -> None:
    assert '"v3"' == gateway.take(route).headers["ETag"]


@pytest.mark.parametrize(
    ("path", "body", "place"),
    [
        ("/v1/me/premises", premises_routes.PREMISES_BODY, f"/v1/me/premises/{PREMISES_ID}"),
        ("/v1/me/organisation", {"name": "Cafe"}, "/v1/me/organisation"),
    ],
)
def test_new_premises_have_an_address_and_an_etag(
    gateway: Gateway, path: str, body: dict[str, str], place: str
) -> None:
    answer = gateway.ask("POST", path, with_key(), json=body)
    assert (place, '"v3"') == (answer.headers["Location"], answer.headers["ETag"])
    again = gateway.ask("GET", place, {"If-None-Match": '"v3"'})
    assert (304, b"") == (again.status_code, again.data)


def test_of_removed_premises_nothing_is_said(gateway: Gateway) -> None:
    path = f"/v1/me/premises/{PREMISES_ID}"
    answer = gateway.ask("DELETE", path, {"If-Match": '"v3"'})
    assert (204, b"") == (answer.status_code, answer.data)


def test_premises_of_which_little_was_said_are_shown_so(gateway: Gateway) -> None:
    gateway.backend.answers["GetPremises"] = premises_pb2.GetPremisesResponse(
        premises=premises_pb2.Premises(premises_id=PREMISES_ID, version=1)
    )
    said = gateway.ask("GET", f"/v1/me/premises/{PREMISES_ID}").get_json()
    assert (None, None, False) == (said["capacity"], said["location"], said["location_given"])


def test_a_version_that_is_held_already_is_304_without_a_body(gateway: Gateway) -> None:
    answer = gateway.ask("GET", ALERT_PATH, {"If-None-Match": '"v3"'})
    assert (304, b"", '"v3"') == (answer.status_code, answer.data, answer.headers["ETag"])
    assert 200 == gateway.ask("GET", ALERT_PATH, {"If-None-Match": '"v2"'}).status_code


def test_the_pages_beside_one_ask_for_the_same_alerts(gateway: Gateway) -> None:
    first = gateway.ask("GET", "/v1/alerts?status=ISSUED&status=EXPIRED&page_size=7")
    links = [each.partition("; ") for each in first.headers["Link"].split(", ")]
    assert ['rel="next"', 'rel="prev"'] == [relation for _, _, relation in links]
    for (link, _, _), token in zip(links, ("next+page", "before+page"), strict=True):
        gateway.backend.heard.clear()
        gateway.ask("GET", link.strip("<>"))
        asked = gateway.backend.only.message
        assert (token, 7) == (asked.page_token, asked.page_size)
        assert [alert_pb2.ALERT_STATUS_ISSUED, alert_pb2.ALERT_STATUS_EXPIRED] == asked.statuses


def test_the_last_page_leads_nowhere(gateway: Gateway) -> None:
    gateway.backend.answers["ListAlerts"] = alerts_pb2.ListAlertsResponse(alerts=[ALERT])
    answer = gateway.ask("GET", "/v1/alerts")
    assert "Link" not in answer.headers
    assert answer.get_json()["next_page_token"] is None
    assert answer.get_json()["previous_page_token"] is None


def test_the_stream_is_opened_with_a_ticket_where_the_service_says(gateway: Gateway) -> None:
    answer = gateway.ask("GET", "/v1/alerts/stream", {"Last-Event-ID": "7&x=<script>"})
    place = "https://stream.example/v1/stream?ticket=t.i%2Bc%2Fk%3Det"
    assert f"{place}&last_event_id=7%26x%3D%3Cscript%3E" == answer.headers["Location"]
    assert "private, no-store" == answer.headers["Cache-Control"]
    assert "<script>" not in answer.text


def test_a_ticket_is_kept_by_no_cache(gateway: Gateway) -> None:
    answer = gateway.ask("POST", "/v1/alerts/stream-tickets")
    assert "private, no-store" == answer.headers["Cache-Control"]


def test_who_never_asked_to_be_verified_has_no_verification(gateway: Gateway) -> None:
    person = identity_pb2.Subscriber(subject=PERSON_ID, tier=kernel_pb2.TIER_REGISTERED)
    gateway.backend.answers["GetMe"] = identity_pb2.GetMeResponse(subscriber=person)
    assert gateway.ask("GET", "/v1/me").get_json()["verification"] is None


def test_the_session_is_what_the_token_says_and_asks_no_service(gateway: Gateway) -> None:
    said = gateway.ask("GET", "/v1/session", gateway.token(PERSON_ID, tier="TRUSTED")).get_json()
    assert (PERSON_ID, "TRUSTED", "aal2") == (said["subject"], said["tier"], said["acr"])
    assert said["expires_at"].endswith("Z")
    assert [] == gateway.backend.heard


def test_what_may_be_left_out_has_its_usual_value(gateway: Gateway) -> None:
    least = {
        name: APPLICATION[name]
        for name in ("email", "given_name", "family_name", "regions", "sectors")
    }
    gateway.ask("POST", "/v1/registrations", with_key(), json=least)
    heard = gateway.backend.only.message
    assert ("", "en") == (heard.organisation_name, heard.language)
