"""One's organisation by the pages: its people, its invitations, joining and leaving."""

import pytest

from chassis.errors import StaleVersion
from isp.identity.v1 import identity_pb2
from isp.identity.v1 import organisations_pb2 as pb
from services.identity.domain import errors, membership_errors
from tests.contract.gateway.answers import PERSON
from tests.contract.gateway.browsing import Browsing
from tests.contract.gateway.organisation_routes import ME, OTHER, SEEN
from tests.contract.gateway.route import INVITATION_ID, KEY, PERSON_ID
from tests.contract.gateway.test_page_asking import heard, main_of

OWN = "/account/organisation"
INVITE = f"{OWN}/invitations"
ONE = f"{INVITE}/{INVITATION_ID}"
MEMBER = f"{OWN}/members/{PERSON_ID}"
LEAVE = f"{OWN}/leave"
MINE = "/account/invitations"


@pytest.fixture
def member(browsing: Browsing) -> Browsing:
    browsing.sign_in()
    return browsing


def members(browsing: Browsing, *them: pb.Member, admin: bool = True) -> None:
    found = pb.ListMembersResponse(members=them, admin=admin)
    browsing.gateway.backend.answers["ListMembers"] = found


def test_the_account_leads_to_it(member: Browsing) -> None:
    for path in (OWN, MINE):
        assert f'href="{path}"' in member.get("/account").text
        assert f'href="/cy{path}"' in member.get("/cy/account").text


def test_an_admin_sees_people_and_invitations(member: Browsing) -> None:
    page = main_of(member.get(OWN).text)
    assert "Ann &lt;b&gt; (you)" in page
    assert "new@hall.example" in page
    assert "security lead" in page
    assert f'href="{OWN}?page=next%2Bpage"' in page
    for value in ("admin", "no-admin", "remove", "resend", "withdraw"):
        assert f'value="{value}"' in page


def test_nobody_is_offered_to_remove_themselves(member: Browsing) -> None:
    members(member, ME)
    assert 'value="remove"' not in member.get(OWN).text


def test_a_member_sees_the_names_alone(member: Browsing) -> None:
    members(member, ME, OTHER, admin=False)
    page = main_of(member.get(OWN).text)
    assert "Bob Lee" in page
    for word in ("new@hall.example", "Invite a colleague", 'value="remove"', f"{OWN}/name"):
        assert word not in page
    assert [] == heard(member, "ListInvitations")


def test_the_security_lead_is_led_to_the_training_of_the_organisation(member: Browsing) -> None:
    led = f'href="{OWN}/training"'
    members(member, ME, OTHER, admin=False)
    assert led in member.get(OWN).text
    members(member, pb.Member(subject=ME.subject, me=True), OTHER, admin=False)
    assert led not in member.get(OWN).text
    assert led not in member.get("/account").text
    lead = identity_pb2.Subscriber(tier=PERSON.tier, roles=["security-lead"])
    found = identity_pb2.GetMeResponse(subscriber=lead)
    member.gateway.backend.answers["GetMe"] = found
    assert led in member.get("/account").text


def test_a_colleague_is_invited_in_the_language_of_the_page(member: Browsing) -> None:
    sent = member.post(f"/cy{INVITE}", {"email": "new@hall.example", "key": KEY})
    assert (302, f"/cy{OWN}") == (sent.status_code, sent.location)
    assert [
        pb.InviteColleagueRequest(email="new@hall.example", language="cy", idempotency_key=KEY)
    ] == heard(member, "InviteColleague")


def test_why_nobody_is_invited_is_said_and_what_was_typed_is_kept(member: Browsing) -> None:
    page = member.post(INVITE, {"email": "", "key": KEY})
    assert (400, True) == (page.status_code, "this is needed" in page.text)
    refused = membership_errors.TooManyInvitations("x")
    member.gateway.backend.refuse(refused, "InviteColleague")
    page = member.post(INVITE, {"email": "new@else.example", "key": KEY})
    assert 429 == page.status_code
    assert "20 invitations may be open" in page.text
    assert 'value="new@else.example"' in page.text


@pytest.mark.parametrize(
    ("path", "do", "rpc"),
    [
        (ONE, "resend", "ResendInvitation"),
        (ONE, "withdraw", "WithdrawInvitation"),
        (MEMBER, "admin", "SetOrganisationAdmin"),
        (MEMBER, "no-admin", "SetOrganisationAdmin"),
        (MEMBER, "remove", "RemoveMember"),
    ],
)
def test_what_an_admin_does_is_done_or_told(member: Browsing, path: str, do: str, rpc: str) -> None:
    done = member.post(path, {"do": do})
    assert (302, OWN) == (done.status_code, done.location)
    [asked] = heard(member, rpc)
    if rpc == "SetOrganisationAdmin":
        assert (do == "admin") == asked.admin
    member.gateway.backend.refuse(membership_errors.NotOrganisationAdmin("x"), rpc)
    assert 302 == member.post(path, {"do": do}).status_code
    assert "Only an admin of your organisation may do this." in member.get(OWN).text


