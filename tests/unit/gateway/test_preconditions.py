"""The headers without which nothing is created and nothing is changed."""

from collections.abc import Callable
from http import HTTPStatus
from uuid import UUID

import pytest
from flask import Flask, Response
from hypothesis import given
from hypothesis import strategies as st

from services.gateway.preconditions import expected_version, idempotency_key, with_etag
from services.gateway.problems import RequestRefused

APP = Flask(__name__)
KEY = "3fa85f64-5717-4562-b3fc-2c963f66afa6"
LARGEST = 10**18 - 1


def asked(what: Callable[[], object], **headers: str) -> object:
    """What a function says in a request with these headers."""
    said = {name.replace("_", "-"): value for name, value in headers.items()}
    with APP.test_request_context(method="POST", headers=said):
        return what()


def refused(what: Callable[[], object], **headers: str) -> tuple[HTTPStatus, str]:
    """The status and reason with which a function refuses such a request."""
    with pytest.raises(RequestRefused) as raised:
        asked(what, **headers)
    return raised.value.status, raised.value.said


@pytest.mark.parametrize("said", [KEY, f'"{KEY}"', KEY.upper(), KEY.replace("-", "")])
def test_a_key_has_one_form_however_it_is_written(said: str) -> None:
    """A draft header syntax quotes it; two forms of one key must not be two keys."""
    assert KEY == asked(idempotency_key, Idempotency_Key=said)


@given(st.uuids())
def test_any_uuid_is_a_key(key: UUID) -> None:
    assert str(key) == asked(idempotency_key, Idempotency_Key=str(key))


@pytest.mark.parametrize("said", ["", " ", "1", "key", KEY[:-1], KEY + "0", KEY[:-1] + "g"])
def test_what_is_no_uuid_is_no_key(said: str) -> None:
    problem = (HTTPStatus.BAD_REQUEST, "IDEMPOTENCY_KEY_NEEDED")
    assert problem == refused(idempotency_key, Idempotency_Key=said)


def test_without_a_key_nothing_is_created() -> None:
    assert (HTTPStatus.BAD_REQUEST, "IDEMPOTENCY_KEY_NEEDED") == refused(idempotency_key)


def test_without_a_version_nothing_is_changed() -> None:
    assert (HTTPStatus.PRECONDITION_REQUIRED, "IF_MATCH_NEEDED") == refused(expected_version)


@given(st.integers(1, LARGEST))
def test_the_version_that_was_given_out_is_the_version_that_is_expected(version: int) -> None:
    with APP.test_request_context(method="POST"):
        etag = with_etag(Response(), version).headers["ETag"]
    assert version == asked(expected_version, If_Match=etag)
    assert version == asked(expected_version, If_Match=f" {etag} ")


NEVER = ["", "*", "v1", "1", '"1"', '"v0"', '"v01"', '"v-1"', '"v1.0"', '"v1"x', '"v1", "v2"']


@pytest.mark.parametrize("said", [*NEVER, 'W/"v1"', f'"v{LARGEST + 1}"', '"v\u0661"', '"v1\n"'])
def test_a_version_that_never_was_given_out_is_stale(said: str) -> None:
    """No number goes on that a service would have to refuse as no number of 64 bits."""
    with (
        APP.test_request_context(method="POST", environ_overrides={"HTTP_IF_MATCH": said}),
        pytest.raises(RequestRefused) as raised,
    ):
        expected_version()
    assert (HTTPStatus.PRECONDITION_FAILED, "STALE_VERSION") == (
        raised.value.status,
        raised.value.said,
    )


@pytest.fixture
def answer() -> Response:
    """An answer with a body, before it has a version."""
    return Response("{}")


@pytest.mark.parametrize(
    ("method", "held", "status"),
    [
        ("GET", '"v3"', 304),
        ("GET", 'W/"v3"', 304),
        ("GET", '"v1", "v3"', 304),
        ("GET", "*", 304),
        ("GET", '"v2"', 200),
        ("GET", "", 200),
        ("POST", '"v3"', 200),
    ],
)
def test_only_a_reader_who_holds_the_version_gets_nothing_new(
    answer: Response, method: str, held: str, status: int
) -> None:
    """Weak comparison, as RFC 9110 (13.1.2) has it for If-None-Match."""
    with APP.test_request_context(method=method, headers={"If-None-Match": held}):
        said = with_etag(answer, 3)
    assert (status, '"v3"') == (said.status_code, said.headers["ETag"])
