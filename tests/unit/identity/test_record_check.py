"""Recording what an officer found."""

import pytest

from services.identity.domain.check import CheckKind
from services.identity.domain.errors import OwnVerification, VerificationClosed
from services.identity.usecases.record_check import RecordCheck
from tests.fakes.identity import NOON, OFFICER, caller, case, check, key, subscriber


@pytest.fixture
def record(unit_of_work):
    return RecordCheck(unit_of_work=unit_of_work)


def test_a_check_changes_the_digest_and_is_recorded_once_a_key(record, stores) -> None:
    stores.verifications.add(opened := case())
    given = {
        "verification_id": opened.verification_id,
        "check": check(CheckKind.FRAUD, score=1),
        "key": key("RecordCheck"),
    }
    stores.subscribers.add(subscriber("owner"))
    checked = record(OFFICER, **given).case
    assert opened.evidence_digest != checked.evidence_digest
    assert checked == record(OFFICER, **given).case
    assert 1 == len(stores.verifications.get(opened.verification_id).checks)


def test_nobody_checks_their_own_identity(record, stores) -> None:
    stores.verifications.add(opened := case("officer"))
    with pytest.raises(OwnVerification):
        record(
            OFFICER,
            verification_id=opened.verification_id,
            check=check(CheckKind.FRAUD, score=1),
            key=key("RecordCheck"),
        )


def test_a_decided_case_takes_no_checks(record, stores) -> None:
    opened = case()
    stores.verifications.add(
        opened.decided(by="x", grant=False, read=opened.evidence_digest, reason="r", at=NOON)
    )
    with pytest.raises(VerificationClosed):
        record(
            caller("late", "verification-officer"),
            verification_id=opened.verification_id,
            check=check(CheckKind.FRAUD, by="late", score=1),
            key=key("RecordCheck"),
        )
