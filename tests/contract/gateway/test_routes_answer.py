"""A good request reaches its RPC whole, and the answer is what a program can read."""

import pytest

from isp.alerts.v1 import alert_pb2, alerts_pb2
from isp.identity.v1 import identity_pb2, premises_pb2
from isp.kernel.v1 import kernel_pb2
from tests.contract.gateway import premises_routes, training_answers
from tests.contract.gateway.answers import ALERT, at
from tests.contract.gateway.question_routes import QUESTION_BODY
from tests.contract.gateway.route import PREMISES_ID, QUESTION_ID, REQUEST_ID
from tests.contract.gateway.routes import (
    ALERT_BODY,
    ALERT_ID,
    APPLICATION,
    CASE_ID,
    CHECK,
    DIGEST,
    DOCUMENT_BODY,
    DOCUMENT_ID,
    PERSON_ID,
    ROUTES,
    Route,
)
from tests.contract.gateway.stage import Gateway, with_key

ALERT_PATH = f"/v1/alerts/{ALERT_ID}"
ALERT_READ = {
    "alert_id": ALERT_ID,
    "status": "ALL_CLEAR",
    "version": 3,
    "content": ALERT_BODY | {"expires_at": "2026-11-24T12:00:00.000Z"},
    "created_at": "2026-11-24T08:00:00.000Z",
    "issued_at": "2026-11-24T09:00:00.000Z",
    "ending": {
        "text": "It is over.",
        "authority_reference": "R-1",
        "ended_at": "2026-11-24T10:00:00.000Z",
    },
    "digest": DIGEST.hex(),
    "all_clear_proposal": {
        "text": "It is over.",
        "authority_reference": "R-1",
        "digest": DIGEST.hex(),
    },
}
CASE_READ = {
    "verification_id": CASE_ID,
    "subject": PERSON_ID,
    "tier": "VERIFIED",
    "status": "OPEN",
    "evidence_digest": DIGEST.hex(),
    "profiles_met": ["M1A"],
    "opened_at": "2026-11-24T08:00:00.000Z",
    "checks": [CHECK | {"recorded_by": PERSON_ID, "recorded_at": "2026-11-24T09:00:00.000Z"}],
}
PERSON_READ = {
    "subject": PERSON_ID,
    "email": "owner@cafe.example",
    "given_name": "Given",
    "family_name": "Family",
    "organisation_name": "Cafe",
    "organisation_id": None,
    "tier": "REGISTERED",
    "roles": ["analyst"],
    "regions": ["LON"],
    "sectors": ["retail"],
    "language": "en",
    "rights_version": 4,
    "created_at": "2026-11-24T07:00:00.000Z",
    "verification": "OPEN",
}
TICKET_READ = {
    "ticket": "t.i+c/k=et",
    "stream_url": "https://stream.example/v1/stream",
    "expires_at": "2026-11-24T11:00:00.000Z",
}
DELIVERIES_READ = {
    "counts": [
        {
            "notice": "ISSUED",
            "channel": "SMS",
            "state": "UNKNOWN",
            "count": 12,
            "possible_repeats": 2,
        },
        {
            "notice": "ALL_CLEAR",
            "channel": "EMAIL",
            "state": "SENT",
            "count": 34,
            "possible_repeats": 0,
        },
    ],
    "runs": [
        {"notice": "ISSUED", "queued": 12, "finished_at": "2026-11-24T09:00:00.000Z"},
        {"notice": "ALL_CLEAR", "queued": 34, "finished_at": None},
    ],
}
LISTED_READ = {
    "document_id": DOCUMENT_ID,
    "version": 3,
    "status": "PUBLISHED",
    **{name: value for name, value in DOCUMENT_BODY.items() if name != "body"},
    "published_at": "2026-11-24T08:00:00.000Z",
    "changed_at": "2026-11-24T09:00:00.000Z",
}
DOCUMENT_READ = LISTED_READ | {"body": "# At length"}
WAITING_READ = {
    "question_id": QUESTION_ID,
    "version": 3,
    "status": "CLAIMED",
    **{name: value for name, value in QUESTION_BODY.items() if name != "text"},
    "urgent": True,
    "asked_at": "2026-11-24T08:00:00.000Z",
    "changed_at": "2026-11-24T09:00:00.000Z",
    "answer_due_at": "2026-11-24T10:00:00.000Z",
    "overdue": True,
    "asked_by_you": False,
    "held_by_you": True,
}
QUESTION_READ = WAITING_READ | {
    "messages": [
        {
            "kind": "QUESTION",
            "author": "ASKER",
            "by_you": False,
            "text": QUESTION_BODY["text"],
            "said_at": "2026-11-24T08:00:00.000Z",
        },
        {
            "kind": "NOTE",
            "author": "EXPERT",
            "by_you": True,
            "text": "Yours.",
            "said_at": "2026-11-24T09:00:00.000Z",
        },
    ]
}
EMERGENCY_READ = {
    "call_999_now": True,
    "text": "Call 999 now.",
    "emergency_number": "999",
    "hotline_number": "0800 789 321",
    "unreviewed_translation": True,
}
ASKED_READ = QUESTION_READ | {"emergency": EMERGENCY_READ, "answer_working_days": 3}
QUESTIONS_READ = {"questions": [WAITING_READ], "next_page_token": "next+page"}
FIGURES_READ = {
    "metric": "alerts.issued",
    "dimension": "REGION",
    "from": "2026-11-01",
    "to": "2026-11-24",
    "least_people": 5,
    "demonstration": True,
    "days": [
        {"day": "2026-11-23", "withheld": True},
        {
            "day": "2026-11-24",
            "withheld": False,
            "events": 30,
            "people": 20,
            "values": [
                {"value": "", "events": 8, "people": 6},
                {"value": "=LON", "events": 12, "people": 7},
            ],
            "rest_events": 10,
        },
    ],
}
READ = {
    "GetAskingTerms": {
        "emergency": EMERGENCY_READ,
        "answer_working_days": 3,
        "longest_title": 120,
        "longest_text": 4000,
        "most_open_questions": 10,
    },
    "AskExpert": ASKED_READ,
    "AskFurther": ASKED_READ,
    "ListMyQuestions": QUESTIONS_READ,
    "ListQueue": QUESTIONS_READ,
    **dict.fromkeys(
        (
            *("GetQuestion", "CloseQuestion", "ClaimQuestion", "ReleaseQuestion"),
            *("HandOverQuestion", "AnswerQuestion"),
        ),
        QUESTION_READ,
    ),
    "ListMetrics": {
        "metrics": ["alerts.issued"],
        "dimensions": ["NONE", "TIER", "REGION", "SECTOR", "DETAIL", "SERVICE"],
    },
    "GetUsage": FIGURES_READ,
    **training_answers.READ,
    **premises_routes.READ,
    "PublishDocument": DOCUMENT_READ,
    "ReviseDocument": DOCUMENT_READ,
    "WithdrawDocument": DOCUMENT_READ,
    "GetDocument": DOCUMENT_READ | {"translations": [LISTED_READ]},
    "ListDocuments": {"documents": [LISTED_READ], "next_page_token": "next+page"},
    "Search": {
        "total": 7,
        "degraded": True,
        "hits": [LISTED_READ | {"highlights": ["a «van» <b>"]}],
        "facets": {"sectors": [{"value": "retail", "count": 7}]},
    },
    "ListAlerts": {"alerts": [ALERT_READ], "next_page_token": "next+page"},
    "CreateStreamTicket": TICKET_READ,
    "GetDeliveries": DELIVERIES_READ,
    "RegisterSubscriber": {"next": "Open the link in the mail that we send you."},
    "ConfirmEmail": {"next": "Set your password on the page that our second mail leads to."},
    "GetMe": PERSON_READ,
    "RequestVerification": {"verification_id": CASE_ID, "status": "OPEN"},
    "ListVerifications": {"verifications": [CASE_READ], "next_page_token": "next"},
    "GetVerification": CASE_READ,
    "RecordCheck": CASE_READ,
    "DecideVerification": CASE_READ,
    "SuspendSubscriber": {"rights_version": 5},
    "RestoreSubscriber": {"rights_version": 6},
    "GetConsentWording": {
        "wording_version": "2026-11",
        "text": "I want alerts.",
        "language": "en",
    },
    "ResolvePostcode": {
        "postcode": "SW1A 1AA",
        "outward_code": "SW1A",
        "regions": [{"code": "LON", "name": "London"}],
        "exact": True,
    },
    "StartSubscription": {
        "request_id": REQUEST_ID,
        "next": "Open the link in the mail that we send you.",
    },
    "ConfirmSubscription": {"channel": "SMS", "regions": [{"code": "LON", "name": "London"}]},
    "RequestStop": {"next": "If alerts go there, open the link in the message that we send."},
    "StopSubscription": {"stopped": True},
}

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
    assert 0 < heard.seconds_left <= 5


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
        if each.rule.startswith("/v1/alerts/{") and each.rpc != "GetDeliveries"
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


def test_the_next_page_asks_for_the_same_alerts(gateway: Gateway) -> None:
    first = gateway.ask("GET", "/v1/alerts?status=ISSUED&status=EXPIRED&page_size=7")
    link, _, relation = first.headers["Link"].partition("; ")
    assert 'rel="next"' == relation
    gateway.backend.heard.clear()
    gateway.ask("GET", link.strip("<>"))
    asked = gateway.backend.only.message
    assert ("next+page", 7) == (asked.page_token, asked.page_size)
    assert [alert_pb2.ALERT_STATUS_ISSUED, alert_pb2.ALERT_STATUS_EXPIRED] == asked.statuses


def test_the_last_page_leads_nowhere(gateway: Gateway) -> None:
    gateway.backend.answers["ListAlerts"] = alerts_pb2.ListAlertsResponse(alerts=[ALERT])
    answer = gateway.ask("GET", "/v1/alerts")
    assert "Link" not in answer.headers
    assert answer.get_json()["next_page_token"] is None


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
