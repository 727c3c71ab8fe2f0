"""WelshService and what waits for it: through the front, from a draft to the update that pays."""

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest

from isp.alerts.v1 import alert_pb2 as pb
from isp.alerts.v1 import alerts_pb2, templates_pb2, templates_pb2_grpc, welsh_pb2, welsh_pb2_grpc
from isp.kernel.v1 import kernel_pb2
from kernel.tiers import Tier
from tests.contract.alerts.desk import Desk, approval_of, return_of, submission_of, update_of
from tests.contract.alerts.test_glass import breaking, words
from tests.fakes.serving import Caller, Served, refusal

WALES = kernel_pb2.AudienceRow(
    mode=kernel_pb2.AUDIENCE_MODE_INCLUDE, kind=kernel_pb2.AUDIENCE_KIND_REGION, value="WAL"
)
CYMRAEG = pb.Translation(
    language="cy-GB",
    headline="Arddangosiad",
    description="Arddangosiad, nid yw'n swyddogol.",
    instruction="Peidiwch â gwneud dim.",
    action_line="Arddangosiad: peidiwch â gwneud dim.",
)
SAID: dict[str, Any] = {"audience": [WALES], "translations": [CYMRAEG]}
HELD: dict[str, Any] = {
    "name": "Welsh for Extreme alerts",
    "headline": "Urgent warning",
    "description": "The English is below.",
    "instruction": "Act on the English.",
    "action_line": "Urgent warning.",
    "use": templates_pb2.TEMPLATE_USE_WELSH_STAND_IN,
    "translations": [
        pb.Translation(
            language="cy-GB",
            headline="Rhybudd brys",
            description="Mae'r Saesneg isod.",
            instruction="Gweithredwch ar y Saesneg.",
            action_line="Rhybudd brys.",
        )
    ],
}


@pytest.fixture
def welsh(server: Served) -> welsh_pb2_grpc.WelshServiceStub:
    return welsh_pb2_grpc.WelshServiceStub(server.channel)


@pytest.fixture
def confirmer(server: Served) -> Caller:
    return server.caller("welsh-approver", tier=Tier.TRUSTED)


@pytest.fixture
def templates(server: Served, desk: Desk) -> Iterator[templates_pb2_grpc.TemplatesServiceStub]:
    """Templates, among them the Welsh that stands in Extreme alerts."""
    stub = templates_pb2_grpc.TemplatesServiceStub(server.channel)
    in_force(stub, desk, **HELD)
    return stub


def in_force(
    stub: templates_pb2_grpc.TemplatesServiceStub, desk: Desk, **given: Any
) -> templates_pb2.Template:
    asked = templates_pb2.ProposeTemplateRequest(
        content=words(**given), idempotency_key=str(uuid4())
    )
    made = stub.ProposeTemplate(asked, metadata=desk.author.metadata).template
    read = templates_pb2.ApproveTemplateRequest(
        template_id=made.template_id, read_digest=made.digest
    )
    return stub.ApproveTemplate(read, metadata=desk.approver.metadata).template


def word_on(alert: pb.Alert) -> welsh_pb2.ConfirmWelshRequest:
    return welsh_pb2.ConfirmWelshRequest(alert_id=alert.alert_id, read_digest=alert.digest)


def test_it_waits_until_a_welsh_approver_confirmed_it(
    desk: Desk, welsh: welsh_pb2_grpc.WelshServiceStub, confirmer: Caller
) -> None:
    waiting = desk.submitted(**SAID)
    with refusal() as refused:
        desk.alerts.ApproveAlert(approval_of(waiting), metadata=desk.approver.metadata)
    assert ("FAILED_PRECONDITION", "WELSH_NOT_CONFIRMED") == refused.status_and_reason
    said = welsh.ConfirmWelsh(word_on(waiting), metadata=confirmer.metadata).alert
    assert (True, True) == (said.welsh.needed, said.welsh.HasField("confirmed_at"))
    parts = {hand.part for hand in said.hands}
    assert {pb.HAND_PART_TRANSLATOR, pb.HAND_PART_WELSH_APPROVER} <= parts
    out = desk.alerts.ApproveAlert(approval_of(waiting), metadata=desk.approver.metadata).alert
    assert pb.ALERT_STATUS_ISSUED == out.status
    assert not out.welsh.HasField("due_at")


def test_without_welsh_it_is_refused_by_name(desk: Desk) -> None:
    waiting = desk.submitted(audience=[WALES])
    with refusal() as refused:
        desk.alerts.ApproveAlert(approval_of(waiting), metadata=desk.approver.metadata)
    assert ("FAILED_PRECONDITION", "WELSH_TEXT_NEEDED") == refused.status_and_reason


def test_the_translator_is_refused_whatever_their_roles(
    server: Served, desk: Desk, welsh: welsh_pb2_grpc.WelshServiceStub
) -> None:
    both = server.caller("alert-author", "welsh-approver", tier=Tier.TRUSTED)
    draft = desk.drafted(by=both, **SAID)
    with refusal() as refused:
        welsh.ConfirmWelsh(word_on(draft), metadata=both.metadata)
    assert ("PERMISSION_DENIED", "WELSH_BY_TRANSLATOR") == refused.status_and_reason


