"""RoleGrantsService: two people give a role, one takes it away, through the front."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from google.protobuf.timestamp_pb2 import Timestamp

from isp.identity.v1 import role_grants_pb2 as pb
from isp.identity.v1.identity_pb2 import GetMeRequest
from isp.identity.v1.identity_pb2_grpc import IdentityServiceStub
from isp.identity.v1.role_grants_pb2_grpc import RoleGrantsServiceStub
from kernel.tiers import Tier
from tests.contract.identity.office import key
from tests.fakes.identity import MemoryIdentityStores, profile, subscriber
from tests.fakes.identity_servers import MemoryAccounts
from tests.fakes.serving import Caller, Served, refusal


def days_ahead(days: int) -> Timestamp:
    moment = Timestamp()
    moment.FromDatetime(datetime.now(UTC) + timedelta(days=days))
    return moment


def a_proposal(**given: object) -> pb.ProposeRoleGrantRequest:
    said = {
        "email": "officer@hub.example",
        "role": "duty-officer",
        "reason": "On the rota.",
        "until": days_ahead(300),
        "idempotency_key": key(),
    }
    return pb.ProposeRoleGrantRequest(**said | given)  # type: ignore[arg-type] # as each test says


@pytest.fixture
def hub(server: Served, stores: MemoryIdentityStores) -> Caller:
    return known(server, stores, "hub-officer")


@pytest.fixture
def admin(server: Served, stores: MemoryIdentityStores) -> Caller:
    return known(server, stores, "platform-admin")


def known(server: Served, stores: MemoryIdentityStores, role: str) -> Caller:
    caller = server.caller(role)
    stores.subscribers.add(subscriber(caller.subject, roles=frozenset({role})))
    return caller


@pytest.fixture
def officer(server: Served, stores: MemoryIdentityStores, accounts: MemoryAccounts) -> Caller:
    caller = server.caller()
    accounts.second_factors.add(caller.subject)
    there = subscriber(caller.subject, tier=Tier.VERIFIED)
    stores.subscribers.add(replace(there, profile=profile(email="officer@hub.example")))
    return caller


def test_a_role_is_proposed_confirmed_activated_and_taken_away(
    role_grants: RoleGrantsServiceStub,
    stores: MemoryIdentityStores,
    hub: Caller,
    admin: Caller,
    officer: Caller,
) -> None:
    made = role_grants.ProposeRoleGrant(a_proposal(eligible=True), metadata=hub.metadata).grant
    assert (pb.ROLE_GRANT_STATE_PROPOSED, True, 8) == (
        made.state,
        made.privileged,
        made.longest_hours,
    )
    of_it = {"grant_id": made.grant_id}
    given = role_grants.ConfirmRoleGrant(
        pb.ConfirmRoleGrantRequest(expected_version=1, **of_it), metadata=admin.metadata
    ).grant
    assert pb.ROLE_GRANT_STATE_GRANTED == given.state
    (mine,) = role_grants.ListMyRoleGrants(
        pb.ListMyRoleGrantsRequest(), metadata=officer.metadata
    ).grants
    assert ("", False, "duty-officer") == (mine.reason, mine.HasField("decided_by"), mine.role)
    active = role_grants.ActivateRole(
        pb.ActivateRoleRequest(expected_version=2, hours=1, reason="Incident.", **of_it),
        metadata=officer.metadata,
    ).grant
    assert active.HasField("active_until")
    assert frozenset({"duty-officer"}) == stores.subscribers.get(officer.subject).roles
    rests = role_grants.DeactivateRole(
        pb.DeactivateRoleRequest(expected_version=3, **of_it), metadata=officer.metadata
    ).grant
    assert not rests.HasField("active_until")
    role_grants.EndRoleGrant(
        pb.EndRoleGrantRequest(expected_version=4, reason="Left.", **of_it), metadata=hub.metadata
    )
    listed = role_grants.ListRoleGrants(pb.ListRoleGrantsRequest(), metadata=hub.metadata).grants
    assert [] == list(listed)
    over = pb.ListRoleGrantsRequest(over_too=True)
    (ended,) = role_grants.ListRoleGrants(over, metadata=admin.metadata).grants
    one = role_grants.GetRoleGrant(pb.GetRoleGrantRequest(**of_it), metadata=hub.metadata).grant
    assert ended == one
    assert ("officer@hub.example", "Left.", hub.subject) == (
        one.person.email,
        one.end_reason,
        one.ended_by.subject,
    )


def test_nobody_gives_a_role_to_themselves_or_alone(
    role_grants: RoleGrantsServiceStub, hub: Caller, officer: Caller, stores: MemoryIdentityStores
) -> None:
    own = replace(stores.subscribers.get(hub.subject), profile=profile(email="hub@hub.example"))
    stores.subscribers.add(own)
    with refusal() as said:
        role_grants.ProposeRoleGrant(a_proposal(email="hub@hub.example"), metadata=hub.metadata)
    assert ("PERMISSION_DENIED", "SELF_GRANT") == said.status_and_reason
    made = role_grants.ProposeRoleGrant(a_proposal(), metadata=hub.metadata).grant
    confirm = pb.ConfirmRoleGrantRequest(grant_id=made.grant_id, expected_version=1)
    with refusal() as said:
        role_grants.ConfirmRoleGrant(confirm, metadata=hub.metadata)
    assert ("PERMISSION_DENIED", "SAME_PROPOSER") == said.status_and_reason


def test_both_need_the_permission_and_a_second_factor_of_minutes(
    server: Served, role_grants: RoleGrantsServiceStub, officer: Caller
) -> None:
    confirm = pb.ConfirmRoleGrantRequest(grant_id=key(), expected_version=1)
    for who, reason in (
        (server.caller("duty-officer"), "NOT_PERMITTED"),
        (server.caller("hub-officer", aal2=False), "STEP_UP_REQUIRED"),
    ):
        for call, message in (
            (role_grants.ProposeRoleGrant, a_proposal()),
            (role_grants.ConfirmRoleGrant, confirm),
        ):
            with refusal() as said:
                call(message, metadata=who.metadata)
            assert reason == said.status_and_reason[1]


def test_what_is_wrong_is_named(
    role_grants: RoleGrantsServiceStub, hub: Caller, officer: Caller
) -> None:
    wrong = {
        ("email", "role", "reason"): {"email": "nobody", "role": "king", "reason": " "},
        ("until",): {"until": days_ahead(400)},
        ("until", "eligible"): {"role": "expert", "eligible": True, "until": days_ahead(-1)},
    }
    for fields, given in wrong.items():
        with refusal() as said:
            role_grants.ProposeRoleGrant(a_proposal(**given), metadata=hub.metadata)
        assert fields == tuple(each.field for each in said.said.violations)
    with refusal() as said:
        turn = pb.ActivateRoleRequest(grant_id="x", hours=9)
        role_grants.ActivateRole(turn, metadata=officer.metadata)
    fields = tuple(each.field for each in said.said.violations)
    assert ("grant_id", "expected_version", "hours", "reason") == fields


def test_a_proposal_is_refused_or_taken_back(
    role_grants: RoleGrantsServiceStub, hub: Caller, admin: Caller, officer: Caller
) -> None:
    first = role_grants.ProposeRoleGrant(a_proposal(), metadata=hub.metadata).grant
    refused = role_grants.RefuseRoleGrant(
        pb.RefuseRoleGrantRequest(grant_id=first.grant_id, expected_version=1, reason="No."),
        metadata=admin.metadata,
    ).grant
    assert pb.ROLE_GRANT_STATE_REFUSED == refused.state
    second = role_grants.ProposeRoleGrant(a_proposal(), metadata=hub.metadata).grant
    back = role_grants.WithdrawRoleGrant(
        pb.WithdrawRoleGrantRequest(grant_id=second.grant_id, expected_version=1),
        metadata=hub.metadata,
    ).grant
    assert pb.ROLE_GRANT_STATE_WITHDRAWN == back.state


def test_who_asks_about_themselves_was_here_today(
    identity: IdentityServiceStub, stores: MemoryIdentityStores, officer: Caller
) -> None:
    """By that an account that is used never closes as dormant."""
    identity.GetMe(GetMeRequest(), metadata=officer.metadata)
    assert datetime.now(UTC).date() == stores.sightings.kept[officer.subject].day
