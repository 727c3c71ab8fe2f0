"""Who may call which RPC of alerts."""

import pytest

from isp.alerts.v1 import (
    alerts_pb2,
    answers_pb2,
    cap_pb2,
    dead_letters_pb2,
    devices_pb2,
    ledger_pb2,
    push_pb2,
    safeguards_pb2,
    templates_pb2,
    webhooks_pb2,
    welsh_pb2,
)
from isp.privacy.v1 import privacy_pb2
from kernel.roles import PERMISSIONS
from kernel.tiers import Tier
from tests.contract.front_door import FrontDoorSuite, Rpc, Services, unguarded
from tests.fakes.alerts import MemoryAlertsStores
from tests.fakes.plumbing import MemoryUnitOfWork, SetClock
from tests.fakes.serving import Served
from tests.unit.alerts.logged import grow

ALERTS = alerts_pb2.DESCRIPTOR.services_by_name["AlertsService"]
CAP = cap_pb2.DESCRIPTOR.services_by_name["CapService"]
LEDGER = ledger_pb2.DESCRIPTOR.services_by_name["LedgerService"]
SAFEGUARDS = safeguards_pb2.DESCRIPTOR.services_by_name["SafeguardsService"]
TEMPLATES = templates_pb2.DESCRIPTOR.services_by_name["TemplatesService"]
ANSWERS = answers_pb2.DESCRIPTOR.services_by_name["AnswersService"]
WEBHOOKS = webhooks_pb2.DESCRIPTOR.services_by_name["WebhooksService"]
DEAD_LETTERS = dead_letters_pb2.DESCRIPTOR.services_by_name["DeadLettersService"]
WELSH = welsh_pb2.DESCRIPTOR.services_by_name["WelshService"]
DEVICES = devices_pb2.DESCRIPTOR.services_by_name["DevicesService"]
PUSH = push_pb2.DESCRIPTOR.services_by_name["PushService"]
PRIVACY = privacy_pb2.DESCRIPTOR.services_by_name["PrivacyService"]

AUTHORS = {"alert-author", "duty-officer", "hub-officer", "regional-coordinator"}
APPROVERS = {"alert-approver", "duty-officer"}
FREEZERS = APPROVERS | {"platform-admin"}
DESK = AUTHORS | FREEZERS | {"welsh-approver"}
MAY = {
    "DraftAlert": AUTHORS,
    "SubmitAlert": AUTHORS,
    "GetSharingWarnings": DESK,
    "EditAlert": AUTHORS,
    "DiscardAlert": AUTHORS,
    "ReturnAlert": APPROVERS | {"welsh-approver"},
    "UpdateAlert": AUTHORS,
    "ReviewAlert": APPROVERS,
    "GetReach": DESK,
    "GetReachMap": DESK,
    "GetDecisions": DESK,
    "ExportDecisions": {"privacy-officer"},
    "ApproveAlert": APPROVERS,
    "WithdrawAlert": APPROVERS,
    "ProposeAllClear": APPROVERS,
    "GiveAllClear": APPROVERS,
    "GetDeliveries": DESK,
    "PreviewAudience": DESK,
}
MAY_FREEZE = dict.fromkeys(
    ("ProposeFreeze", "ConfirmFreeze", "ProposeUnfreeze", "ConfirmUnfreeze"), FREEZERS
)
MAY_PREPARE = {
    "ProposeTemplate": AUTHORS,
    "ApproveTemplate": APPROVERS,
    "RetireTemplate": APPROVERS,
    "BreakGlass": {"duty-officer"},
}
PUBLIC = {"GetAlert", "GetThread", "ListAlerts", "CreateStreamTicket", "RecordReceipt"}


class TestTheDoorOfAlerts(FrontDoorSuite):
    """Every RPC that alerts serves."""

    descriptors = (
        *(ALERTS, ANSWERS, CAP, LEDGER, PRIVACY, SAFEGUARDS, TEMPLATES),
        *(WEBHOOKS, DEAD_LETTERS, PUSH, DEVICES, WELSH),
    )

    @pytest.fixture(autouse=True)
    def _a_log(self, unit_of_work: MemoryUnitOfWork[MemoryAlertsStores], stores: object) -> None:
        """Of no log there would be no head to read."""
        grow(unit_of_work, SetClock())


def test_the_table_of_who_may_names_every_rpc() -> None:
    assert MAY.keys() | PUBLIC | {"ListReviews"} == {method.name for method in ALERTS.methods}


@pytest.mark.parametrize("role", sorted(PERMISSIONS))
@pytest.mark.parametrize("name", sorted(MAY))
def test_a_role_may_do_what_the_table_says_and_no_more(
    server: Served, name: str, role: str
) -> None:
    caller = server.caller(role, tier=Tier.TRUSTED)
    said = Rpc(ALERTS.methods_by_name[name]).outcome(server.channel, caller.metadata)
    expected = (
        ("INVALID_ARGUMENT", "INVALID")
        if role in MAY[name]
        else ("PERMISSION_DENIED", "NOT_PERMITTED")
    )
    assert expected == said


