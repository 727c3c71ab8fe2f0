"""A request that cannot be is refused at the gateway, in words that say what is wrong with it."""

import json
from typing import Any

import pytest

from chassis.errors import StaleVersion
from services.gateway.app import LARGEST_BODY
from services.gateway.problem_meanings import MEANINGS
from tests.contract.gateway.routes import ALERT_BODY, ALERT_ID, ROUTES, Route
from tests.contract.gateway.stage import Gateway, problem, status_and_reason, with_key

JSON = {"Content-Type": "application/json"}
KEYED = [route for route in ROUTES if route.needs_key]
VERSIONED = [route for route in ROUTES if route.needs_version]
WITH_BODY = [route for route in ROUTES if route.body is not None]
ALL_OPTIONAL = {
    "BeginAuthenticatorApp",
    "BeginSecurityKey",
    "LaunchUnit",
    *("ConfirmReceipt", "AnswerFormatRequest", "GetFormatRequest", "WithdrawFormatRequest"),
}
"""RPCs of whose body every part may be left out."""

QUERIED = [route for route in ROUTES if route.query]


def fields(answer: Any) -> list[str]:
    return [each["field"] for each in problem(answer)["errors"]]


@pytest.mark.parametrize("route", VERSIONED, ids=str)
def test_a_change_needs_the_version_that_was_read(gateway: Gateway, route: Route) -> None:
    answer = gateway.ask(route.method, route.path, json=route.body)
    assert (428, "IF_MATCH_NEEDED") == status_and_reason(answer)
    assert [] == gateway.backend.heard


@pytest.mark.parametrize(
    "etag",
    ['"v0"', '"v-1"', '"v01"', "v1", '"1"', "*", 'W/"v1"', '"v1", "v2"', '"x"', "", f'"v{10**18}"'],
)
def test_a_version_that_never_was_is_412(gateway: Gateway, etag: str) -> None:
    """Weak tags never match (RFC 9110, 13.1.1), and `*` is not a version that anyone read."""
    for route in VERSIONED:
        assert (412, "STALE_VERSION") == status_and_reason(gateway.take(route, If_Match=etag))
    assert [] == gateway.backend.heard


@pytest.mark.parametrize("route", VERSIONED, ids=str)
def test_a_version_that_stands_no_more_is_412(gateway: Gateway, route: Route) -> None:
    gateway.backend.refuse(StaleVersion("The alert changed meanwhile: read it again."))
    assert (412, "STALE_VERSION") == status_and_reason(gateway.take(route))


@pytest.mark.parametrize("route", KEYED, ids=str)
def test_a_creating_request_needs_a_key(gateway: Gateway, route: Route) -> None:
    answer = gateway.ask(route.method, route.path, json=route.body)
    assert (400, "IDEMPOTENCY_KEY_NEEDED") == status_and_reason(answer)
    assert [] == gateway.backend.heard


@pytest.mark.parametrize("key", ["", "1", "not-a-uuid", "3fa85f64-5717-4562-b3fc-2c963f66afaX"])
def test_a_key_is_a_uuid(gateway: Gateway, key: str) -> None:
    for route in KEYED:
        answer = gateway.take(route, Idempotency_Key=key)
        assert (400, "IDEMPOTENCY_KEY_NEEDED") == status_and_reason(answer)


@pytest.mark.parametrize("route", WITH_BODY, ids=str)
def test_an_unknown_field_is_named(gateway: Gateway, route: Route) -> None:
    body = (route.body or {}) | {"surprise": 1}
    answer = gateway.ask(route.method, route.path, route.headers, json=body)
    assert (400, "INVALID") == status_and_reason(answer)
    assert ["surprise"] == fields(answer)
    assert [] == gateway.backend.heard


@pytest.mark.parametrize("route", QUERIED, ids=str)
def test_an_unknown_question_is_named(gateway: Gateway, route: Route) -> None:
    answer = gateway.ask(route.method, route.path, query_string=route.query | {"surprise": 1})
    assert (400, ["surprise"]) == (answer.status_code, fields(answer))


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("{", "BAD_REQUEST"),
        ("\x00", "BAD_REQUEST"),
        (b"\xff\xfe", "BAD_REQUEST"),
        ("[]", "INVALID"),
        ('"text"', "INVALID"),
        ("null", "INVALID"),
        ("{}", "INVALID"),
        ("", "INVALID"),
    ],
)
def test_a_body_that_does_not_fit_is_400(gateway: Gateway, body: str | bytes, reason: str) -> None:
    for route in WITH_BODY:
        if body in ("{}", "") and route.rpc in ALL_OPTIONAL:
            continue
        answer = gateway.ask(route.method, route.path, JSON | route.headers, data=body)
        assert (400, reason) == status_and_reason(answer)
    assert [] == gateway.backend.heard


