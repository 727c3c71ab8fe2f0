"""Staff roles on the pages: proposing, deciding, taking away, taking up; every refusal named."""

from datetime import UTC, datetime
from html import unescape

import pytest

from chassis.errors import Refusal, StaleVersion
from isp.identity.v1 import role_grants_pb2 as pb
from services.identity.domain import errors, role_grant_errors
from tests.contract.gateway.browsing import SUBJECT, Browsing
from tests.contract.gateway.role_routes import GRANT, PROPOSED
from tests.contract.gateway.route import CASE_ID, COURSE_ID, GRANT_ID, KEY
from tests.contract.gateway.test_page_asking import heard

HERE = f"/desk/roles/{GRANT_ID}"
MINE = f"/account/roles/{GRANT_ID}"
NEW = {
    "email": "duty@hub.example",
    "role": "duty-officer",
    "until": "30/06/2027",
    "held": "eligible",
    "reason": "On the rota.",
    "key": KEY,
}


@pytest.fixture(autouse=True)
def signed_in(browsing: Browsing) -> None:
    browsing.sign_in()


def stands(browsing: Browsing, grant: pb.RoleGrant) -> None:
    browsing.gateway.backend.answers["GetRoleGrant"] = pb.GetRoleGrantResponse(grant=grant)


def test_the_list_says_who_holds_what_and_where_it_stands(browsing: Browsing) -> None:
    page = unescape(browsing.get("/desk/roles?over=too&page=next").text)
    (asked,) = heard(browsing, "ListRoleGrants")
    assert (True, "next", 20) == (asked.over_too, asked.page_token, asked.page_size)
    for said in ("Duty officer: Duty Officer", "In force", "taken up until", f'href="{HERE}"'):
        assert said in page
    assert 'href="/desk/roles?page=next&over=too"' in page
    browsing.gateway.backend.answers["ListRoleGrants"] = pb.ListRoleGrantsResponse()
    assert "Nobody holds a role." in browsing.get("/desk/roles").text


def test_a_role_is_proposed_until_the_end_of_a_day_here(browsing: Browsing) -> None:
    done = browsing.post("/desk/roles/new", NEW)
    assert (302, HERE) == (done.status_code, done.location)
    (said,) = heard(browsing, "ProposeRoleGrant")
    assert ("duty@hub.example", "duty-officer", True, KEY) == (
        said.email,
        said.role,
        said.eligible,
        said.idempotency_key,
    )
    assert datetime(2027, 6, 30, 22, 59, 59, tzinfo=UTC) == said.until.ToDatetime(UTC)


