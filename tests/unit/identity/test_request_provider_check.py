"""Having a provider of evidence asked."""

import pytest

from chassis.errors import IdempotencyKeyReused
from services.identity.domain.check import CheckKind
from services.identity.domain.errors import VerificationClosed
from services.identity.domain.provider_check import MOST_A_CASE, ProviderCheckState
from services.identity.domain.verification_errors import (
    TooManyProviderChecks,
    VerificationClaimed,
)
from services.identity.usecases.request_provider_check import Document, RequestProviderCheck
from tests.fakes.identity import NOON, OFFICER, case, key, subscriber

DOCUMENT = Document(type="uk-passport", number="123456789", number_digest="digest")


@pytest.fixture
def ask(unit_of_work, clock, ids, stores):
    stores.subscribers.add(subscriber("owner"))
    use_case = RequestProviderCheck(unit_of_work=unit_of_work, clock=clock, ids=ids)

    def ask(opened, under="k", document=DOCUMENT, **more):
        return use_case(
            OFFICER,
            verification_id=opened.verification_id,
            kind=CheckKind.EVIDENCE,
            document=document,
            key=key("RequestProviderCheck", under, **more),
        )

    return ask


def test_a_question_waits_once_a_key(ask, stores) -> None:
    stores.verifications.add(opened := case("owner"))
    assert ask(opened).asked == ask(opened).asked
    (waiting,) = stores.provider_checks.kept.values()
    assert (ProviderCheckState.WAITING, "owner", "officer") == (
        waiting.state,
        waiting.subject,
        waiting.asked_by,
    )
    with pytest.raises(IdempotencyKeyReused):
        ask(opened, body=b"2" * 32)


def test_nothing_is_asked_about_a_case_that_is_over_or_anothers(ask, stores) -> None:
    stores.verifications.add(held := case("owner").claimed(by="second", at=NOON))
    with pytest.raises(VerificationClaimed):
        ask(held)
    stores.verifications.save(over := held.withdrawn(NOON))
    with pytest.raises(VerificationClosed):
        ask(over)


def test_a_bounded_number_of_questions_is_asked_about_a_case(ask, stores) -> None:
    stores.verifications.add(opened := case("owner"))
    for number in range(MOST_A_CASE):
        ask(opened, str(number))
    with pytest.raises(TooManyProviderChecks):
        ask(opened, "one more")
