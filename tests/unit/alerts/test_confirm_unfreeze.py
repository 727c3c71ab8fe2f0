"""Letting issuing go on, on a second person's word."""

import pytest

from services.alerts.domain.alert import Status
from services.alerts.domain.errors import SelfApproval
from services.alerts.domain.reach import Size
from services.alerts.usecases.approve_alert import ApproveAlert
from services.alerts.usecases.confirm_unfreeze import ConfirmUnfreeze
from tests.fakes.alerts import APPROVER, person, submitted
from tests.ports.freezes_store import begun, stages

BEA, CAL = person("bea", "alert-approver"), person("cal", "alert-approver")


@pytest.fixture
def lift(unit_of_work, clock):
    return ConfirmUnfreeze(unit_of_work=unit_of_work, clock=clock)


@pytest.fixture
def lifting(stores):
    freeze = stages(begun())[2]
    stores.freezes.kept[freeze.freeze_id] = freeze
    return freeze


def test_a_second_person_lets_it_go_on(lift, stores, lifting, unit_of_work, clock) -> None:
    lift(CAL, freeze_id=lifting.freeze_id, expected_version=3)
    assert stores.freezes.open() is None
    stores.alerts.add(waiting := submitted())
    approve = ApproveAlert(unit_of_work=unit_of_work, clock=clock)
    said = {"alert_id": waiting.alert_id, "read": waiting.digest, "size": Size.FEWER_THAN_TEN}
    assert Status.ISSUED is approve(APPROVER, **said).status
    assert ("cal", "alerts:unfreeze") == stores.audit.rows[0][:2]


def test_whoever_proposed_it_cannot_agree_with_themselves(lift, stores, lifting) -> None:
    with pytest.raises(SelfApproval):
        lift(BEA, freeze_id=lifting.freeze_id, expected_version=3)
    assert stores.freezes.open().stops
