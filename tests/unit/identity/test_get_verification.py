"""Reading a case."""

from dataclasses import replace
from uuid import UUID

import pytest

from services.identity.domain.errors import VerificationNotFound
from services.identity.domain.verification import Sponsorship
from services.identity.domain.verification_errors import (
    ReviewedByColleague,
    ReviewedByInviter,
    ReviewedBySponsor,
)
from services.identity.usecases.get_verification import GetVerification
from tests.fakes.identity import NOON, OFFICER, caller, case, subscriber

SHOP = UUID(int=7)


@pytest.fixture
def get(unit_of_work, budget):
    return GetVerification(unit_of_work=unit_of_work, budget=budget)


def test_that_a_case_was_read_goes_on_record_and_ones_own_is_not_there(get, stores) -> None:
    stores.verifications.add(opened := case("owner"))
    assert opened == get(OFFICER, verification_id=opened.verification_id).case
    assert [("officer", "identity:read-verification")] == [row[:2] for row in stores.audit.rows]
    with pytest.raises(VerificationNotFound):
        get(caller("owner", "verification-officer"), verification_id=opened.verification_id)


@pytest.mark.parametrize(
    ("person", "sponsor", "refused"),
    [
        ({"organisation_id": SHOP}, "another", ReviewedByColleague),
        ({"invited_by": "officer"}, "another", ReviewedByInviter),
        ({}, "officer", ReviewedBySponsor),
    ],
)
def test_who_has_a_part_in_a_case_reads_nothing_of_it(
    get, stores, person, sponsor, refused
) -> None:
    """Who may not act in it does not read it either; an officer apart from it does both."""
    stores.subscribers.add(replace(subscriber("owner"), **person))
    said = Sponsorship(by=sponsor, at=NOON, statement="I know them.")
    stores.verifications.add(opened := replace(case("owner"), sponsorship=said))
    near = replace(OFFICER, organisation_id=str(SHOP))
    with pytest.raises(refused):
        get(near, verification_id=opened.verification_id)
    assert ([], {}) == (stores.audit.rows, stores.record_reads.read)
    apart = caller("apart", "verification-officer")
    assert opened == get(apart, verification_id=opened.verification_id).case
