"""What is special to alerts without an account by REST: proofs, and the provider's callback."""

import pytest

from isp.identity.v1 import subscriptions_pb2 as pb
from services.identity.domain.errors import (
    CallbackRefused,
)
from tests.contract.gateway.stage import Gateway, problem, status_and_reason

CALLBACK = "/v1/callbacks/sms"
INBOUND = {
    "id": "a",
    "source_number": "447700900123",
    "destination_number": "07700900000",
    "message": "STOP",
    "date_received": "2026-11-24T12:00:00.000000Z",
}


def test_the_providers_secret_goes_to_the_service_that_judges_it(gateway: Gateway) -> None:
    """And not as a token: identity would look for a person behind it."""
    answer = gateway.ask("POST", CALLBACK, {"Authorization": "Bearer s3cret"}, json=INBOUND)
    assert (200, {}) == (answer.status_code, answer.get_json())
    heard = gateway.backend.only
    assert "authorization" not in heard.metadata
    assert heard.message == pb.ReceiveTextMessageRequest(
        secret="s3cret", source_number="447700900123", text="STOP"
    )


@pytest.mark.parametrize("said", [{}, {"Authorization": "Bearer"}])
def test_a_missing_secret_is_judged_as_a_wrong_one(gateway: Gateway, said: dict[str, str]) -> None:
    gateway.backend.refuse(CallbackRefused("No."))
    answer = gateway.ask("POST", CALLBACK, said, json=INBOUND)
    assert (401, "CALLBACK_REFUSED") == status_and_reason(answer)
    assert gateway.backend.only.message.secret


@pytest.mark.parametrize("field", ["source_number", "message"])
def test_a_text_without_what_we_read_is_refused(gateway: Gateway, field: str) -> None:
    body = {name: value for name, value in INBOUND.items() if name != field}
    answer = gateway.ask("POST", CALLBACK, json=body)
    assert [field] == [each["field"] for each in problem(answer)["errors"]]


@pytest.mark.parametrize(
    ("body", "code"),
    [({"request_id": "r", "code": "123456"}, "123456"), ({"token": "t"}, "")],
)
def test_a_proof_is_a_token_or_a_request_with_its_code(
    gateway: Gateway, body: dict[str, str], code: str
) -> None:
    path = "/v1/alert-subscriptions/confirmation"
    assert 200 == gateway.ask("POST", path, json=body).status_code
    assert code == gateway.backend.only.message.code
    for half in ({"request_id": "r"}, {"code": "123456"}, {"token": ""}):
        assert (400, "INVALID") == status_and_reason(gateway.ask("POST", path, json=half))


def test_what_is_the_same_for_everyone_may_be_kept(gateway: Gateway) -> None:
    for path in ("/v1/postcodes/SW1A1AA", "/v1/alert-subscriptions/consent-wording"):
        assert "public, max-age=300" == gateway.ask("GET", path).headers["Cache-Control"]
