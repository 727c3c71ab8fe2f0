"""Asking providers: again when they are away, never twice into the case."""

from uuid import uuid4

import pytest

from services.identity.domain.check import CheckKind
from services.identity.domain.provider_check import (
    PAUSES,
    ProviderAnswer,
    ProviderCheck,
    ProviderCheckState,
)
from services.identity.domain.verification_errors import ProviderAnswerBad, ProviderUnavailable
from services.identity.usecases.ask_providers import AskProviders
from tests.fakes.identity import NOON, case, subscriber
from tests.fakes.verifications import ScriptedProvider

GOOD = ProviderAnswer(strength=3, validity=2)


@pytest.fixture
def provider():
    return ScriptedProvider()


@pytest.fixture
def ask(unit_of_work, provider, clock):
    return AskProviders(unit_of_work=unit_of_work, provider=provider, clock=clock)


@pytest.fixture
def asked(stores):
    stores.subscribers.add(subscriber("owner"))
    stores.verifications.add(opened := case("owner"))
    question = ProviderCheck(
        provider_check_id=uuid4(),
        verification_id=opened.verification_id,
        subject="owner",
        kind=CheckKind.EVIDENCE,
        document_type="uk-passport",
        document_number="123456789",
        number_digest="digest",
        asked_by="officer",
        asked_at=NOON,
        due_at=NOON,
    )
    stores.provider_checks.add(question)
    return question


def now(stores, asked):
    kept = stores.provider_checks.kept[asked.provider_check_id]
    return kept, stores.verifications.get(asked.verification_id)


def test_an_answer_becomes_one_check_and_the_number_is_forgotten(
    ask, provider, asked, stores
) -> None:
    provider.answers = [GOOD]
    assert 1 == ask()
    kept, found = now(stores, asked)
    assert (ProviderCheckState.ANSWERED, "") == (kept.state, kept.document_number)
    (check,) = found.checks
    assert (3, 2, "digest", "officer", asked.provider_check_id) == (
        check.strength,
        check.validity,
        check.number_digest,
        check.recorded_by,
        check.provider_check,
    )
    assert 0 == ask()


def test_who_had_a_provider_asked_cannot_decide(ask, provider, asked, stores) -> None:
    provider.answers = [GOOD]
    ask()
    assert frozenset({"officer"}) == now(stores, asked)[1].recorders


def test_a_provider_that_is_away_or_talks_nonsense_is_asked_again_with_the_same_reference(
    ask, provider, asked, stores, clock
) -> None:
    provider.answers = [ProviderUnavailable("away"), ProviderAnswerBad("nonsense"), GOOD]
    assert [0, 0] == [ask(), ask()]  # the second finds nothing due
    clock.moment = NOON + PAUSES[0]
    assert 0 == ask()
    clock.moment += PAUSES[1]
    assert 1 == ask()
    assert 1 == len({each.reference for each in provider.asked})
    kept, found = now(stores, asked)
    assert (2, 1) == (kept.tries, len(found.checks))


def test_it_is_given_up_after_the_last_pause(ask, provider, asked, stores, clock) -> None:
    provider.answers = [ProviderUnavailable("away")] * 10
    for pause in PAUSES:
        ask()
        clock.moment += pause
    ask()
    kept, found = now(stores, asked)
    assert (ProviderCheckState.FAILED, 6, "") == (kept.state, kept.tries, kept.document_number)
    assert () == found.checks
    clock.pass_(days=10)
    assert (0, 6) == (ask(), len(provider.asked))


def test_the_same_answer_after_a_crash_is_counted_once(ask, provider, asked, stores) -> None:
    """Answered and committed are one: what was not committed is asked again and counted once."""
    provider.answers = [GOOD, GOOD]
    ask()
    stores.provider_checks.save(asked)  # as if that half of the commit had been lost
    ask()
    kept, found = now(stores, asked)
    assert (ProviderCheckState.ANSWERED, 1) == (kept.state, len(found.checks))


def test_what_nobody_does_here_is_done_by_hand(ask, provider, asked, stores) -> None:
    provider.answers = [None]
    ask()
    kept, found = now(stores, asked)
    assert (ProviderCheckState.BY_HAND, ()) == (kept.state, found.checks)


def test_an_answer_about_a_case_that_is_over_is_dropped(ask, provider, asked, stores) -> None:
    found = stores.verifications.get(asked.verification_id)
    stores.verifications.save(found.withdrawn(NOON))
    assert 0 == ask()
    assert [] == provider.asked
    assert ProviderCheckState.DROPPED is now(stores, asked)[0].state


def test_an_answer_waits_for_nobodys_claim(ask, provider, asked, stores) -> None:
    found = stores.verifications.get(asked.verification_id)
    stores.verifications.save(found.claimed(by="second", at=NOON))
    provider.answers = [GOOD]
    assert 1 == ask()
