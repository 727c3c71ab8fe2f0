"""Reading how one's own verification stands."""

from datetime import timedelta

import pytest

from isp.identity.v1 import verification_case_pb2 as case_pb
from kernel.tiers import Tier
from services.identity.domain.check import CallOutcome, CheckKind, ContactSource
from services.identity.domain.tier_term import TierTerm
from services.identity.domain.verification import APPEAL_WITHIN
from services.identity.inbound.my_case_translate import USUAL_WORKING_DAYS, my_case_to_pb
from services.identity.usecases.get_my_verification import GetMyVerification
from tests.fakes.identity import M1A, NOON, caller, case, check
from tests.unit.identity.cases import refused

ME = caller("owner", tier=Tier.REGISTERED)


@pytest.fixture
def get(unit_of_work):
    return GetMyVerification(unit_of_work=unit_of_work)


def test_who_never_asked_is_told_how_long_it_takes(get, stores) -> None:
    stores.verifications.add(case("another"))
    shown = my_case_to_pb(get(ME), NOON)
    assert ("", USUAL_WORKING_DAYS) == (shown.verification_id, shown.usual_working_days)


def test_who_has_a_tier_that_ends_is_told_when(get, stores) -> None:
    stores.tier_terms.save(term := TierTerm.granted("owner", Tier.VERIFIED, NOON, 24))
    shown = my_case_to_pb(get(ME), NOON)
    assert term.until == shown.tier_until.ToDatetime(tzinfo=term.until.tzinfo)
    assert "" == shown.verification_id


def test_what_is_missing_is_shown_without_scores_or_officers(get, stores) -> None:
    """What made an officer wary is not told to the person of whom they are wary."""
    stores.verifications.add(case("owner", M1A[:2]))
    shown = my_case_to_pb(get(ME), NOON)
    assert {case_pb.MISSING_PART_PROFILE, case_pb.MISSING_PART_CALL_BACK} < set(shown.missing)
    assert shown.nearest
    for near in shown.nearest:
        assert (0, 0, 0) == (near.activity, near.fraud, near.verification)
    assert "officer" not in str(shown).replace("officers_checks", "")


def test_an_impostor_is_not_told_that_the_call_back_found_them_out(get, stores) -> None:
    called = check(
        CheckKind.CALL_BACK,
        contact="020 7946 0000",
        contact_source=ContactSource.COMPANY_REGISTER,
        call_outcome=CallOutcome.DENIED,
    )
    stores.verifications.add(case("owner", (*M1A, called)))
    denied = my_case_to_pb(get(ME), NOON)
    stores.verifications.kept.clear()
    stores.verifications.add(case("owner", M1A))
    assert list(denied.missing) == list(my_case_to_pb(get(ME), NOON).missing)


def test_a_refusal_says_why_and_until_when_it_may_be_appealed(get, stores) -> None:
    stores.verifications.add(refused())
    shown = my_case_to_pb(get(ME), NOON)
    assert [case_pb.REFUSAL_REASON_EVIDENCE_NOT_ENOUGH] == list(shown.refusal_reasons)
    assert shown.HasField("appeal_until")
    late = NOON + APPEAL_WITHIN + timedelta(seconds=1)
    assert not my_case_to_pb(get(ME), late).HasField("appeal_until")
