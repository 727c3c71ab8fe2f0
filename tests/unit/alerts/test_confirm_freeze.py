"""Stopping all issuing on a second person's word."""

from uuid import uuid4

import pytest

from chassis.errors import StaleVersion
from services.alerts.domain.alert import Status
from services.alerts.domain.errors import (
    FreezeNotFound,
    IllegalTransition,
    IssuingFrozen,
    SelfApproval,
)
from services.alerts.domain.reach import Size
from services.alerts.usecases.approve_alert import ApproveAlert
from services.alerts.usecases.confirm_freeze import ConfirmFreeze
from services.alerts.usecases.give_all_clear import GiveAllClear
from services.alerts.usecases.withdraw_alert import WithdrawAlert
from tests.fakes.alerts import APPROVER, SECOND, issued, person, submitted
from tests.ports.freezes_store import begun

ADA, BEA = person("ada", "alert-approver"), person("bea", "alert-approver")


@pytest.fixture
def confirm(unit_of_work, clock):
    return ConfirmFreeze(unit_of_work=unit_of_work, clock=clock)


@pytest.fixture
def proposed(stores):
    stores.freezes.add(freeze := begun(by="ada"))
    return freeze


def test_whoever_proposed_it_cannot_agree_with_themselves(confirm, stores, proposed) -> None:
    with pytest.raises(SelfApproval):
        confirm(ADA, freeze_id=proposed.freeze_id, expected_version=1)
    assert not stores.freezes.open().stops


def test_from_then_on_nothing_is_issued_and_withdrawal_stays_possible(
    confirm, stores, proposed, unit_of_work, clock
) -> None:
    needs = {"unit_of_work": unit_of_work, "clock": clock}
    waiting, out = submitted(), issued()
    ending = issued().propose_all_clear(by="approver", text="Over.", authority_reference="R")
    for alert in (waiting, out, ending):
        stores.alerts.add(alert)
    assert confirm(BEA, freeze_id=proposed.freeze_id, expected_version=1).stops
    with pytest.raises(IssuingFrozen):
        ApproveAlert(**needs)(APPROVER, alert_id=waiting.alert_id, read=waiting.digest)
    with pytest.raises(IssuingFrozen):
        GiveAllClear(**needs)(SECOND, alert_id=ending.alert_id, read=ending.proposal_digest)
    assert Status.SUBMITTED is stores.alerts.get(waiting.alert_id).status
    gone = WithdrawAlert(**needs)(
        APPROVER, alert_id=out.alert_id, expected_version=out.version, why="Not ours."
    )
    assert Status.WITHDRAWN is gone.status
    assert ("bea", "alerts:freeze") == stores.audit.rows[0][:2]


def test_a_proposal_alone_stops_nothing(stores, proposed, unit_of_work, clock) -> None:
    stores.alerts.add(waiting := submitted())
    approve = ApproveAlert(unit_of_work=unit_of_work, clock=clock)
    said = {"alert_id": waiting.alert_id, "read": waiting.digest, "size": Size.FEWER_THAN_TEN}
    assert Status.ISSUED is approve(APPROVER, **said).status


def test_the_usual_refusals(confirm, proposed) -> None:
    with pytest.raises(FreezeNotFound):
        confirm(BEA, freeze_id=uuid4(), expected_version=1)
    with pytest.raises(StaleVersion):
        confirm(BEA, freeze_id=proposed.freeze_id, expected_version=2)
    confirm(BEA, freeze_id=proposed.freeze_id, expected_version=1)
    with pytest.raises(IllegalTransition):
        confirm(BEA, freeze_id=proposed.freeze_id, expected_version=2)
