"""Every refusal leaves as a problem that says what is wrong, and nothing else leaves at all."""

from html import unescape
from inspect import getmembers, isclass
from typing import Any
from uuid import UUID

import grpc
import pytest
from google.rpc import error_details_pb2

from chassis import errors, tokens
from chassis.errors import Exhausted, Invalid, Refusal, StepUpRequired, Violation
from chassis.postgres import engine
from isp.identity.v1 import identity_pb2
from services.alerts.domain import (
    cap_errors,
    cascade_errors,
    device_errors,
    drill_errors,
    region_errors,
)
from services.alerts.domain import errors as alerts_errors
from services.content.domain import (
    access_errors,
    attachment_errors,
    bundle,
    cursor,
    format_errors,
    remark_errors,
    saved_search,
)
from services.content.domain import partner_errors as content_partner_errors
from services.gateway.problem_meanings import MEANINGS
from services.identity.domain import (
    complaint,
    group_errors,
    partner_errors,
    privacy_errors,
    role_grant_errors,
    second_factor_errors,
    verification_errors,
)
from services.identity.domain import errors as identity_errors
from services.training.domain.errors import StatementRefused
from tests.contract.gateway import training_statuses
from tests.contract.gateway.backend import NotOurs
from tests.contract.gateway.belonging_statuses import MODULES
from tests.contract.gateway.routes import ALERT_ID
from tests.contract.gateway.stage import Gateway, NewGateway, nobody_there, problem
from tests.contract.gateway.statuses import STATUSES

"""What a program may rely on; a reason that is new or gone must be written down here."""

REFUSALS: dict[str, type[Refusal]] = {
    kind.reason: kind
    for module in (
        *(errors, tokens, engine, identity_errors, verification_errors),
        *(content_partner_errors, remark_errors, format_errors, access_errors, bundle),
        *(attachment_errors, cursor, saved_search),
        *(partner_errors, group_errors, role_grant_errors, second_factor_errors),
        *(*MODULES, *training_statuses.MODULES),
        *(privacy_errors, complaint),
        *(alerts_errors, cap_errors, cascade_errors, device_errors, drill_errors),
        region_errors,
    )
    for _, kind in getmembers(module, isclass)
    if issubclass(kind, Refusal) and kind.__module__ == module.__name__ and kind is not Refusal
}
GATEWAYS_OWN = (
    "BAD_REQUEST",
    "CONTENT_TOO_LARGE",
    "DEADLINE_EXCEEDED",
    "IDEMPOTENCY_KEY_NEEDED",
    "IF_MATCH_NEEDED",
    "INTERNAL",
    "METHOD_NOT_ALLOWED",
    "TOO_MANY_REQUESTS",
    "UNSUPPORTED_MEDIA_TYPE",
)
SECRET = "the password is hunter2"
HOSTILE = '"><script>alert(1)</script>'


def a_refusal(kind: type[Refusal], words: str = "Said to the caller.") -> Refusal:
    """A refusal of this kind, made as its class wants."""
    if issubclass(kind, StepUpRequired):
        return kind("aal2", 900)
    if issubclass(kind, Invalid):
        return kind(Violation("content.headline", words))
    if issubclass(kind, StatementRefused):
        return kind("A_RULE", words)
    return kind(words)


def test_every_refusal_has_a_status_that_programs_may_rely_on() -> None:
    assert STATUSES.keys() == REFUSALS.keys()


@pytest.mark.parametrize("reason", STATUSES)
def test_a_services_refusal_becomes_its_problem(gateway: Gateway, reason: str) -> None:
    refusal = a_refusal(REFUSALS[reason])
    gateway.backend.refuse(refusal)
    answer = gateway.ask("GET", "/v1/me")
    said = problem(answer)
    assert (STATUSES[reason], reason) == (answer.status_code, said["reason"])
    assert str(refusal) == said["detail"]
    assert "error_id" not in said
    assert (answer.status_code in {429, 503}) == ("Retry-After" in answer.headers)


@pytest.mark.parametrize("reason", sorted({*STATUSES, *GATEWAYS_OWN}))
def test_every_problem_has_a_meaning(reason: str) -> None:
    assert reason.lower().replace("_", "-") in MEANINGS


def test_the_address_that_a_problem_names_says_what_it_means(gateway: Gateway) -> None:
    for slug, meaning in MEANINGS.items():
        page = gateway.ask("GET", f"/problems/{slug}")
        assert (200, "text/html") == (page.status_code, page.mimetype)
        assert meaning in unescape(page.text)


def test_wrong_input_names_each_field(gateway: Gateway) -> None:
    gateway.backend.refuse(Invalid(Violation("a", "is too long"), Violation("b[0].c", "is none")))
    assert [
        {"field": "a", "detail": "is too long"},
        {"field": "b[0].c", "detail": "is none"},
    ] == problem(gateway.ask("GET", "/v1/me"))["errors"]


def test_a_quota_of_a_service_is_429_and_says_when(gateway: Gateway) -> None:
    kind: type[Refusal] = type("TooMany", (Exhausted,), {"reason": "TOO_MANY_REQUESTS"})
    gateway.backend.refuse(kind("Later."))
    answer = gateway.ask("GET", "/v1/me")
    assert (429, "TOO_MANY_REQUESTS") == (answer.status_code, problem(answer)["reason"])
    assert int(answer.headers["Retry-After"]) > 0


def blank(said: dict[str, Any]) -> bool:
    """Tell whether a problem says its id and nothing else of what went wrong."""
    UUID(said.pop("error_id"))
    return said == {
        "type": "/problems/internal",
        "title": MEANINGS["internal"],
        "status": 500,
        "detail": MEANINGS["internal"],
        "reason": "INTERNAL",
    }


