"""Appealing the refusal of one's case."""

from dataclasses import replace
from datetime import timedelta

import pytest

from chassis.errors import StaleVersion
from kernel.tiers import Tier
from services.identity.domain.verification_errors import NoCase, NothingToAppeal
from services.identity.domain.verification_lifecycle import Outcome
from services.identity.usecases.appeal_verification import AppealVerification
from tests.fakes.identity import NOON, caller, case, subscriber
from tests.unit.identity.cases import refused

ME = caller("owner", tier=Tier.REGISTERED)


@pytest.fixture
def appeal(unit_of_work, clock, stores):
    stores.subscribers.add(subscriber("owner"))
    return AppealVerification(unit_of_work=unit_of_work, clock=clock)


def test_a_refused_case_waits_again_with_its_checks(appeal, stores) -> None:
    stores.verifications.add(before := refused())
    after = appeal(ME, expected_version=before.version, grounds="Look again.").case
    assert (Outcome.APPEALED, before.checks) == (after.outcome, after.checks)
    assert "second" == after.appeal.refused_by
    assert [after] == stores.verifications.open_page(after=None, size=5)
    assert "identity:appeal" == stores.audit.rows[-1][1]


def test_nobody_appeals_what_they_did_not_read(appeal, stores) -> None:
    stores.verifications.add(before := refused())
    with pytest.raises(StaleVersion):
        appeal(ME, expected_version=before.version - 1, grounds="Look again.")


def test_who_asked_anew_meanwhile_appeals_nothing(appeal, stores) -> None:
    """One case at a time waits for officers."""
    stores.verifications.add(refused())
    stores.verifications.add(new := replace(case("owner"), opened_at=NOON + timedelta(days=1)))
    with pytest.raises(NothingToAppeal):
        appeal(ME, expected_version=new.version, grounds="Look again.")


def test_who_never_asked_appeals_nothing(appeal) -> None:
    with pytest.raises(NoCase):
        appeal(ME, expected_version=1, grounds="Look again.")
