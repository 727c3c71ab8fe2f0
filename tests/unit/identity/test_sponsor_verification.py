"""Vouching for somebody."""

from uuid import uuid4

import pytest

from services.identity.domain.errors import VerificationNotFound
from services.identity.domain.verification_errors import ReviewedBySponsor, SelfSponsorship
from services.identity.usecases.sponsor_verification import SponsorVerification
from tests.fakes.identity import OFFICER, caller, subscriber
from tests.unit.identity.cases import trusted

FRIEND = caller("friend")


@pytest.fixture
def sponsor(unit_of_work, clock, stores):
    stores.subscribers.add(subscriber("owner"))
    use_case = SponsorVerification(unit_of_work=unit_of_work, clock=clock)

    def sponsor(by, opened_id, email="owner@cafe.example"):
        use_case(by, verification_id=opened_id, email=email, statement="I know them.")

    return sponsor


@pytest.fixture
def opened(stores):
    stores.verifications.add(made := trusted(vouched=False))
    return made.verification_id


def test_somebody_vouches_by_the_case_and_the_address_together(sponsor, opened, stores) -> None:
    sponsor(FRIEND, opened, "Owner@Cafe.example ")
    assert "friend" == stores.verifications.get(opened).sponsorship.by
    assert ("friend", "identity:sponsor", str(opened)) == stores.audit.rows[-1][:3]


def test_nothing_is_said_to_who_does_not_know_both(sponsor, opened) -> None:
    said = []
    for case_id, email in ((opened, "other@cafe.example"), (uuid4(), "owner@cafe.example")):
        with pytest.raises(VerificationNotFound) as refused:
            sponsor(FRIEND, case_id, email)
        said.append(str(refused.value))
    assert said[0] == said[1]


def test_nobody_vouches_for_themselves_or_for_whose_case_they_worked_on(sponsor, opened) -> None:
    with pytest.raises(SelfSponsorship):
        sponsor(caller("owner"), opened)
    with pytest.raises(ReviewedBySponsor):
        sponsor(OFFICER, opened)
