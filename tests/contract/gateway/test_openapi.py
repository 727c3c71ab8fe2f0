"""The document says what the gateway does: no route more, no status less."""

import re
from typing import Any

import grpc
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from openapi_spec_validator import OpenAPIV31SpecValidator
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from chassis.access import rules_of
from chassis.errors import Denied, Invalid, NotFound, TokenNeeded, Unavailable, Unmet, Violation
from tests.contract.gateway.backend import NotOurs
from tests.contract.gateway.routes import ROUTES, Route
from tests.contract.gateway.stage import Gateway, NewGateway
from tests.served import FOR_CALLERS

SESSION = ("get", "/v1/session")
CALLBACKS = [("post", "/v1/callbacks/sms"), ("post", "/v1/alerts/callbacks/sms-receipts")]
IMPORT = ("post", "/v1/alerts/cap")
PIECE = ("put", "/v1/attachments/{attachment_id}/pieces/{number}")
PACKAGE_PIECE = ("put", "/v1/training/packages/{package_id}/pieces/{number}")
OPERATIONS = [
    *((route.method.lower(), route.rule) for route in ROUTES),
    *(SESSION, *CALLBACKS, IMPORT, PIECE, PACKAGE_PIECE),
]
NO_IDS = {"postcode", "code", "identifier", "number"}
METHODS = {"get", "post", "put", "patch", "delete"}
PROBLEM = "application/problem+json"
NEEDED = {"idempotency-key": "needs_key", "if-match": "needs_version"}
CONFORM = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
FAILURES = (
    Invalid(Violation("a", "is wrong")),
    TokenNeeded("Sign in first."),
    Denied("No."),
    NotFound("None."),
    Unmet("Not now."),
    Unavailable("Away."),
    NotOurs(grpc.StatusCode.INTERNAL),
)
FEW = settings(
    max_examples=8,
    derandomize=True,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
PUBLIC = {path.rpartition("/")[2]: rule.public for path, rule in rules_of(*FOR_CALLERS).items()}

every_operation = pytest.mark.parametrize(("method", "path"), OPERATIONS)
every_route = pytest.mark.parametrize("route", ROUTES, ids=str)


@pytest.fixture(scope="module")
def document(any_gateway: Gateway) -> dict[str, Any]:
    """What programs read."""
    answer = any_gateway.ask("GET", "/openapi.json")
    assert "application/json" == answer.mimetype
    said: dict[str, Any] = answer.get_json()
    return said


@pytest.fixture(scope="module")
def schema(any_gateway: Gateway) -> Any:
    """What requests are drawn from: read once, since it searches our modules for words to try."""
    return schemathesis.openapi.from_wsgi("/openapi.json", any_gateway.app)


def operation(document: dict[str, Any], route: Route) -> dict[str, Any]:
    said: dict[str, Any] = document["paths"][route.rule][route.method.lower()]
    return said


def test_the_document_is_openapi_3_1(document: dict[str, Any]) -> None:
    assert document["openapi"].startswith("3.1.")
    assert [] == [error.message for error in OpenAPIV31SpecValidator(document).iter_errors()]


def test_the_document_and_the_routes_name_the_same_operations(
    gateway: Gateway, document: dict[str, Any]
) -> None:
    routed = {
        (method.lower(), re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule))
        for rule in gateway.app.url_map.iter_rules()
        if rule.rule.startswith("/v1/")
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    written = {
        (method, path)
        for path, said in document["paths"].items()
        for method in said.keys() & METHODS
    }
    assert routed == written
    assert set(OPERATIONS) == routed, "tests/contract/gateway/routes.py lacks or has too much"


def test_the_address_in_the_document_is_ours_whoever_asks(new_gateway: NewGateway) -> None:
    """A Host header is anyone's to write, and the document is made once for all."""
    gateway = new_gateway()
    gateway.ask("GET", "/openapi.json", {"Host": "evil.example"})
    said = gateway.ask("GET", "/openapi.json").get_json()
    assert "evil.example" not in str(said)
    assert ["https://isp.example"] == [each["url"].rstrip("/") for each in said["servers"]]


def test_every_operation_says_what_it_does_and_under_which_heading(
    document: dict[str, Any],
) -> None:
    headings = {each["name"] for each in document["tags"]}
    unsaid = []
    for method, path in OPERATIONS:
        said = document["paths"][path][method]
        if not said["summary"] or not set(said["tags"]) <= headings:
            unsaid.append((method, path))
    assert [] == unsaid


def test_every_error_is_written_down_as_a_problem(document: dict[str, Any]) -> None:
    for method, path in OPERATIONS:
        responses = document["paths"][path][method]["responses"]
        errors = {
            status: set(said.get("content", ()))
            for status, said in responses.items()
            if status[0] in "45d"
        }
        assert errors, (method, path)
        assert {status: {PROBLEM} for status in errors} == errors, (method, path)


def test_a_body_that_is_needed_is_written_down_as_needed(document: dict[str, Any]) -> None:
    for route in ROUTES:
        said = operation(document, route).get("requestBody", {})
        assert (route.body is not None) == said.get("required", False), str(route)


def test_a_header_that_is_needed_is_written_down_as_needed(document: dict[str, Any]) -> None:
    for route in ROUTES:
        written = {
            each["name"].lower()
            for each in operation(document, route)["parameters"]
            if each["in"] == "header" and each["required"]
        }
        needed = {header for header, need in NEEDED.items() if getattr(route, need)}
        assert needed == written, str(route)


def test_an_id_in_an_address_is_written_down_as_a_uuid(document: dict[str, Any]) -> None:
    for route in ROUTES:
        formats = {
            each["name"]: each["schema"].get("format")
            for each in operation(document, route)["parameters"]
            if each["in"] == "path"
        }
        ids = [name for name in re.findall(r"{(\w+)}", route.rule) if name not in NO_IDS]
        formats = {name: said for name, said in formats.items() if name not in NO_IDS}
        assert dict.fromkeys(ids, "uuid") == formats, str(route)


def test_a_token_is_asked_for_where_the_rpc_asks_for_one(document: dict[str, Any]) -> None:
    for route in ROUTES:
        security = operation(document, route).get("security", [])
        assert ([] if PUBLIC[route.rpc] else [{"bearer": []}]) == security, str(route)


@every_route
def test_every_refusal_is_an_answer_that_the_document_knows(
    gateway: Gateway, document: dict[str, Any], route: Route
) -> None:
    responses = operation(document, route)["responses"]
    unknown = []
    for failure in FAILURES:
        gateway.backend.refuse(failure)
        answer = gateway.take(route)
        said = responses.get(str(answer.status_code), responses.get("default", {}))
        if answer.mimetype not in said.get("content", {}):
            unknown.append(f"{answer.status_code} {answer.mimetype}")
    assert [] == unknown


@every_route
def test_a_good_answer_is_one_that_the_document_knows(
    gateway: Gateway, document: dict[str, Any], route: Route
) -> None:
    answer = gateway.take(route)
    said = operation(document, route)["responses"][str(answer.status_code)]
    assert answer.mimetype in (said.get("content") or {answer.mimetype: {}})


def cases(schema: Any, method: str, path: str) -> list[Any]:
    """Strategies for requests to an operation: ones that fit the document, and ones that do not."""
    found = schema[path][method]
    said = found.definition.raw
    may_be_wrong = said.get("parameters") or said.get("requestBody")
    modes = [GenerationMode.POSITIVE, *([GenerationMode.NEGATIVE] if may_be_wrong else [])]
    return [found.as_strategy(generation_mode=mode) for mode in modes]


def good_headers(gateway: Gateway, method: str, path: str) -> dict[str, str]:
    """A token, and what a good request of this operation carries."""
    needed = {(route.method.lower(), route.rule): route.headers for route in ROUTES}
    return gateway.token() | needed.get((method, path), {})


@pytest.mark.long
@every_operation
def test_whatever_is_sent_is_answered_as_the_document_says(
    gateway: Gateway, schema: Any, method: str, path: str
) -> None:
    """And nothing that is sent makes the gateway fail."""
    headers = good_headers(gateway, method, path)
    for strategy in cases(schema, method, path):

        @FEW
        @given(case=strategy)
        def ask(case: schemathesis.Case[Any]) -> None:
            case.call_and_validate(headers=headers, checks=CONFORM)

        ask()
