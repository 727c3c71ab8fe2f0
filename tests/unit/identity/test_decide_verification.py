"""Deciding a case."""

import pytest

from kernel.tiers import Tier
from services.identity.domain.check import CheckKind
from services.identity.domain.errors import (
    CheckedBySameOfficer,
    EvidenceChanged,
    OwnVerification,
    ProfileNotMet,
    SubscriberNotActive,
    VerificationClosed,
)
from services.identity.domain.events import PrincipalChanged
from services.identity.domain.refusal import RefusalReason
from services.identity.domain.verification_lifecycle import Outcome
from services.identity.usecases.decide_verification import DecideVerification
from services.identity.usecases.ports import TaskKind
from tests.fakes.identity import (
    M1A,
    OFFICER,
    SECOND,
    SUSPENDED,
    WITH_CONTACTS,
    caller,
    case,
    check,
    subscriber,
)


@pytest.fixture
def decide(unit_of_work, clock, ids):
    use_case = DecideVerification(unit_of_work=unit_of_work, clock=clock, ids=ids, months=24)

    def decide(by, opened, *, grant=True, read=None):
        return use_case(
            by,
            verification_id=opened.verification_id,
            grant=grant,
            read=opened.evidence_digest if read is None else read,
            reason="because",
            because=frozenset() if grant else frozenset({RefusalReason.EVIDENCE_NOT_ENOUGH}),
        ).case

    return decide


@pytest.fixture
def opened(stores):
    stores.subscribers.add(subscriber("owner"))
    stores.verifications.add(made := case("owner", WITH_CONTACTS))
    return made


def test_a_second_officer_gives_the_tier_everywhere_at_once(decide, opened, stores) -> None:
    assert Outcome.GRANTED is decide(SECOND, opened).outcome
    person = stores.subscribers.get("owner")
    assert (Tier.VERIFIED, 2) == (person.tier, person.rights_version)
    assert PrincipalChanged(person) in stores.outbox.events
    assert [TaskKind.SYNC] == [w.what.kind for w in stores.tasks.waiting]
    assert "M1A" in stores.audit.rows[-1][4]["profiles"]


def test_whoever_recorded_a_check_cannot_decide(decide, opened, stores) -> None:
    for grant in (True, False):
        with pytest.raises(CheckedBySameOfficer):
            decide(OFFICER, opened, grant=grant)
    assert Tier.REGISTERED is stores.subscribers.get("owner").tier


def test_nobody_decides_on_themselves(decide, opened) -> None:
    with pytest.raises(OwnVerification):
        decide(caller("owner", "verification-officer"), opened)


def test_the_decision_is_bound_to_the_checks_that_were_read(decide, opened, stores) -> None:
    read = opened.evidence_digest
    stores.verifications.save(opened.with_check(check(CheckKind.FRAUD, by="third", score=0)))
    with pytest.raises(EvidenceChanged):
        decide(SECOND, opened, read=read)


def test_a_case_is_decided_once(decide, opened) -> None:
    decide(SECOND, opened)
    with pytest.raises(VerificationClosed):
        decide(SECOND, opened)


@pytest.mark.parametrize("left_out", [*range(len(M1A)), 3, 4])
def test_a_grant_needs_the_profile_the_call_back_and_the_organisation(
    decide, stores, left_out
) -> None:
    stores.subscribers.add(subscriber("owner"))
    checks = tuple(each for n, each in enumerate(WITH_CONTACTS) if n != left_out)
    stores.verifications.add(made := case("owner", checks))
    with pytest.raises(ProfileNotMet):
        decide(SECOND, made)
    assert Tier.REGISTERED is stores.subscribers.get("owner").tier


def test_a_refusal_needs_no_profile_and_changes_no_rights(decide, stores) -> None:
    stores.subscribers.add(subscriber("owner"))
    stores.verifications.add(made := case("owner"))
    assert Outcome.REFUSED is decide(SECOND, made, grant=False).outcome
    assert 1 == stores.subscribers.get("owner").rights_version


def test_a_suspended_account_is_given_nothing(decide, stores) -> None:
    stores.subscribers.add(subscriber("owner", standing=SUSPENDED))
    stores.verifications.add(made := case("owner", WITH_CONTACTS))
    with pytest.raises(SubscriberNotActive):
        decide(SECOND, made)
    assert Outcome.OPEN is stores.verifications.get(made.verification_id).outcome
