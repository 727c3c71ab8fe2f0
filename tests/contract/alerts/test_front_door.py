"""Who may call which RPC of alerts."""

import pytest

from isp.alerts.v1 import alerts_pb2
from isp.privacy.v1 import privacy_pb2
from kernel.roles import PERMISSIONS
from kernel.tiers import Tier
from tests.contract.front_door import FrontDoorSuite, Rpc, Services, unguarded
from tests.fakes.serving import Served

ALERTS = alerts_pb2.DESCRIPTOR.services_by_name["AlertsService"]
PRIVACY = privacy_pb2.DESCRIPTOR.services_by_name["PrivacyService"]

AUTHORS = {"alert-author", "duty-officer", "hub-officer", "regional-coordinator"}
APPROVERS = {"alert-approver", "duty-officer"}
MAY = {
    "DraftAlert": AUTHORS,
    "SubmitAlert": AUTHORS,
    "ApproveAlert": APPROVERS,
    "WithdrawAlert": APPROVERS,
    "ProposeAllClear": APPROVERS,
    "GiveAllClear": APPROVERS,
    "GetDeliveries": AUTHORS | APPROVERS,
}
PUBLIC = {"GetAlert", "ListAlerts", "CreateStreamTicket", "RecordReceipt"}


class TestTheDoorOfAlerts(FrontDoorSuite):
    """Every RPC that alerts serves."""

    descriptors = (ALERTS, PRIVACY)


def test_the_table_of_who_may_names_every_rpc() -> None:
    assert MAY.keys() | PUBLIC == {method.name for method in ALERTS.methods}


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
