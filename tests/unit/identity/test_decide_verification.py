"""Deciding a case."""

from dataclasses import replace
from uuid import uuid4

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
from services.identity.domain.verification_errors import (
    ReviewedByColleague,
    ReviewedByInviter,
    ReviewedBySponsor,
)
from services.identity.domain.verification_lifecycle import Outcome
from services.identity.usecases.decide_verification import DecideVerification
from services.identity.usecases.waiting_ports import TaskKind
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
from tests.unit.identity.cases import trusted
from tests.unit.identity.seated import a_seat_with

THIRD = caller("third", "verification-officer")


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


def test_a_grant_has_an_end_and_is_told_by_mail(decide, opened, stores, clock) -> None:
    decide(SECOND, opened)
    term = stores.tier_terms.find("owner")
    assert (Tier.VERIFIED, clock.now(), None) == (term.tier, term.began, term.warned)
    assert clock.now().replace(year=clock.now().year + 2) == term.until
    assert ["verification-granted"] == [each.what.template for each in stores.mails.waiting]


def test_a_refusal_is_told_by_mail_and_leaves_the_term_as_it_is(decide, opened, stores) -> None:
    decide(SECOND, opened, grant=False)
    assert stores.tier_terms.find("owner") is None
    assert ["verification-refused"] == [each.what.template for each in stores.mails.waiting]


def test_of_a_proposal_nobody_is_told_and_no_right_changes(decide, stores) -> None:
    stores.subscribers.add(subscriber("owner"))
    stores.verifications.add(made := trusted())
    assert Outcome.PROPOSED is decide(SECOND, made).outcome
    assert [] == stores.mails.waiting
    assert (Tier.REGISTERED, 1) == (
        stores.subscribers.get("owner").tier,
        stores.subscribers.get("owner").rights_version,
    )
    proposed = stores.verifications.get(made.verification_id)
    assert Outcome.GRANTED is decide(THIRD, proposed).outcome
    assert Tier.TRUSTED is stores.tier_terms.find("owner").tier


def test_a_seat_stands_for_a_sponsor(decide, stores) -> None:
    stores.subscribers.add(subscriber("owner"))
    stores.verifications.add(made := trusted(vouched=False))
    with pytest.raises(ProfileNotMet):
        decide(SECOND, made)
    seat = a_seat_with(stores, "owner")
    helps = replace(seat, holder=None, associate=seat.holder, version=seat.version + 1)
    stores.seats.save(helps)
    with pytest.raises(ProfileNotMet):
        decide(SECOND, made)
    stores.seats.save(replace(seat, version=helps.version + 1))
    assert Outcome.PROPOSED is decide(SECOND, made).outcome


def test_nobody_decides_on_whom_they_invited_even_somewhere_else(decide, stores) -> None:
    stores.subscribers.add(subscriber("owner", organisation_id=uuid4(), invited_by="second"))
    stores.verifications.add(made := trusted())
    with pytest.raises(ReviewedByInviter):
        decide(replace(SECOND, organisation_id=str(uuid4())), made)
    with pytest.raises(ReviewedByInviter):
        decide(SECOND, made)


def test_nobody_decides_on_a_colleague_or_on_whom_they_vouch_for(decide, stores) -> None:
    here = uuid4()
    stores.subscribers.add(subscriber("owner", organisation_id=here))
    stores.verifications.add(made := trusted())
    with pytest.raises(ReviewedByColleague):
        decide(replace(SECOND, organisation_id=str(here)), made)
    with pytest.raises(ReviewedBySponsor):
        decide(caller("sponsor", "verification-officer"), made)
