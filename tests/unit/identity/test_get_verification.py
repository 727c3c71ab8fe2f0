"""Reading a case."""

import pytest

from services.identity.domain.errors import VerificationNotFound
from services.identity.usecases.get_verification import GetVerification
from tests.fakes.identity import OFFICER, caller, case


def test_that_a_case_was_read_goes_on_record_and_ones_own_is_not_there(
    unit_of_work, stores, budget
) -> None:
    stores.verifications.add(opened := case("owner"))
    get = GetVerification(unit_of_work=unit_of_work, budget=budget)
    assert opened == get(OFFICER, verification_id=opened.verification_id).case
    assert [("officer", "identity:read-verification")] == [row[:2] for row in stores.audit.rows]
    with pytest.raises(VerificationNotFound):
        get(caller("owner", "verification-officer"), verification_id=opened.verification_id)