@pytest.mark.parametrize(
    "code",
    [
        grpc.StatusCode.INTERNAL,
        grpc.StatusCode.UNKNOWN,
        grpc.StatusCode.DATA_LOSS,
        grpc.StatusCode.UNIMPLEMENTED,
        grpc.StatusCode.NOT_FOUND,
        grpc.StatusCode.PERMISSION_DENIED,
        grpc.StatusCode.UNAUTHENTICATED,
        grpc.StatusCode.INVALID_ARGUMENT,
    ],
    ids=lambda code: code.name,
)
def test_an_error_that_is_not_ours_is_500_and_blank(
    gateway: Gateway, code: grpc.StatusCode
) -> None:
    """Words of unknown origin never reach a caller, whatever their code."""
    gateway.backend.refuse(NotOurs(code, SECRET))
    answer = gateway.ask("GET", "/v1/me")
    assert blank(problem(answer))
    assert "hunter2" not in answer.text + str(answer.headers)


@pytest.mark.parametrize(
    "info",
    [
        error_details_pb2.ErrorInfo(domain="elsewhere", reason="HUNTER2"),
        error_details_pb2.DebugInfo(detail=SECRET, stack_entries=[SECRET]),
    ],
    ids=["of another domain", "of another kind"],
)
def test_details_that_are_not_ours_are_not_said(gateway: Gateway, info: Any) -> None:
    gateway.backend.refuse(NotOurs(grpc.StatusCode.NOT_FOUND, SECRET, info))
    answer = gateway.ask("GET", "/v1/me")
    assert blank(problem(answer))
    assert "hunter2" not in answer.text.lower() + str(answer.headers).lower()


def test_a_refusal_of_no_kind_is_500_and_blank(gateway: Gateway) -> None:
    gateway.backend.refuse(Refusal(SECRET))
    assert blank(problem(gateway.ask("GET", "/v1/me")))


def test_two_errors_have_two_ids(gateway: Gateway) -> None:
    gateway.backend.refuse(NotOurs(grpc.StatusCode.INTERNAL))
    ids = {problem(gateway.ask("GET", "/v1/me"))["error_id"] for _ in range(2)}
    assert 2 == len(ids)


def test_an_error_of_the_gateways_own_is_500_and_blank(gateway: Gateway) -> None:
    """An answer that it cannot read is such an error."""
    person = identity_pb2.Subscriber(tier=99)  # type: ignore[arg-type] # no tier that we know
    gateway.backend.answers["GetMe"] = identity_pb2.GetMeResponse(subscriber=person)
    answer = gateway.ask("GET", "/v1/me")
    assert blank(problem(answer))


def test_a_service_that_is_away_is_503(new_gateway: NewGateway) -> None:
    with nobody_there() as address:
        answer = new_gateway(identity_address=address).ask("GET", "/v1/me")
    assert (503, "UNAVAILABLE") == (answer.status_code, problem(answer)["reason"])
    assert int(answer.headers["Retry-After"]) > 0


def test_a_service_that_is_slow_is_503_before_the_caller_gives_up(new_gateway: NewGateway) -> None:
    hasty = new_gateway(deadline_seconds=1)
    with hasty.holding("GetMe", "GET", "/v1/me") as under_way:
        answer = under_way.result()
    assert (503, "DEADLINE_EXCEEDED") == (answer.status_code, problem(answer)["reason"])
    assert int(answer.headers["Retry-After"]) > 0


def test_a_service_that_is_full_is_503(gateway: Gateway) -> None:
    gateway.backend.refuse(NotOurs(grpc.StatusCode.RESOURCE_EXHAUSTED, "Concurrent RPC limit"))
    answer = gateway.ask("GET", "/v1/me")
    assert (503, "EXHAUSTED") == (answer.status_code, problem(answer)["reason"])
    assert "Concurrent" not in answer.text


@pytest.mark.parametrize("path", ["/v1/me", f"/v1/alerts/{ALERT_ID}"])
def test_hostile_words_never_become_html(gateway: Gateway, path: str) -> None:
    gateway.backend.refuse(a_refusal(alerts_errors.AlertNotFound, HOSTILE))
    answer = gateway.ask("GET", path, {"Accept": "text/html"})
    assert HOSTILE == problem(answer)["detail"]
    assert "nosniff" == answer.headers["X-Content-Type-Options"]
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize("reason", ["APPLICATION_NOT_FOUND", "INVALID", "DATABASE_UNAVAILABLE"])
def test_hostile_words_are_not_on_a_page(gateway: Gateway, reason: str) -> None:
    gateway.backend.refuse(a_refusal(REFUSALS[reason], HOSTILE))
    page = gateway.ask("POST", "/register/confirm", data={"token": HOSTILE})
    assert (STATUSES[reason] if reason != "INVALID" else 404) == page.status_code
    assert "text/html" == page.mimetype
    assert "<script>" not in page.text
    assert "alert(1)</script>" not in page.text


def test_a_hostile_token_is_shown_as_text(gateway: Gateway) -> None:
    page = gateway.ask("GET", "/register/confirm", query_string={"token": HOSTILE})
    assert "<script>" not in page.text
    assert "alert(1)</script>" not in page.text
    assert "&lt;script&gt;" in page.text


def test_a_problem_that_is_not_ours_has_no_page(gateway: Gateway) -> None:
    answer = gateway.ask("GET", "/problems/<script>alert(1)</script>")
    assert (404, "NOT_FOUND") == (answer.status_code, problem(answer)["reason"])
    assert "<script" not in answer.text
