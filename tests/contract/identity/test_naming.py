"""Naming people through the front of identity."""

import pytest

from isp.identity.v1 import naming_pb2 as pb
from isp.identity.v1.naming_pb2_grpc import NamingServiceStub
from kernel.roles import PERMISSIONS
from kernel.tiers import Tier
from tests.fakes.serving import Served, refusal

ASKED = pb.NamePeopleRequest(emails=["somebody@cafe.example"])


@pytest.mark.parametrize("role", sorted(PERMISSIONS))
def test_editors_alone_name_people(server: Served, role: str) -> None:
    stub, caller = NamingServiceStub(server.channel), server.caller(role, tier=Tier.TRUSTED)
    if role == "editor":
        assert 1 == len(stub.NamePeople(ASKED, metadata=caller.metadata).subjects)
        return
    with refusal() as refused:
        stub.NamePeople(ASKED, metadata=caller.metadata)
    assert ("PERMISSION_DENIED", "NOT_PERMITTED") == refused.status_and_reason


@pytest.mark.parametrize("emails", [[], ["a@b.example"] * 51, ["x" * 255], [""]])
def test_what_is_wrong_is_named(server: Served, emails: list[str]) -> None:
    stub, caller = NamingServiceStub(server.channel), server.caller("editor", tier=Tier.TRUSTED)
    with refusal() as refused:
        stub.NamePeople(pb.NamePeopleRequest(emails=emails), metadata=caller.metadata)
    assert ("INVALID_ARGUMENT", ["emails"]) == (
        refused.status_and_reason[0],
        [each.field for each in refused.said.violations],
    )
