"""Who may call which RPC of engagement."""

import pytest

from isp.engagement.v1 import engagement_pb2
from isp.privacy.v1 import privacy_pb2
from kernel.roles import PERMISSIONS
from kernel.tiers import Tier
from tests.contract.front_door import NOBODY, FrontDoorSuite, Rpc
from tests.fakes.serving import Served

ENGAGEMENT = engagement_pb2.DESCRIPTOR.services_by_name["EngagementService"]
PRIVACY = privacy_pb2.DESCRIPTOR.services_by_name["PrivacyService"]
EXPERTS = {
    "ListQueue",
    "ClaimQuestion",
    "ReleaseQuestion",
    "HandOverQuestion",
    "AnswerQuestion",
}
MEMBERS = {"AskExpert", "ListMyQuestions", "GetQuestion", "AskFurther", "CloseQuestion"}
PUBLIC = {"GetAskingTerms"}


class TestTheDoorOfEngagement(FrontDoorSuite):
    """Every RPC that engagement serves."""

    descriptors = (ENGAGEMENT, PRIVACY)


def test_the_table_of_who_may_names_every_rpc() -> None:
    assert EXPERTS | MEMBERS | PUBLIC == {method.name for method in ENGAGEMENT.methods}


@pytest.mark.parametrize("role", sorted(PERMISSIONS))
@pytest.mark.parametrize("name", sorted(EXPERTS))
def test_only_experts_come_to_the_queue(server: Served, name: str, role: str) -> None:
    caller = server.caller(role, tier=Tier.TRUSTED)
    code, _ = Rpc(ENGAGEMENT.methods_by_name[name]).outcome(server.channel, caller.metadata)
    assert (code != "PERMISSION_DENIED") == (role == "expert")


@pytest.mark.parametrize("name", sorted(MEMBERS))
def test_who_has_no_account_or_no_confirmed_one_asks_nothing(server: Served, name: str) -> None:
    rpc = Rpc(ENGAGEMENT.methods_by_name[name])
    assert ("UNAUTHENTICATED", "TOKEN_NEEDED") == rpc.outcome(server.channel, NOBODY)
    unconfirmed = server.caller(tier=Tier.PUBLIC)
    said = rpc.outcome(server.channel, unconfirmed.metadata)
    assert ("PERMISSION_DENIED", "NOT_PERMITTED") == said