@pytest.mark.parametrize("role", sorted(PERMISSIONS))
def test_only_who_may_draft_may_hand_cap_in(server: Served, role: str) -> None:
    caller = server.caller(role, tier=Tier.TRUSTED)
    said = Rpc(CAP.methods_by_name["ImportCap"]).outcome(server.channel, caller.metadata)
    assert (role in AUTHORS) == (said != ("PERMISSION_DENIED", "NOT_PERMITTED"))


@pytest.mark.parametrize("role", sorted(PERMISSIONS))
@pytest.mark.parametrize("name", sorted(MAY_FREEZE))
def test_who_may_stop_all_issuing(server: Served, name: str, role: str) -> None:
    caller = server.caller(role, tier=Tier.TRUSTED)
    said = Rpc(SAFEGUARDS.methods_by_name[name]).outcome(server.channel, caller.metadata)
    expected = "INVALID_ARGUMENT" if role in MAY_FREEZE[name] else "PERMISSION_DENIED"
    assert expected == said[0]


@pytest.mark.parametrize("role", sorted(PERMISSIONS))
@pytest.mark.parametrize("name", sorted(MAY_PREPARE))
def test_who_may_prepare_templates_and_who_may_break_the_glass(
    server: Served, name: str, role: str
) -> None:
    caller = server.caller(role, tier=Tier.TRUSTED)
    said = Rpc(TEMPLATES.methods_by_name[name]).outcome(server.channel, caller.metadata)
    expected = "INVALID_ARGUMENT" if role in MAY_PREPARE[name] else "PERMISSION_DENIED"
    assert expected == said[0]


@pytest.mark.parametrize("role", sorted(PERMISSIONS))
def test_what_waits_for_a_review_is_for_the_desk(server: Served, role: str) -> None:
    caller = server.caller(role, tier=Tier.TRUSTED)
    said = Rpc(ALERTS.methods_by_name["ListReviews"]).outcome(server.channel, caller.metadata)
    assert ("OK" if role in DESK else "PERMISSION_DENIED") == said[0]


@pytest.mark.parametrize("role", sorted(PERMISSIONS))
def test_a_welsh_approver_alone_confirms_welsh_and_the_desk_sees_where_it_is_due(
    server: Served, role: str
) -> None:
    caller = server.caller(role, tier=Tier.TRUSTED)
    confirming, due = (
        Rpc(WELSH.methods_by_name[name]).outcome(server.channel, caller.metadata)[0]
        for name in ("ConfirmWelsh", "ListWelshDue")
    )
    expected = "INVALID_ARGUMENT" if role == "welsh-approver" else "PERMISSION_DENIED"
    assert (expected, "OK" if role in DESK else "PERMISSION_DENIED") == (confirming, due)


@pytest.mark.parametrize("name", ["ExportSubject", "EraseSubject"])
def test_no_person_may_export_or_erase_whatever_their_roles(server: Served, name: str) -> None:
    """Only identity's saga asks: no officer reads another person's data here."""
    everything = server.caller(*PERMISSIONS, tier=Tier.TRUSTED)
    said = Rpc(PRIVACY.methods_by_name[name]).outcome(server.channel, everything.metadata)
    assert ("PERMISSION_DENIED", "NOT_PERMITTED") == said


def test_without_the_door_anyone_could_erase(services: Services) -> None:
    """The control: nothing but the door stands before the erasure."""
    request = privacy_pb2.EraseSubjectRequest(subject="someone")
    with unguarded(services) as channel:
        answer = Rpc(PRIVACY.methods_by_name["EraseSubject"]).call(channel, (), request)
    assert privacy_pb2.EraseSubjectResponse(rows=0) == answer


@pytest.mark.parametrize("role", sorted(PERMISSIONS))
@pytest.mark.parametrize("name", sorted(method.name for method in WEBHOOKS.methods))
def test_an_integrator_alone_keeps_endpoints(server: Served, name: str, role: str) -> None:
    caller = server.caller(role, tier=Tier.TRUSTED)
    said = Rpc(WEBHOOKS.methods_by_name[name]).outcome(server.channel, caller.metadata)
    assert (role == "integrator") is (said != ("PERMISSION_DENIED", "NOT_PERMITTED"))


@pytest.mark.parametrize("role", sorted(PERMISSIONS))
@pytest.mark.parametrize("name", sorted(method.name for method in DEAD_LETTERS.methods))
def test_those_who_run_the_platform_look_after_dead_letters(
    server: Served, name: str, role: str
) -> None:
    caller = server.caller(role, tier=Tier.TRUSTED)
    said = Rpc(DEAD_LETTERS.methods_by_name[name]).outcome(server.channel, caller.metadata)
    operates = role in {"platform-admin", "duty-officer"}
    assert operates is (said != ("PERMISSION_DENIED", "NOT_PERMITTED"))