@pytest.mark.parametrize(
    ("name", "value", "what"),
    [
        ("email", "", "this is needed"),
        ("role", "king", "choose from the list"),
        ("until", "31/02/2027", "must be a day, like 31/12/2027"),
        ("reason", "", "this is needed"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(
    browsing: Browsing, name: str, value: str, what: str
) -> None:
    answer = browsing.post("/desk/roles/new", NEW | {name: value})
    assert (400, []) == (answer.status_code, heard(browsing, "ProposeRoleGrant"))
    assert f'href="#{name}"' in answer.text
    assert what in unescape(answer.text)


@pytest.mark.parametrize(
    ("refusal", "status", "words"),
    [
        (errors.SubscriberNotFound("x"), 404, "Nobody has an account with that address."),
        (role_grant_errors.SelfGrant("x"), 403, "to themselves"),
        (role_grant_errors.GrantThere("x"), 409, "already"),
        (role_grant_errors.UnfitForRole("x"), 409, "not verified as this role needs"),
    ],
)
def test_a_refused_proposal_keeps_what_was_typed(
    browsing: Browsing, refusal: Refusal, status: int, words: str
) -> None:
    browsing.gateway.backend.refuse(refusal, "ProposeRoleGrant")
    answer = browsing.post("/desk/roles/new", NEW)
    page = unescape(answer.text)
    assert status == answer.status_code
    assert words in page
    assert 'value="duty@hub.example"' in page
    assert KEY not in page, "a corrected form is another request"


def test_a_proposal_offers_what_each_may_do(browsing: Browsing) -> None:
    another, own, about = (pb.RoleGrant() for _ in range(3))
    for each in (another, own, about):
        each.CopyFrom(PROPOSED)
        each.person.subject, each.proposed_by.subject = CASE_ID, COURSE_ID
    own.proposed_by.subject = about.person.subject = SUBJECT
    for grant, offered in (
        (another, (True, True, False)),
        (own, (False, False, True)),
        (about, (False, False, False)),
    ):
        stands(browsing, grant)
        page = browsing.get(HERE).text
        seen = tuple(f'value="{do}"' in page for do in ("confirm", "refuse", "withdraw"))
        assert offered == seen


@pytest.mark.parametrize(
    ("do", "rpc", "reason"),
    [
        ("confirm", "ConfirmRoleGrant", ""),
        ("refuse", "RefuseRoleGrant", "Not now."),
        ("withdraw", "WithdrawRoleGrant", ""),
        ("end", "EndRoleGrant", "Left."),
    ],
)
def test_each_button_does_its_deed(browsing: Browsing, do: str, rpc: str, reason: str) -> None:
    done = browsing.post(HERE, {"do": do, "version": "3", "reason": reason})
    assert (302, HERE) == (done.status_code, done.location)
    (said,) = heard(browsing, rpc)
    assert (GRANT_ID, 3, reason) == (
        said.grant_id,
        said.expected_version,
        getattr(said, "reason", ""),
    )


@pytest.mark.parametrize(
    ("refusal", "status", "words"),
    [
        (role_grant_errors.SameProposer("x"), 403, "Somebody else must decide"),
        (role_grant_errors.SecondFactorMissing("x"), 409, "second factor or a passkey"),
        (role_grant_errors.ProposerUnfit("x"), 409, "Propose it anew"),
        (StaleVersion("x"), 412, "Below it stands as it is now"),
    ],
)
def test_a_refusal_is_said_on_the_grants_own_page(
    browsing: Browsing, refusal: Refusal, status: int, words: str
) -> None:
    stands(browsing, PROPOSED)
    browsing.gateway.backend.refuse(refusal, "ConfirmRoleGrant")
    answer = browsing.post(HERE, {"do": "confirm", "version": "1"})
    assert status == answer.status_code
    assert words in unescape(answer.text)


def test_a_reason_is_needed_to_refuse_and_to_take_away(browsing: Browsing) -> None:
    for do in ("refuse", "end"):
        answer = browsing.post(HERE, {"do": do, "version": "1", "reason": ""})
        assert 400 == answer.status_code
        assert 'href="#reason"' in answer.text
    assert [] == heard(browsing, "EndRoleGrant")


@pytest.mark.parametrize("fields", [{}, {"do": "crown"}, {"do": "confirm", "version": "-1"}])
def test_what_no_page_of_ours_sends_is_refused(browsing: Browsing, fields: dict[str, str]) -> None:
    assert 400 == browsing.post(HERE, fields).status_code


def test_ones_own_roles_are_shown_taken_up_rested_and_given_up(browsing: Browsing) -> None:
    page = unescape(browsing.get("/account/roles").text)
    assert "taken up until" in page
    assert f'href="{MINE}"' in page
    page = browsing.get(MINE).text
    assert ('value="rest"' in page, 'value="take-up"' in page) == (True, False)
    resting = pb.RoleGrant()
    resting.CopyFrom(GRANT)
    resting.ClearField("active_until")
    mine = pb.ListMyRoleGrantsResponse(grants=[resting])
    browsing.gateway.backend.answers["ListMyRoleGrants"] = mine
    page = browsing.get(MINE).text
    assert ('value="rest"' in page, 'value="take-up"' in page) == (False, True)
    turn = {"version": "3", "hours": "2", "reason": "An incident."}
    for do, rpc in (("take-up", "ActivateRole"), ("rest", "DeactivateRole")):
        done = browsing.post(MINE, turn | {"do": do})
        assert (302, "/account/roles") == (done.status_code, done.location)
        assert (GRANT_ID, 3) == (
            heard(browsing, rpc)[0].grant_id,
            heard(browsing, rpc)[0].expected_version,
        )
    assert 2 == heard(browsing, "ActivateRole")[0].hours
    browsing.post(MINE, turn | {"do": "give-up"})
    assert "An incident." == heard(browsing, "EndRoleGrant")[0].reason


def test_the_role_of_another_is_not_found_among_ones_own(browsing: Browsing) -> None:
    browsing.gateway.backend.answers["ListMyRoleGrants"] = pb.ListMyRoleGrantsResponse()
    assert 404 == browsing.get(MINE).status_code
    assert "You hold no staff role." in browsing.get("/account/roles").text


def test_a_refused_turn_says_why(browsing: Browsing) -> None:
    browsing.gateway.backend.refuse(role_grant_errors.RoleActive("x"), "ActivateRole")
    turn = {"do": "take-up", "version": "3", "hours": "2", "reason": "An incident."}
    answer = browsing.post(MINE, turn)
    assert 409 == answer.status_code
    assert "The role is activated already." in unescape(answer.text)
    missing = browsing.post(MINE, turn | {"reason": ""})
    assert 400 == missing.status_code
    assert 'href="#reason"' in missing.text
