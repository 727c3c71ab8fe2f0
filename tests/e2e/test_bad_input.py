"""Whatever is sent, the answer is a problem that says what is wrong and nothing of our inside."""

from uuid import uuid4

import pytest
import requests

from stack.story.front import Front, Person
from stack.story.steps import an_alert, submitted_alert

JSON = {"Content-Type": "application/json"}


@pytest.fixture(scope="module")
def author(front: Front) -> Person:
    return front.sign_in_demo("author")


def send(
    front: Front, method: str, path: str, by: Person | None = None, **more
) -> requests.Response:
    headers = more.pop("headers", {})
    if by is not None:
        headers |= {"Authorization": f"Bearer {by.tokens.access}"}
    answer = requests.request(method, f"{front.gateway}{path}", headers=headers, **more)
    if answer.status_code >= 400:
        assert "application/problem+json" == answer.headers["Content-Type"]
        said = answer.json()
        assert {"type", "title", "status", "detail", "reason"} <= said.keys()
        assert answer.status_code == said["status"]
        for inside in ("Traceback", "sqlalchemy", "grpc", "psycopg", "/site-packages/"):
            assert inside not in answer.text
    return answer


def key() -> dict[str, str]:
    return {"Idempotency-Key": str(uuid4())}


@pytest.mark.parametrize(
    ("body", "status", "reason"),
    [
        ("{", 400, "BAD_REQUEST"),
        ("[]", 400, "INVALID"),
        ('"text"', 400, "INVALID"),
        ("", 400, "INVALID"),
        ('{"headline": 1}', 400, "INVALID"),
        ('{"unknown": true}', 400, "INVALID"),
        ("\x00", 400, "BAD_REQUEST"),
    ],
)
def test_a_body_that_does_not_fit_is_refused(
    front: Front, author: Person, body: str, status: int, reason: str
) -> None:
    answer = send(front, "POST", "/v1/alerts", author, data=body, headers=JSON | key())
    assert (status, reason) == (answer.status_code, answer.json()["reason"])


def test_an_unknown_field_is_named(front: Front, author: Person) -> None:
    body = an_alert("x", surprise=1)
    answer = send(front, "POST", "/v1/alerts", author, json=body, headers=key())
    assert ["surprise"] == [each["field"] for each in answer.json()["errors"]]


@pytest.mark.parametrize(
    ("spoiled", "field"),
    [
        ({"headline": ""}, "content.headline"),
        ({"severity": "Huge"}, "severity"),
        ({"marking": {"tlp": "RED", "minimum_tier": "PUBLIC"}}, "content.marking"),
        ({"marking": {"tlp": "PINK", "minimum_tier": "PUBLIC"}}, "marking.tlp"),
        ({"audience": []}, "audience"),
        (
            {"audience": [{"mode": "INCLUDE", "kind": "REGION", "value": "MARS"}]},
            "content.audience[0].value",
        ),
        ({"expires_at": "tomorrow"}, "expires_at"),
        ({"expires_at": "2020-01-01T00:00:00Z"}, "content.expires_at"),
        ({"expires_at": "2020-01-01T00:00:00"}, "expires_at"),
        ({"action_line": ""}, "content.action_line"),
    ],
)
def test_each_wrong_field_is_named(front: Front, author: Person, spoiled, field: str) -> None:
    answer = send(front, "POST", "/v1/alerts", author, json=an_alert("x") | spoiled, headers=key())
    assert 400 == answer.status_code
    assert [field] == [each["field"] for each in answer.json()["errors"]]


def test_an_oversized_body_is_413(front: Front, author: Person) -> None:
    body = an_alert("x", description="x" * 300_000)
    assert 413 == send(front, "POST", "/v1/alerts", author, json=body, headers=key()).status_code


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/v1/nothing", 404),
        ("GET", "/v1/alerts/not-a-uuid", 404),
        ("DELETE", "/v1/alerts", 405),
        ("PUT", "/v1/me", 405),
        ("GET", "/v1/alerts?page_size=0", 400),
        ("GET", "/v1/alerts?page_size=101", 400),
        ("GET", "/v1/alerts?page_token=forged", 400),
        ("GET", "/v1/alerts?surprise=1", 400),
        ("GET", "/v1/alerts?status=NOPE", 400),
        ("GET", "/%00", 404),
    ],
)
def test_a_request_that_cannot_be_is_refused(
    front: Front, method: str, path: str, status: int
) -> None:
    assert status == send(front, method, path).status_code


@pytest.mark.parametrize(
    "value", ["Bearer forged", "Bearer", "Basic YTpi", "Bearer a.b.c", "nonsense"]
)
@pytest.mark.parametrize("path", ["/v1/me", "/v1/alerts", "/v1/session"])
def test_a_forged_token_is_401_even_where_none_is_needed(
    front: Front, path: str, value: str
) -> None:
    answer = send(front, "GET", path, headers={"Authorization": value})
    assert 401 == answer.status_code
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")


@pytest.mark.parametrize("path", ["/v1/me", "/v1/verifications", "/v1/session"])
def test_no_token_where_one_is_needed_is_401(front: Front, path: str) -> None:
    answer = send(front, "GET", path)
    assert (401, "TOKEN_NEEDED", "Bearer") == (
        answer.status_code,
        answer.json()["reason"],
        answer.headers["WWW-Authenticate"],
    )