@pytest.mark.parametrize("path", [ONE, MEMBER])
def test_what_no_page_of_ours_says_is_refused(member: Browsing, path: str) -> None:
    assert 400 == member.post(path, {"do": "harm"}).status_code


def test_a_name_is_changed_on_the_version_that_was_read(member: Browsing) -> None:
    page = member.get(f"{OWN}/name").text
    assert 'name="version"' in page
    done = member.post(f"{OWN}/name", {"name": "New", "version": "4"})
    assert (302, OWN) == (done.status_code, done.location)
    assert [pb.RenameOrganisationRequest(name="New", expected_version=4)] == heard(
        member, "RenameOrganisation"
    )
    member.gateway.backend.refuse(StaleVersion("x"), "RenameOrganisation")
    stale = member.post(f"{OWN}/name", {"name": "New", "version": "4"})
    assert (412, True) == (stale.status_code, 'value="New"' in stale.text)
    assert 400 == member.post(f"{OWN}/name", {"name": "", "version": "4"}).status_code


def test_the_last_is_told_what_leaving_does(member: Browsing) -> None:
    assert 'value="leave"' in member.get(LEAVE).text
    members(member, ME)
    page = member.get(LEAVE).text
    assert 'value="close"' in page
    assert "It cannot be undone." in page
    left = member.post(LEAVE, {"do": "close"})
    assert (302, "/account") == (left.status_code, left.location)
    assert [pb.LeaveOrganisationRequest(close=True)] == heard(member, "LeaveOrganisation")
    member.gateway.backend.refuse(membership_errors.LastAdmin("x"), "LeaveOrganisation")
    assert OWN == member.post(LEAVE, {"do": "leave"}).location
    assert "make somebody one first" in member.get(OWN).text


def test_who_belongs_to_none_is_led_to_name_one(member: Browsing) -> None:
    none = errors.OrganisationNotFound("You belong to no organisation yet.")
    member.gateway.backend.refuse(none, "GetOrganisation")
    for path in (OWN, LEAVE, f"{OWN}/name"):
        assert "/account/premises" == member.get(path).location
    assert "/account/premises" == member.post(f"{OWN}/name", {"name": "x"}).location


def test_the_link_shows_who_invites_and_the_ways_on(browsing: Browsing) -> None:
    page = main_of(browsing.get("/invitation?token=abc").text)
    assert "Ann &lt;b&gt; invites you to join Hall &lt;b&gt;." in page
    for path in (MINE, "/register"):
        assert f'href="{path}"' in page
    assert [pb.GetInvitationRequest(token="abc")] == heard(browsing, "GetInvitation")
    browsing.sign_in()
    assert "See your invitations" in browsing.get("/invitation?token=abc").text


def test_a_link_that_is_good_no_more_says_so(browsing: Browsing) -> None:
    gone = membership_errors.InvitationNotFound("x")
    for rpc in ("GetInvitation", "DeclineInvitation"):
        browsing.gateway.backend.refuse(gone, rpc)
    assert 404 == browsing.get("/invitation?token=abc").status_code
    page = browsing.post("/invitation/decline", {"token": "abc"})
    assert (404, True) == (page.status_code, "Ask whoever invited you." in page.text)


def test_one_says_no_without_an_account(browsing: Browsing) -> None:
    page = browsing.post("/invitation/decline", {"token": "abc"})
    assert (200, True) == (page.status_code, "You said no" in page.text)
    assert [pb.DeclineInvitationRequest(token="abc")] == heard(browsing, "DeclineInvitation")


def test_one_joins_and_says_what_becomes_of_premises(member: Browsing) -> None:
    page = main_of(member.get(MINE).text)
    assert 'name="bring"' in page
    assert "it is closed when you join" in page
    joined = member.post(MINE, {"invitation": SEEN.invitation_id, "bring": "yes"})
    assert (302, OWN) == (joined.status_code, joined.location)
    member.gateway.backend.refuse(membership_errors.PremisesLeftBehind("x"), "AcceptInvitation")
    assert MINE == member.post(MINE, {"invitation": SEEN.invitation_id}).location
    assert "say that you bring them along" in member.get(MINE).text
    assert [
        pb.AcceptInvitationRequest(invitation_id=SEEN.invitation_id, bring_premises=bring)
        for bring in (True, False)
    ] == heard(member, "AcceptInvitation")


def test_who_belongs_to_none_has_no_premises_to_bring(member: Browsing) -> None:
    none = errors.OrganisationNotFound("You belong to no organisation yet.")
    member.gateway.backend.refuse(none, "GetOrganisation")
    assert 'name="bring"' not in member.get(MINE).text
    member.gateway.backend.answers["ListMyInvitations"] = pb.ListMyInvitationsResponse()
    assert "Nobody invites the address of your account now." in member.get(MINE).text
