"""An inquiry reads who decided what, whatever became of the thing since."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from isp.alerts.v1 import alerts_pb2 as rpc
from isp.alerts.v1 import (
    cordons_pb2,
    rumours_pb2,
    safeguards_pb2,
    safeguards_pb2_grpc,
    templates_pb2,
    templates_pb2_grpc,
)
from isp.alerts.v1.cascades_pb2_grpc import CascadesServiceStub
from isp.privacy.v1 import privacy_pb2
from isp.privacy.v1.privacy_pb2_grpc import PrivacyServiceStub
from kernel.tiers import Tier
from tests.contract.alerts.desk import (
    Desk,
    ahead,
    all_clear_of,
    approval_of,
    discard_of,
    return_of,
    submission_of,
    withdrawal_of,
)
from tests.contract.alerts.test_cascading import ALONG, SHUT, passing, region, the_one
from tests.contract.alerts.test_cordons import Cordons
from tests.contract.alerts.test_glass import approved, breaking
from tests.contract.alerts.test_rumours import Board
from tests.fakes.alerts import MemoryAlertsStores
from tests.fakes.serving import Caller, Served

__all__ = ["region"]
YEARS = timedelta(days=3650)
Named = Callable[[], set[tuple[str, str]]]


@pytest.fixture
def named(server: Served, desk: Desk) -> Named:
    """Return whom the export names for which act, and see that it names somebody for each."""
    inquirer = server.caller("privacy-officer", tier=Tier.REGISTERED)

    def _named() -> set[tuple[str, str]]:
        asked = rpc.ExportDecisionsRequest(since=ahead(-YEARS), until=ahead(YEARS), page_size=100)
        found = desk.alerts.ExportDecisions(asked, metadata=inquirer.metadata).decisions
        assert found
        assert not [each.action for each in found if not each.subject]
        return {(each.action.removeprefix("alerts:"), each.subject) for each in found}

    return _named


def test_the_first_person_of_an_all_clear_that_was_given(desk: Desk, named: Named) -> None:
    out = desk.proposed()
    desk.alerts.GiveAllClear(all_clear_of(out), metadata=desk.second.metadata)
    assert {
        ("propose-all-clear", desk.approver.subject),
        ("all-clear", desk.second.subject),
    } <= named()


def test_who_sent_back_what_was_submitted_again_and_who_gave_it_up(
    desk: Desk, named: Named, server: Served
) -> None:
    other = server.caller("alert-author", tier=Tier.TRUSTED)
    waiting = desk.submitted()
    back = desk.alerts.ReturnAlert(return_of(waiting), metadata=desk.second.metadata).alert
    again = desk.alerts.SubmitAlert(submission_of(back), metadata=desk.author.metadata).alert
    assert not again.HasField("returned")
    desk.alerts.DiscardAlert(discard_of(again), metadata=other.metadata)
    assert {("return", desk.second.subject), ("discard", other.subject)} <= named()


def test_who_reviewed_what_was_withdrawn_and_reviewed_again(
    desk: Desk, named: Named, server: Served
) -> None:
    templates = templates_pb2_grpc.TemplatesServiceStub(server.channel)
    template = approved(desk, templates)
    alert = templates.BreakGlass(breaking(template), metadata=desk.duty.metadata).alert

    def reviewed(by: Caller, version: int) -> Any:
        asked = rpc.ReviewAlertRequest(
            alert_id=alert.alert_id, expected_version=version, finding="Right."
        )
        return desk.alerts.ReviewAlert(asked, metadata=by.metadata).alert

    first = reviewed(desk.second, alert.version)
    ended = desk.alerts.WithdrawAlert(withdrawal_of(first), metadata=desk.approver.metadata).alert
    reviewed(server.caller("alert-approver", tier=Tier.TRUSTED), ended.version)
    gone = templates_pb2.RetireTemplateRequest(
        template_id=template.template_id, expected_version=template.version, reason="Old."
    )
    templates.RetireTemplate(gone, metadata=desk.second.metadata)
    assert {
        ("propose-template", desk.author.subject),
        ("approve-template", desk.approver.subject),
        ("retire-template", desk.second.subject),
        ("break-glass", desk.duty.subject),
        ("review", desk.second.subject),
        ("withdraw", desk.approver.subject),
    } <= named()


def test_who_passed_on(
    desk: Desk,
    named: Named,
    cascades: CascadesServiceStub,
    region: Caller,
) -> None:
    alert = desk.issued(**ALONG)
    step = passing(alert, the_one(cascades, region), context=SHUT)
    cascades.PassOn(step, metadata=region.metadata)
    desk.alerts.WithdrawAlert(withdrawal_of(alert), metadata=desk.approver.metadata)
    assert ("pass-on", region.subject) in named()


def test_who_proposed_a_cordon_that_was_confirmed_lifted_or_dropped(
    desk: Desk, named: Named, server: Served
) -> None:
    cordons = Cordons(server, desk)
    live = cordons.confirmed(cordons.proposed())
    other = server.caller("alert-author", tier=Tier.TRUSTED)
    lift = cordons_pb2.LiftCordonRequest(
        cordon_id=live.cordon_id, expected_version=live.version, authority_reference="CAD 2"
    )
    lifts = cordons.stub.LiftCordon(lift, metadata=other.metadata).cordon
    cordons.confirmed(lifts, desk.second)
    assert {
        ("propose-cordon", desk.author.subject),
        ("lift-cordon", other.subject),
        ("confirm-cordon", desk.approver.subject),
        ("confirm-cordon", desk.second.subject),
    } <= named()


def test_who_froze_and_who_let_it_go_on(desk: Desk, named: Named, server: Served) -> None:
    safeguards = safeguards_pb2_grpc.SafeguardsServiceStub(server.channel)
    one, two = desk.approver, desk.duty
    asked = safeguards_pb2.ProposeFreezeRequest(
        reason="An account was taken.", idempotency_key=str(uuid4())
    )
    freeze_id = safeguards.ProposeFreeze(asked, metadata=one.metadata).freeze.freeze_id
    said = {"freeze_id": freeze_id}
    confirm = safeguards_pb2.ConfirmFreezeRequest(**said, expected_version=1)
    safeguards.ConfirmFreeze(confirm, metadata=two.metadata)
    lift = safeguards_pb2.ProposeUnfreezeRequest(**said, expected_version=2, reason="Ours again.")
    safeguards.ProposeUnfreeze(lift, metadata=two.metadata)
    over = safeguards_pb2.ConfirmUnfreezeRequest(**said, expected_version=3)
    safeguards.ConfirmUnfreeze(over, metadata=one.metadata)
    assert {
        ("propose-freeze", one.subject),
        ("freeze", two.subject),
        ("propose-unfreeze", two.subject),
        ("unfreeze", one.subject),
    } == named()


def test_who_put_a_rumour_on_the_board_took_it_down_and_gave_one_up(
    desk: Desk, named: Named, server: Served
) -> None:
    board = Board(server, desk)
    shown, waits = board.published(), board.proposed(quote="Another.")
    down = rumours_pb2.WithdrawRumourRequest(
        rumour_id=shown.rumour_id, expected_version=shown.version, reason="It was ours."
    )
    board.stub.WithdrawRumour(down, metadata=desk.second.metadata)
    drop = rumours_pb2.DropRumourRequest(
        rumour_id=waits.rumour_id, expected_version=waits.version, reason="Nonsense."
    )
    board.stub.DropRumour(drop, metadata=desk.author.metadata)
    assert {
        ("propose-rumour", desk.author.subject),
        ("publish-rumour", desk.approver.subject),
        ("withdraw-rumour", desk.second.subject),
        ("drop-rumour", desk.author.subject),
    } == named()


def test_who_was_erased_is_named_no_more_and_the_others_are(
    desk: Desk, server: Served, privacy: PrivacyServiceStub, stores: MemoryAlertsStores
) -> None:
    waiting = desk.submitted()
    desk.alerts.ApproveAlert(approval_of(waiting), metadata=desk.approver.metadata)
    erase = privacy_pb2.EraseSubjectRequest(subject=desk.author.subject)
    privacy.EraseSubject(erase, metadata=server.service("identity").metadata)
    asked = rpc.GetDecisionsRequest(alert_id=waiting.alert_id)
    found = desk.alerts.GetDecisions(asked, metadata=desk.second.metadata).decisions
    assert ["", "", desk.approver.subject] == [each.subject for each in found]
    assert 2 == len({each.actor for each in found}), "their acts are still one person's"
    assert desk.author.subject not in stores.audit.names
