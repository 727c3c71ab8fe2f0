"""Who may call which RPC of content."""

import pytest

from isp.content.v1 import content_pb2
from isp.privacy.v1 import privacy_pb2
from kernel.roles import PERMISSIONS
from kernel.tiers import Tier
from tests.contract.front_door import FrontDoorSuite, Rpc
from tests.fakes.serving import Served

CONTENT = content_pb2.DESCRIPTOR.services_by_name["ContentService"]
PRIVACY = privacy_pb2.DESCRIPTOR.services_by_name["PrivacyService"]
MAY = dict.fromkeys(("PublishDocument", "ReviseDocument", "WithdrawDocument"), "editor")
PUBLIC = {"GetDocument", "ListDocuments", "Search"}


class TestTheDoorOfContent(FrontDoorSuite):
    """Every RPC that content serves."""

    descriptors = (CONTENT, PRIVACY)


def test_the_table_of_who_may_names_every_rpc() -> None:
    assert MAY.keys() | PUBLIC == {method.name for method in CONTENT.methods}


@pytest.mark.parametrize("role", sorted(PERMISSIONS))
@pytest.mark.parametrize("name", sorted(MAY))
def test_a_role_may_do_what_the_table_says_and_no_more(
    server: Served, name: str, role: str
) -> None:
    caller = server.caller(role, tier=Tier.TRUSTED)
    said = Rpc(CONTENT.methods_by_name[name]).outcome(server.channel, caller.metadata)
    expected = (
        ("INVALID_ARGUMENT", "INVALID")
        if role == MAY[name]
        else ("PERMISSION_DENIED", "NOT_PERMITTED")
    )
    assert expected == said
