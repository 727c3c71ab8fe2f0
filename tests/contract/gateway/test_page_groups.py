"""Closed groups on the pages: joining, looking after one, sponsoring; every refusal named."""

from html import unescape
from typing import Any

import pytest

from chassis.errors import Refusal, StaleVersion
from isp.identity.v1 import groups_pb2 as pb
from services.identity.domain import errors, group_errors
from tests.contract.gateway.browsing import Browsing
from tests.contract.gateway.group_routes import GROUP
from tests.contract.gateway.route import GROUP_ID, KEY, PERSON_ID, REQUEST_ID
from tests.contract.gateway.test_page_asking import heard

MINE = "/account/groups"
HERE = f"{MINE}/{GROUP_ID}"
NEW = {
    "code": "stadiums",
    "name": "Stadiums",
    "purpose": "Those who look after stadiums.",
    "owner_email": "owner@stadium.example",
    "until": "30/06/2027",
    "key": KEY,
}


@pytest.fixture(autouse=True)
def signed_in(browsing: Browsing) -> None:
    browsing.sign_in()


def stands(browsing: Browsing, **changed: Any) -> None:
    group = pb.Group()
    group.CopyFrom(GROUP)
    for name, value in changed.items():
        if value is None:
            group.ClearField(name)  # type: ignore[arg-type] # as each test says
        else:
            setattr(group, name, value)
    browsing.gateway.backend.answers["GetGroup"] = pb.GetGroupResponse(group=group)


def test_ones_groups_and_invitations_are_shown_and_answered(browsing: Browsing) -> None:
    page = unescape(browsing.get(MINE).text)
    for said in ("You are invited: Venues", "Those of venues.", "you own it", f'href="{HERE}"'):
        assert said in page
    for do, accept in (("join", True), ("decline", False)):
        done = browsing.post(f"{MINE}/invitations/{REQUEST_ID}", {"do": do})
        assert (302, MINE) == (done.status_code, done.location)
        said = heard(browsing, "AnswerGroupInvitation")[-1]
        assert (REQUEST_ID, accept) == (said.invitation_id, said.accept)
    assert 400 == browsing.post(f"{MINE}/invitations/{REQUEST_ID}", {"do": "x"}).status_code
    browsing.gateway.backend.refuse(group_errors.UnfitForGroup("x"), "AnswerGroupInvitation")
    assert 302 == browsing.post(f"{MINE}/invitations/{REQUEST_ID}", {"do": "join"}).status_code
    assert "verified account" in unescape(browsing.get(MINE).text)
    browsing.gateway.backend.answers["ListMyGroups"] = pb.ListMyGroupsResponse()
    assert "You are in no closed group." in browsing.get(MINE).text


def test_each_is_offered_what_they_may_do(browsing: Browsing) -> None:
    deeds = ("invite", "remove", "renew", "end", "leave")
    for changed, offered in (
        ({}, {"invite", "remove", "end"}),
        ({"owned": False}, {"remove", "renew", "end"}),
        ({"owned": False, "members": None, "invitations": None}, {"leave"}),
    ):
        stands(browsing, **changed)
        page = browsing.get(HERE).text
        assert offered == {do for do in deeds if f'value="{do}"' in page}


def test_a_large_group_is_read_page_by_page(browsing: Browsing) -> None:
    page = unescape(browsing.get(f"{HERE}?page=there").text)
    (said,) = heard(browsing, "GetGroup")
    assert ("there", 20) == (said.page_token, said.page_size)
    assert f'rel="next" href="{HERE}?page=next"' in page
    stands(browsing)
    assert "More members" not in browsing.get(HERE).text


def test_sponsors_see_all_and_make_one(browsing: Browsing) -> None:
    page = unescape(browsing.get(f"{MINE}/all?page=next").text)
    assert ("next", 20) == (
        heard(browsing, "ListGroups")[0].page_token,
        heard(browsing, "ListGroups")[0].page_size,
    )
    assert "An Owner" in page
    done = browsing.post(f"{MINE}/new", NEW)
    assert (302, HERE) == (done.status_code, done.location)
    (said,) = heard(browsing, "CreateGroup")
    assert ("stadiums", "owner@stadium.example", KEY) == (
        said.code,
        said.owner_email,
        said.idempotency_key,
    )
    browsing.gateway.backend.answers["ListGroups"] = pb.ListGroupsResponse()
    assert "There is no closed group." in browsing.get(f"{MINE}/all").text