def test_a_stale_digest_is_refused(
    desk: Desk, welsh: welsh_pb2_grpc.WelshServiceStub, confirmer: Caller
) -> None:
    draft = desk.drafted(**SAID)
    asked = welsh_pb2.ConfirmWelshRequest(alert_id=draft.alert_id, read_digest=b"0" * 32)
    with refusal() as refused:
        welsh.ConfirmWelsh(asked, metadata=confirmer.metadata)
    assert ("ABORTED", "VERSION_CHANGED") == refused.status_and_reason


def test_an_extreme_alert_goes_out_at_once_and_an_update_pays(
    desk: Desk,
    welsh: welsh_pb2_grpc.WelshServiceStub,
    templates: templates_pb2_grpc.TemplatesServiceStub,
    confirmer: Caller,
) -> None:
    waiting = desk.submitted(**SAID, severity=pb.SEVERITY_EXTREME)
    assert "Rhybudd brys / Demonstration" == waiting.content.translations[0].headline
    assert CYMRAEG == waiting.welsh.set_aside
    out = desk.alerts.ApproveAlert(approval_of(waiting), metadata=desk.approver.metadata).alert
    assert 3600 == out.welsh.due_at.seconds - out.issued_at.seconds
    due = welsh.ListWelshDue(welsh_pb2.ListWelshDueRequest(), metadata=desk.approver.metadata)
    assert [out.alert_id] == [each.alert_id for each in due.alerts]

    asked = update_of(out, **SAID, severity=pb.SEVERITY_EXTREME)
    draft = desk.alerts.UpdateAlert(asked, metadata=desk.author.metadata).alert
    draft = welsh.ConfirmWelsh(word_on(draft), metadata=confirmer.metadata).alert
    update = desk.alerts.SubmitAlert(submission_of(draft), metadata=desk.author.metadata).alert
    desk.alerts.ApproveAlert(approval_of(update), metadata=desk.approver.metadata)
    due = welsh.ListWelshDue(welsh_pb2.ListWelshDueRequest(), metadata=desk.approver.metadata)
    assert [] == list(due.alerts)


def test_nobody_warns_by_the_words_that_stand_in(
    desk: Desk, templates: templates_pb2_grpc.TemplatesServiceStub
) -> None:
    held = in_force(templates, desk, **HELD)
    with refusal() as refused:
        templates.BreakGlass(breaking(held), metadata=desk.duty.metadata)
    assert ("FAILED_PRECONDITION", "TEMPLATE_OF_ANOTHER_USE") == refused.status_and_reason


def test_alone_in_wales_one_needs_welsh_in_the_template_unless_it_is_extreme(
    desk: Desk, templates: templates_pb2_grpc.TemplatesServiceStub
) -> None:
    lesser = in_force(templates, desk)
    with refusal() as refused:
        templates.BreakGlass(breaking(lesser, place="cardiff"), metadata=desk.duty.metadata)
    assert ("FAILED_PRECONDITION", "WELSH_TEXT_NEEDED") == refused.status_and_reason
    extreme = in_force(templates, desk, severity=pb.SEVERITY_EXTREME)
    asked = breaking(extreme, place="cardiff")
    out = templates.BreakGlass(asked, metadata=desk.duty.metadata).alert
    assert "Rhybudd brys / Stay inside in Cardiff" == out.content.translations[0].headline
    assert out.welsh.HasField("due_at")


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"translations": []}, "content.translations"),
        ({"headline": "x" * 161}, "content.headline"),
    ],
)
def test_words_that_stand_in_have_bounds(
    desk: Desk,
    templates: templates_pb2_grpc.TemplatesServiceStub,
    changed: dict[str, Any],
    field: str,
) -> None:
    with refusal() as refused:
        in_force(templates, desk, **HELD | changed)
    assert field in {each.field for each in refused.said.violations}


def test_readers_see_nothing_of_how_it_stands_with_its_welsh(
    desk: Desk, server: Served, templates: templates_pb2_grpc.TemplatesServiceStub
) -> None:
    waiting = desk.submitted(audience=[WALES], severity=pb.SEVERITY_EXTREME)
    out = desk.alerts.ApproveAlert(approval_of(waiting), metadata=desk.approver.metadata).alert
    read = desk.alerts.GetAlert(alerts_pb2.GetAlertRequest(alert_id=out.alert_id)).alert
    assert not read.HasField("welsh")
    assert "Rhybudd brys" in read.content.translations[0].headline


def test_a_welsh_approver_sends_a_draft_back_and_confirms_what_is_mended(
    desk: Desk, welsh: welsh_pb2_grpc.WelshServiceStub, confirmer: Caller
) -> None:
    waiting = desk.submitted(**SAID)
    asked = return_of(waiting, "Mae'r pennawd yn anghywir.")
    back = desk.alerts.ReturnAlert(asked, metadata=confirmer.metadata).alert
    assert (pb.ALERT_STATUS_RETURNED, "Mae'r pennawd yn anghywir.") == (
        back.status,
        back.returned.reason,
    )
    word = welsh_pb2.ConfirmWelshRequest(alert_id=back.alert_id, read_digest=back.digest)
    confirmed = welsh.ConfirmWelsh(word, metadata=confirmer.metadata).alert
    assert confirmed.welsh.HasField("confirmed_at")


def test_a_welsh_approver_sends_nothing_back_that_has_no_welsh(
    desk: Desk, confirmer: Caller
) -> None:
    waiting = desk.submitted()
    with refusal() as refused:
        desk.alerts.ReturnAlert(return_of(waiting), metadata=confirmer.metadata)
    assert ("PERMISSION_DENIED", "NO_WELSH_TO_JUDGE") == refused.status_and_reason
