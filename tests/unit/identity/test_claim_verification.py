"""Working on a case."""

from dataclasses import replace
from uuid import uuid4

import pytest

from chassis.errors import StaleVersion
from services.identity.domain.errors import OwnVerification
from services.identity.domain.verification_errors import (
    ReviewedByColleague,
    ReviewedBySponsor,
    TooManyClaims,
    VerificationClaimed,
)
from services.identity.usecases.claim_verification import MOST_CLAIMS, ClaimVerification
from tests.fakes.identity import OFFICER, SECOND, caller, case, subscriber
from tests.unit.identity.cases import trusted


@pytest.fixture
def claim(unit_of_work, clock):
    use_case = ClaimVerification(unit_of_work=unit_of_work, clock=clock)

    def claim(by, opened, version=None):
        return use_case(
            by,
            verification_id=opened.verification_id,
            expected_version=opened.version if version is None else version,
        ).case

    return claim


def opened_by(stores, subject, **given):
    stores.subscribers.add(subscriber(subject, **given))
    stores.verifications.add(made := case(subject))
    return made


def test_one_officer_works_on_a_case_until_the_hour_is_over(claim, stores, clock) -> None:
    opened = opened_by(stores, "owner")
    held = claim(OFFICER, opened)
    with pytest.raises(VerificationClaimed):
        claim(SECOND, held)
    clock.pass_(minutes=60)
    assert "second" == claim(SECOND, held).claimed_by


def test_what_changed_meanwhile_is_not_claimed(claim, stores) -> None:
    opened = opened_by(stores, "owner")
    with pytest.raises(StaleVersion):
        claim(OFFICER, opened, opened.version + 1)


def test_nobody_works_on_the_case_of_a_person_they_have_a_part_in(claim, stores) -> None:
    with pytest.raises(OwnVerification):
        claim(caller("owner", "verification-officer"), opened_by(stores, "owner"))
    here = uuid4()
    colleague = replace(OFFICER, organisation_id=str(here))
    with pytest.raises(ReviewedByColleague):
        claim(colleague, opened_by(stores, "clerk", organisation_id=here))
    stores.subscribers.add(subscriber("friend"))
    stores.verifications.add(vouched := trusted("friend"))
    with pytest.raises(ReviewedBySponsor):
        claim(caller("sponsor", "verification-officer"), vouched)


def test_an_officer_works_on_a_bounded_number_of_cases(claim, stores, clock) -> None:
    for number in range(MOST_CLAIMS):
        first = claim(OFFICER, opened_by(stores, f"owner-{number}"))
    with pytest.raises(TooManyClaims):
        claim(OFFICER, opened_by(stores, "last"))
    assert "officer" == claim(OFFICER, first).claimed_by
    clock.pass_(minutes=61)
    assert "officer" == claim(OFFICER, opened_by(stores, "later")).claimed_by