@pytest.mark.parametrize(
    "body",
    ["[" * 100_000, '{"headline": ' * 20_000, '{"headline": ' + "9" * 5_000 + "}"],
    ids=["deep list", "deep object", "long number"],
)
def test_a_body_that_python_cannot_read_is_400(gateway: Gateway, body: str) -> None:
    answer = gateway.ask("POST", "/v1/alerts", JSON | with_key(), data=body)
    assert (400, "BAD_REQUEST") == status_and_reason(answer)


@pytest.mark.parametrize(
    ("spoiled", "named"),
    [
        ({"headline": 1}, "headline"),
        ({"headline": None}, "headline"),
        ({"headline": "\ud800"}, "headline"),
        ({"severity": "Huge"}, "severity"),
        ({"marking": {"tlp": "PINK", "minimum_tier": "PUBLIC"}}, "marking.tlp"),
        ({"marking": []}, "marking"),
        ({"audience": []}, "audience"),
        ({"audience": [{"mode": "INCLUDE", "kind": "MOON"}]}, "audience[0].kind"),
        ({"audience": [{"mode": "INCLUDE", "kind": "REGION", "value": "\udfff"}]}, None),
        ({"expires_at": "tomorrow"}, "expires_at"),
        ({"expires_at": "2026-11-24T12:00:00"}, "expires_at"),
        ({"expires_at": "9999-12-31T23:59:59-01:00"}, "expires_at"),
        ({"expires_at": "0001-01-01T00:00:00+01:00"}, "expires_at"),
    ],
)
def test_a_wrong_field_is_named(
    gateway: Gateway, spoiled: dict[str, Any], named: str | None
) -> None:
    body = json.dumps(ALERT_BODY | spoiled)
    answer = gateway.ask("POST", "/v1/alerts", JSON | with_key(), data=body)
    assert (400, "INVALID") == status_and_reason(answer)
    assert [named or "audience[0].value"] == fields(answer)


WITHOUT_TEXT = [
    {"accept"},
    {"keep"},
    {"percent"},
    {"unit"},
    {"version", "changes_seen"},
    {"marks"},
    {"wanted"},
]
WITH_TEXT = [each for each in WITH_BODY if set(each.body or ()) not in WITHOUT_TEXT]


@pytest.mark.parametrize("route", WITH_TEXT, ids=str)
def test_half_a_character_is_a_wrong_field(gateway: Gateway, route: Route) -> None:
    """JSON can say a lone surrogate; no text that we keep or send on can (RFC 8259, 8.2)."""
    said = dict(route.body or {})
    texts = ("email", "token", "note", "reason", "text", "headline", "title", "tier", "read_digest")
    last = (
        "name",
        "credential",
        "answers",
        "address",
        "link",
        "answer",
        "kind",
        "outcome",
        "queue",
        "finding",
        "url",
        "overlap_hours",
        "endpoint",
        "district",
        "position",
        "audience",
        "place",
        "quote",
        "authority_reference",
        "handover_note",
        "next_update_due",
        "grounds",
        "channel",
        "code",
        "language",
        "because",
        "until",
        "groups",
        "digest",
        "review_on",
        "comment",
        "reply_code",
        *("held", "look", "emails", "mailing", "mode", "why", "step_id", "file"),
    )
    text = next(name for name in (*texts, *last) if name in said)
    said[text] = "\ud800"
    if text == "answers":
        said[text], text = [{"question_id": "\ud800", "choice_ids": []}], "answers[0].question_id"
    if text == "audience":
        row = {"mode": "INCLUDE", "kind": "REGION", "value": "\ud800"}
        said[text], text = [row], "audience[0].value"
    if text == "emails":
        said[text], text = ["\ud800"], "emails[0]"
    if text == "groups":
        said[text], text = [["a", "\ud800"]], "groups[0][1]"
    answer = gateway.ask(route.method, route.path, JSON | route.headers, data=json.dumps(said))
    assert (400, "INVALID") == status_and_reason(answer)
    assert [text] == fields(answer)


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/xml", "application/x-www-form-urlencoded", None]
)
def test_a_body_that_is_not_json_is_415(gateway: Gateway, kind: str | None) -> None:
    for route in WITH_BODY:
        headers = route.headers | ({"Content-Type": kind} if kind else {})
        answer = gateway.ask(route.method, route.path, headers, data=json.dumps(route.body))
        assert (415, "UNSUPPORTED_MEDIA_TYPE") == status_and_reason(answer)


