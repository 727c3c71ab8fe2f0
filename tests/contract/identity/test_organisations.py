"""OrganisationsService: inviting, joining, admins and leaving, through the front."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID, uuid4

import pytest

from isp.identity.v1 import organisations_pb2 as pb
from isp.identity.v1.organisations_pb2_grpc import OrganisationsServiceStub
from services.identity.domain.organisation import Organisation
from tests.fakes.identity import NOON, MemoryIdentityStores, profile, subscriber
from tests.fakes.serving import Caller, Served, refusal

HALL = UUID(int=7)


@pytest.fixture
def organisations(server: Served) -> OrganisationsServiceStub:
    return OrganisationsServiceStub(server.channel)


@pytest.fixture
def owner(server: Served, stores: MemoryIdentityStores) -> Caller:
    stores.organisations.add(Organisation.created(HALL, name="Hall", sectors=frozenset(), at=NOON))
    return person(server, stores, "owner", organisation_id=HALL, organisation_admin=True)


def person(server: Served, stores: MemoryIdentityStores, name: str, **given: object) -> Caller:
    who = server.caller()
    said = profile(email=f"{name}@hall.example", organisation_name="")
    stores.subscribers.add(subscriber(who.subject, profile=said, **given))
    return who


def invite(organisations: OrganisationsServiceStub, by: Caller, email: str) -> pb.Invitation:
    message = pb.InviteColleagueRequest(email=email, idempotency_key=str(uuid4()))
    return organisations.InviteColleague(message, metadata=by.metadata).invitation


@contextmanager
def refused(code: str, reason: str) -> Iterator[None]:
    with refusal() as said:
        yield
    assert (code, reason) == said.status_and_reason


def test_one_is_invited_joins_becomes_admin_and_leaves(
    server: Served,
    organisations: OrganisationsServiceStub,
    stores: MemoryIdentityStores,
    owner: Caller,
) -> None:
    other = person(server, stores, "other")
    made = invite(organisations, owner, "Other@Hall.example")
    assert ("other@hall.example", "Cafe Owner", 1) == (made.email, made.invited_by, made.mailed)
    mine = organisations.ListMyInvitations(pb.ListMyInvitationsRequest(), metadata=other.metadata)
    assert ["Hall"] == [each.organisation_name for each in mine.invitations]
    joined = organisations.AcceptInvitation(
        pb.AcceptInvitationRequest(invitation_id=made.invitation_id), metadata=other.metadata
    )
    assert str(HALL) == joined.organisation.organisation_id
    admin = pb.SetOrganisationAdminRequest(subject=other.subject, admin=True)
    assert organisations.SetOrganisationAdmin(admin, metadata=owner.metadata).member.admin
    members = organisations.ListMembers(pb.ListMembersRequest(), metadata=other.metadata)
    assert members.admin
    assert {owner.subject, other.subject} == {each.subject for each in members.members}
    assert [other.subject] == [each.subject for each in members.members if each.me]
    organisations.LeaveOrganisation(pb.LeaveOrganisationRequest(), metadata=owner.metadata)
    assert [other.subject] == list(stores.members.admins(HALL))


def test_by_the_link_anyone_reads_it_and_says_no(
    organisations: OrganisationsServiceStub, stores: MemoryIdentityStores, owner: Caller
) -> None:
    invite(organisations, owner, "new@hall.example")
    token = stores.mails.waiting[0].what.variables["token"]
    seen = organisations.GetInvitation(pb.GetInvitationRequest(token=token)).invitation
    assert ("Hall", "Cafe Owner") == (seen.organisation_name, seen.invited_by)
    organisations.DeclineInvitation(pb.DeclineInvitationRequest(token=token))
    with refused("NOT_FOUND", "INVITATION_NOT_FOUND"):
        organisations.GetInvitation(pb.GetInvitationRequest(token=token))
    found = organisations.ListInvitations(pb.ListInvitationsRequest(), metadata=owner.metadata)
    assert [] == list(found.invitations)


def test_a_member_is_removed_and_a_name_changed(
    server: Served,
    organisations: OrganisationsServiceStub,
    stores: MemoryIdentityStores,
    owner: Caller,
) -> None:
    other = person(server, stores, "other", organisation_id=HALL)
    rename = pb.RenameOrganisationRequest(name="  New Hall ", expected_version=1)
    with refused("PERMISSION_DENIED", "NOT_ORGANISATION_ADMIN"):
        organisations.RenameOrganisation(rename, metadata=other.metadata)
    renamed = organisations.RenameOrganisation(rename, metadata=owner.metadata)
    assert "New Hall" == renamed.organisation.name
    remove = pb.RemoveMemberRequest(subject=other.subject)
    organisations.RemoveMember(remove, metadata=owner.metadata)
    with refused("NOT_FOUND", "MEMBER_NOT_FOUND"):
        organisations.RemoveMember(remove, metadata=owner.metadata)


def test_resent_and_withdrawn(organisations: OrganisationsServiceStub, owner: Caller) -> None:
    named = {"invitation_id": invite(organisations, owner, "new@hall.example").invitation_id}
    with refused("RESOURCE_EXHAUSTED", "RESENT_TOO_OFTEN"):
        organisations.ResendInvitation(pb.ResendInvitationRequest(**named), metadata=owner.metadata)
    organisations.WithdrawInvitation(pb.WithdrawInvitationRequest(**named), metadata=owner.metadata)
    with refused("NOT_FOUND", "INVITATION_NOT_FOUND"):
        organisations.ResendInvitation(pb.ResendInvitationRequest(**named), metadata=owner.metadata)


@pytest.mark.parametrize(
    ("rpc", "message"),
    [
        ("InviteColleague", pb.InviteColleagueRequest(email="no address")),
        ("InviteColleague", pb.InviteColleagueRequest(email="a@b.example", language="fr")),
        ("AcceptInvitation", pb.AcceptInvitationRequest()),
        ("AcceptInvitation", pb.AcceptInvitationRequest(token="a", invitation_id=str(HALL))),
        ("RenameOrganisation", pb.RenameOrganisationRequest(name=" ", expected_version=1)),
        ("SetOrganisationAdmin", pb.SetOrganisationAdminRequest(subject="x")),
    ],
)
def test_what_is_malformed_is_refused(
    organisations: OrganisationsServiceStub, owner: Caller, rpc: str, message: object
) -> None:
    with refused("INVALID_ARGUMENT", "INVALID"):
        getattr(organisations, rpc)(message, metadata=owner.metadata)


def test_an_officer_appoints_who_runs_it_when_nobody_does(
    organisations: OrganisationsServiceStub,
    stores: MemoryIdentityStores,
    owner: Caller,
    server: Served,
) -> None:
    other = person(server, stores, "other", organisation_id=HALL)
    officer = server.caller("verification-officer")
    stores.subscribers.add(subscriber(officer.subject))
    admin = stores.subscribers.get(owner.subject)
    stores.subscribers.save(admin.suspended(by="another", at=NOON))
    of_it = {"organisation_id": str(HALL)}
    listed = organisations.ListUnledOrganisations(
        pb.ListUnledOrganisationsRequest(), metadata=officer.metadata
    )
    assert [(str(HALL), 2)] == [(e.organisation_id, e.size) for e in listed.organisations]
    shown = organisations.GetUnledOrganisation(
        pb.GetUnledOrganisationRequest(**of_it), metadata=officer.metadata
    )
    assert [other.subject] == [each.subject for each in shown.members]
    message = pb.AppointOrganisationAdminRequest(**of_it, subject=other.subject, reason="So.")
    wordless = pb.AppointOrganisationAdminRequest(**of_it, subject=other.subject)
    for who, asked, said in (
        (officer, wordless, ("INVALID_ARGUMENT", "INVALID")),
        (other, message, ("PERMISSION_DENIED", "NOT_PERMITTED")),
    ):
        with refused(*said):
            organisations.AppointOrganisationAdmin(asked, metadata=who.metadata)
    organisations.AppointOrganisationAdmin(message, metadata=officer.metadata)
    assert stores.subscribers.get(other.subject).organisation_admin
    with refused("FAILED_PRECONDITION", "ORGANISATION_LED"):
        organisations.AppointOrganisationAdmin(message, metadata=officer.metadata)


def test_addresses_are_matched_with_ones_own_people_alone(
    server: Served,
    organisations: OrganisationsServiceStub,
    stores: MemoryIdentityStores,
    owner: Caller,
) -> None:
    other = person(server, stores, "other", organisation_id=HALL)
    person(server, stores, "elsewhere")
    asked = pb.MatchMembersRequest(
        emails=["Other@Hall.example", "elsewhere@hall.example", "unknown@hall.example"]
    )
    found = organisations.MatchMembers(asked, metadata=owner.metadata)
    assert [("other@hall.example", other.subject)] == [
        (each.email, each.subject) for each in found.members
    ]
    with refused("PERMISSION_DENIED", "NOT_ORGANISATION_ADMIN"):
        organisations.MatchMembers(asked, metadata=other.metadata)


@pytest.mark.parametrize("emails", [[], ["a@b.example"] * 1001, ["a" * 255]])
def test_addresses_to_match_are_bounded(
    organisations: OrganisationsServiceStub, owner: Caller, emails: list[str]
) -> None:
    with refusal() as said:
        organisations.MatchMembers(pb.MatchMembersRequest(emails=emails), metadata=owner.metadata)
    assert "INVALID_ARGUMENT" == said.status_and_reason[0]