def test_who_may_not_is_403_and_what_may_not_be_known_is_404(front: Front) -> None:
    analyst = front.sign_in_demo("analyst")
    answer = send(front, "POST", "/v1/alerts", analyst, json=an_alert("x"), headers=key())
    assert (403, "NOT_PERMITTED") == (answer.status_code, answer.json()["reason"])
    draft = submitted_alert(front, front.sign_in_demo("duty"), an_alert("x"))
    hidden = send(front, "GET", f"/v1/alerts/{draft['alert_id']}", analyst)
    random = send(front, "GET", f"/v1/alerts/{uuid4()}", analyst)
    assert 404 == hidden.status_code
    assert random.content == hidden.content


def test_a_repeated_request_is_done_once_and_another_body_is_409(
    front: Front, author: Person
) -> None:
    same, body = key(), an_alert("Once")
    first, again = (
        send(front, "POST", "/v1/alerts", author, json=body, headers=dict(same)) for _ in "12"
    )
    assert (201, first.json()) == (again.status_code, again.json())
    other = send(
        front, "POST", "/v1/alerts", author, json=body | {"headline": "Other"}, headers=same
    )
    assert (409, "IDEMPOTENCY_KEY_REUSED") == (other.status_code, other.json()["reason"])


@pytest.mark.parametrize("value", [None, "", "1", "not-a-uuid"])
def test_a_creating_request_needs_a_key(front: Front, author: Person, value: str | None) -> None:
    headers = {} if value is None else {"Idempotency-Key": value}
    answer = send(front, "POST", "/v1/alerts", author, json=an_alert("x"), headers=headers)
    assert (400, "IDEMPOTENCY_KEY_NEEDED") == (answer.status_code, answer.json()["reason"])


def test_a_changing_request_needs_the_version_that_was_read(front: Front, author: Person) -> None:
    drafted = send(front, "POST", "/v1/alerts", author, json=an_alert("x"), headers=key())
    place = drafted.headers["Location"]
    seen = send(front, "GET", f"{place}/sharing-warnings", author).json()["digest"] or ""
    path = f"{place}/submission?warnings_seen={seen}"
    assert 428 == send(front, "POST", path, author).status_code
    for stale in ('"v2"', "*", "v1", 'W/"v1"', '"v0"', '"x"'):
        answer = send(front, "POST", path, author, headers={"If-Match": stale})
        assert (412, "STALE_VERSION") == (answer.status_code, answer.json()["reason"])
    good = {"If-Match": drafted.headers["ETag"]}
    assert 200 == send(front, "POST", path, author, headers=good).status_code
    assert 412 == send(front, "POST", path, author, headers=good).status_code


def test_a_version_that_is_held_already_is_304(front: Front, author: Person) -> None:
    path = send(front, "POST", "/v1/alerts", author, json=an_alert("x"), headers=key()).headers[
        "Location"
    ]
    etag = send(front, "GET", path, author).headers["ETag"]
    answer = send(front, "GET", path, author, headers={"If-None-Match": etag})
    assert (304, b"") == (answer.status_code, answer.content)


@pytest.mark.parametrize(
    ("spoiled", "field"),
    [
        ({"email": "nonsense"}, "email"),
        ({"email": "a@b"}, "email"),
        ({"given_name": " "}, "given_name"),
        ({"given_name": "a\u202eb"}, "given_name"),
        ({"regions": ["MARS"]}, "regions[0]"),
        ({"sectors": []}, "sectors"),
        ({"language": "fr"}, "language"),
    ],
)
def test_an_application_that_cannot_be_is_refused_by_field(front: Front, spoiled, field) -> None:
    body = {
        "email": "x@cafe.example",
        "given_name": "A",
        "family_name": "B",
        "regions": ["LON"],
        "sectors": ["retail"],
    } | spoiled
    answer = send(front, "POST", "/v1/registrations", json=body, headers=key())
    assert 400 == answer.status_code
    assert [field] == [each["field"] for each in answer.json()["errors"]]


def test_a_confirmation_that_was_never_given_is_404(front: Front) -> None:
    body = {"token": "never"}
    assert 404 == send(front, "POST", "/v1/registrations/confirm", json=body).status_code
    page = requests.post(f"{front.gateway}/register/confirm", data={"token": "<script>"})
    assert 404 == page.status_code
    assert "<script>" not in page.text


def test_too_many_registrations_are_429_and_say_when(front: Front) -> None:
    page = f"{front.gateway}/register/confirm"
    # In 70 more than the 30 of a minute fall into one, wherever the minute ends.
    answers = (requests.post(page, data={"token": "x"}) for _ in range(70))
    late = next(each for each in answers if each.status_code != 404)
    assert 429 == late.status_code
    assert 1 <= int(late.headers["Retry-After"]) <= 61
    assert "You ask too often." in late.text, "a page's visitor is told by a page"
    assert 200 == requests.get(f"{front.gateway}/v1/alerts").status_code


def test_every_answer_guards_itself_and_sets_no_cookie(front: Front) -> None:
    for path in ("/", "/reference", "/v1/alerts", "/v1/me", "/nothing", "/problems/invalid"):
        answer = requests.get(f"{front.gateway}{path}")
        assert "nosniff" == answer.headers["X-Content-Type-Options"]
        assert "no-referrer" == answer.headers["Referrer-Policy"]
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
        assert "Set-Cookie" not in answer.headers
    signed_in = front.ask("GET", "/v1/alerts", by=front.sign_in_demo("analyst"))
    assert "private, no-store" == signed_in.headers["Cache-Control"]
    assert (
        "public, max-age=5" == requests.get(f"{front.gateway}/v1/alerts").headers["Cache-Control"]
    )