@pytest.mark.parametrize("kind", ["application/json; charset=utf-8", "application/merge+json"])
def test_a_body_that_says_that_it_is_json_is_read(gateway: Gateway, kind: str) -> None:
    """The control of the test above."""
    headers = with_key() | {"Content-Type": kind}
    answer = gateway.ask("POST", "/v1/alerts", headers, data=json.dumps(ALERT_BODY))
    assert 201 == answer.status_code


@pytest.mark.parametrize("route", WITH_BODY, ids=str)
def test_a_body_that_is_too_large_is_413(gateway: Gateway, route: Route) -> None:
    body = json.dumps(route.body) + " " * LARGEST_BODY
    answer = gateway.ask(route.method, route.path, JSON | route.headers, data=body)
    assert (413, "CONTENT_TOO_LARGE") == status_and_reason(answer)
    assert [] == gateway.backend.heard


def test_a_body_just_as_large_as_may_be_is_taken(gateway: Gateway) -> None:
    """The control of the test above."""
    body = json.dumps(ALERT_BODY).ljust(LARGEST_BODY)
    answer = gateway.ask("POST", "/v1/alerts", JSON | with_key(), data=body)
    assert 201 == answer.status_code


@pytest.mark.parametrize(
    ("method", "path", "status", "reason"),
    [
        ("GET", "/v1", 404, "NOT_FOUND"),
        ("GET", "/v1/nothing", 404, "NOT_FOUND"),
        ("GET", "/nothing", 404, "NOT_FOUND"),
        ("GET", "/v1/alerts/", 404, "NOT_FOUND"),
        ("GET", "/v1/alerts/not-a-uuid", 404, "NOT_FOUND"),
        ("POST", "/v1/subscribers/1/suspension", 404, "NOT_FOUND"),
        ("GET", "/v1/alerts/%00", 404, "NOT_FOUND"),
        ("GET", "/static/%2e%2e/app.py", 404, "NOT_FOUND"),
        ("DELETE", "/v1/alerts", 405, "METHOD_NOT_ALLOWED"),
        ("PUT", "/v1/me", 405, "METHOD_NOT_ALLOWED"),
        ("GET", f"/v1/alerts/{ALERT_ID}/approval", 405, "METHOD_NOT_ALLOWED"),
        ("TRACE", "/v1/me", 405, "METHOD_NOT_ALLOWED"),
        ("GET", "/v1/alerts?page_size=0", 400, "INVALID"),
        ("GET", "/v1/alerts?page_size=101", 400, "INVALID"),
        ("GET", "/v1/alerts?page_size=x", 400, "INVALID"),
        ("GET", "/v1/alerts?status=NOPE", 400, "INVALID"),
        ("GET", "/v1/alerts?page_token=" + "x" * 201, 400, "INVALID"),
    ],
)
def test_an_address_or_question_that_is_not_there_is_refused(
    gateway: Gateway, method: str, path: str, status: int, reason: str
) -> None:
    assert (status, reason) == status_and_reason(gateway.ask(method, path))
    assert [] == gateway.backend.heard


def test_an_address_that_does_not_know_a_method_says_which_it_knows(gateway: Gateway) -> None:
    allowed = gateway.ask("DELETE", "/v1/alerts").headers["Allow"]
    assert {"GET", "HEAD", "OPTIONS", "POST"} == set(allowed.split(", "))


def test_a_part_of_a_file_that_is_not_there_has_a_meaning_too(gateway: Gateway) -> None:
    answer = gateway.ask("GET", "/static/app.css", {"Range": "bytes=999999-"})
    assert 416 == answer.status_code
    assert problem(answer)["type"].removeprefix("/problems/") in MEANINGS
