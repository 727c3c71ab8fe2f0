"""Who may call which RPC of identity."""

import json

import pytest

from isp.identity.v1 import (
    alert_mails_pb2,
    channels_pb2,
    directory_pb2,
    identity_pb2,
    naming_pb2,
    organisations_pb2,
    partners_pb2,
    privacy_requests_pb2,
    providers_pb2,
    security_leads_pb2,
    subscriptions_pb2,
)
from isp.privacy.v1 import privacy_pb2
from kernel.roles import PERMISSIONS
from kernel.tiers import Tier
from tests.contract.front_door import FrontDoorSuite, Rpc, Services, unguarded
from tests.contract.identity.office import Office
from tests.fakes.serving import Served

IDENTITY = identity_pb2.DESCRIPTOR.services_by_name["IdentityService"]
SUBSCRIPTIONS = subscriptions_pb2.DESCRIPTOR.services_by_name["SubscriptionsService"]
ALERT_MAILS = alert_mails_pb2.DESCRIPTOR.services_by_name["AlertMailsService"]
SECURITY_LEADS = security_leads_pb2.DESCRIPTOR.services_by_name["SecurityLeadsService"]
PARTNERS = partners_pb2.DESCRIPTOR.services_by_name["PartnersService"]
PROVIDERS = providers_pb2.DESCRIPTOR.services_by_name["ProvidersService"]
ORGANISATIONS = organisations_pb2.DESCRIPTOR.services_by_name["OrganisationsService"]
CHANNELS = channels_pb2.DESCRIPTOR.services_by_name["ChannelsService"]
DIRECTORY = directory_pb2.DESCRIPTOR.services_by_name["DirectoryService"]
NAMING = naming_pb2.DESCRIPTOR.services_by_name["NamingService"]
PRIVACY_REQUESTS = privacy_requests_pb2.DESCRIPTOR.services_by_name["PrivacyRequestsService"]
PRIVACY = privacy_pb2.DESCRIPTOR.services_by_name["PrivacyService"]

OFFICERS = {"verification-officer"}
MAY = {
    "ListVerifications": OFFICERS,
    "GetVerification": OFFICERS,
    "RecordCheck": OFFICERS,
    "DecideVerification": OFFICERS,
    "SuspendSubscriber": OFFICERS | {"platform-admin"},
    "RestoreSubscriber": OFFICERS | {"platform-admin"},
}
PUBLIC = {"RegisterSubscriber", "ConfirmEmail"}
REGISTERED = {"GetMe", "RequestVerification"}


class TestTheDoorOfIdentity(FrontDoorSuite):
    """Every RPC that identity serves."""

    descriptors = (
        *(PARTNERS, PROVIDERS),
        *(IDENTITY, PRIVACY, SUBSCRIPTIONS, ALERT_MAILS, SECURITY_LEADS),
        *(ORGANISATIONS, CHANNELS, DIRECTORY, NAMING, PRIVACY_REQUESTS),
    )


def test_the_table_of_who_may_names_every_rpc() -> None:
    assert MAY.keys() | PUBLIC | REGISTERED == {method.name for method in IDENTITY.methods}


def test_alerts_without_an_account_are_for_anyone() -> None:
    """Only what reads the whole directory is for those who have an account."""
    closed = {each.name for each in SUBSCRIPTIONS.methods if not Rpc(each).rule.public}
    assert {"GetPostcodeArea"} == closed


@pytest.mark.parametrize("role", sorted(PERMISSIONS))
@pytest.mark.parametrize("name", sorted(MAY))
def test_a_role_may_do_what_the_table_says_and_no_more(
    server: Served, name: str, role: str
) -> None:
    caller = server.caller(role, tier=Tier.TRUSTED)
    code, _ = Rpc(IDENTITY.methods_by_name[name]).outcome(server.channel, caller.metadata)
    assert (role in MAY[name]) == (code in {"OK", "INVALID_ARGUMENT"})
    assert (role not in MAY[name]) == (code == "PERMISSION_DENIED")


@pytest.mark.parametrize("tier", Tier, ids=lambda tier: tier.name)
@pytest.mark.parametrize("name", sorted(REGISTERED))
def test_what_needs_an_account_is_for_every_tier_above_public(
    server: Served, name: str, tier: Tier
) -> None:
    caller = server.caller(tier=tier)
    code, _ = Rpc(IDENTITY.methods_by_name[name]).outcome(server.channel, caller.metadata)
    assert (tier is Tier.PUBLIC) == (code == "PERMISSION_DENIED")


@pytest.mark.parametrize("name", ["ExportSubject", "EraseSubject"])
def test_no_person_may_export_or_erase_whatever_their_roles(server: Served, name: str) -> None:
    """Only identity's own saga asks: no officer reads another person's data here."""
    everything = server.caller(*PERMISSIONS, tier=Tier.TRUSTED)
    said = Rpc(PRIVACY.methods_by_name[name]).outcome(server.channel, everything.metadata)
    assert ("PERMISSION_DENIED", "NOT_PERMITTED") == said


def test_without_the_door_anyone_could_read_a_case(office: Office, services: Services) -> None:
    """The control: nothing but the door stands before all that is kept of a person."""
    who = office.person()
    office.open_case(who)
    asked = privacy_pb2.ExportSubjectRequest(subject=who.subject)
    with unguarded(services) as channel:
        answer = Rpc(PRIVACY.methods_by_name["ExportSubject"]).call(channel, (), asked)
    assert who.subject in [json.loads(each.json).get("subject") for each in answer.records]