@pytest.mark.parametrize(
    ("refusal", "status", "words"),
    [
        (errors.SubscriberNotFound("x"), 404, "Nobody has an account with that address."),
        (group_errors.GroupThere("x"), 409, "Take another"),
        (group_errors.OwnGroup("x"), 403, "Nobody sponsors a group that they own"),
    ],
)
def test_a_refused_group_keeps_what_was_typed(
    browsing: Browsing, refusal: Refusal, status: int, words: str
) -> None:
    browsing.gateway.backend.refuse(refusal, "CreateGroup")
    answer = browsing.post(f"{MINE}/new", NEW)
    page = unescape(answer.text)
    assert status == answer.status_code
    assert words in page
    assert 'value="owner@stadium.example"' in page
    assert KEY not in page
    wrong = browsing.post(f"{MINE}/new", NEW | {"until": "31/02/2027"})
    assert 400 == wrong.status_code
    assert 'href="#until"' in wrong.text


@pytest.mark.parametrize(
    ("fields", "rpc", "said", "next_page"),
    [
        ({"do": "invite", "email": "a@b.example"}, "InviteToGroup", {"email": "a@b.example"}, HERE),
        ({"do": "remove", "member": PERSON_ID}, "RemoveGroupMember", {"member": PERSON_ID}, HERE),
        (
            {"do": "renew", "until": "30/06/2027", "owner": PERSON_ID},
            "RenewGroup",
            {"owner": PERSON_ID, "expected_version": 3},
            HERE,
        ),
        ({"do": "leave"}, "LeaveGroup", {}, MINE),
        ({"do": "end"}, "EndGroup", {"expected_version": 3}, MINE),
    ],
)
def test_each_button_does_its_deed(
    browsing: Browsing, fields: dict[str, str], rpc: str, said: dict[str, Any], next_page: str
) -> None:
    done = browsing.post(HERE, fields | {"version": "3"})
    assert (302, next_page) == (done.status_code, done.location)
    (message,) = heard(browsing, rpc)
    assert said | {"group_id": GROUP_ID} == {
        name: getattr(message, name) for name in (*said, "group_id")
    }


@pytest.mark.parametrize(
    ("refusal", "status", "words"),
    [
        (group_errors.NotAMember("x"), 404, "neither in the group nor invited"),
        (group_errors.OwnerStays("x"), 409, "The owner stays"),
        (StaleVersion("x"), 412, "Below it stands as it is now"),
    ],
)
def test_a_refusal_is_said_on_the_groups_own_page(
    browsing: Browsing, refusal: Refusal, status: int, words: str
) -> None:
    browsing.gateway.backend.refuse(refusal, "RemoveGroupMember")
    answer = browsing.post(HERE, {"do": "remove", "member": PERSON_ID, "version": "3"})
    assert status == answer.status_code
    assert words in unescape(answer.text)
    missing = browsing.post(HERE, {"do": "invite", "email": "", "version": "3"})
    assert 400 == missing.status_code
    assert 'href="#email"' in missing.text
    assert 400 == browsing.post(HERE, {"do": "x"}).status_code


def test_each_button_says_to_a_screen_reader_whom_it_is_about(browsing: Browsing) -> None:
    hidden = '<span class="govuk-visually-hidden"> {}</span>'
    hostile = "<b>Venues</b>"
    asked = pb.GroupInvitation(invitation_id=REQUEST_ID, group_name=hostile)
    mine = pb.ListMyGroupsResponse(invitations=[asked])
    browsing.gateway.backend.answers["ListMyGroups"] = mine
    for path, named in ((MINE, "&lt;b&gt;Venues&lt;/b&gt;"), (HERE, "An Owner")):
        page = browsing.get(path).text
        assert hidden.format(named) in page
        assert "&lt;span" not in page
        assert hostile not in page
