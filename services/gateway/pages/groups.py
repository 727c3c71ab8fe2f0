"""Closed groups on the pages: one's own, a group that one looks after, and the sponsors' desk."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any, Final
from uuid import UUID, uuid4

from apiflask import APIBlueprint
from flask import Response, flash, redirect, request
from flask_babel import gettext, lazy_gettext
from werkzeug.exceptions import BadRequest
from werkzeug.wrappers import Response as AnyResponse
from wtforms import HiddenField
from wtforms.validators import Length, Optional

from isp.identity.v1 import groups_pb2 as pb
from services.gateway.clients import clients
from services.gateway.pages.answers import ask, page
from services.gateway.pages.days import a_day, last_day
from services.gateway.pages.forms import Form, Refused, line, lines, list_of, version_read
from services.gateway.pages.language import address, language
from services.gateway.pages.refusals import said_on, told
from services.gateway.pages.visitors import signed_in

groups = APIBlueprint("groups", __name__, url_prefix="/account/groups", enable_openapi=False)

PAGE_SIZE: Final = 20
LONGEST_TOKEN: Final = 200
SAID_BY_THE_SERVICE: Final = (
    lazy_gettext("must have 3 to 40 of a to z, digits and hyphens, and begin with a letter"),
    lazy_gettext("must be later than now, at most a year ahead"),
)
"""What identity says of these fields, so that it has its Welsh."""

_REFUSED: Final = {
    **dict.fromkeys(
        ("OWN_GROUP", "UNFIT_FOR_GROUP", "GROUP_THERE", "GROUP_FULL", "NOT_A_MEMBER"), ""
    ),
    "OWNER_STAYS": "",
    "SUBSCRIBER_NOT_FOUND": lazy_gettext("Nobody has an account with that address."),
    "IDEMPOTENCY_KEY_REUSED": lazy_gettext("Send it again."),
    "STALE_VERSION": lazy_gettext("Below it stands as it is now; what you typed is kept."),
}


class NewGroupForm(Form):
    """What a new group is."""

    name = line(lazy_gettext("Name"), most=100)
    code = line(
        lazy_gettext("Word for markings"),
        most=40,
        hint=lazy_gettext("Small letters, digits and hyphens. It is never used again."),
        render_kw={"autocomplete": "off", "spellcheck": "false"},
    )
    purpose = lines(lazy_gettext("What is it for?"), most=500, render_kw={"rows": 3})
    owner_email = line(
        lazy_gettext("E-mail address of the owner's account"),
        most=254,
        hint=lazy_gettext("They need a verified account. You sponsor the group, they own it."),
        render_kw={"type": "email", "autocomplete": "off", "spellcheck": "false"},
    )
    until = line(
        lazy_gettext("Last day"),
        most=10,
        hint=lazy_gettext("For example 31/12/2027. At most a year ahead; it may be renewed."),
    )
    key = HiddenField(default=lambda: str(uuid4()), validators=[Length(max=36)])


class GroupForm(Form):
    """What is done with a group."""

    email = line(
        lazy_gettext("E-mail address"),
        most=254,
        hint=lazy_gettext("We ask them to sign in with an account of this address and to join."),
        render_kw={"type": "email", "autocomplete": "off", "spellcheck": "false"},
    )
    until = line(
        lazy_gettext("New last day"),
        most=10,
        hint=lazy_gettext("For example 31/12/2027. At most a year ahead."),
    )
    owner = list_of(lazy_gettext("Owner from now on"), list, validators=[Optional()])


@groups.get("")
@signed_in
def own() -> Response:
    """Show the visitor's groups, and who asks them in."""
    return page("groups.html", found=ask(clients().groups.ListMyGroups, pb.ListMyGroupsRequest()))


@groups.post("/invitations/<uuid:invitation_id>")
@signed_in
def answer(invitation_id: UUID) -> AnyResponse:
    """Join, or decline."""
    do = request.form.get("do", "")
    if do not in {"join", "decline"}:
        raise BadRequest
    message = pb.AnswerGroupInvitationRequest(invitation_id=str(invitation_id), accept=do == "join")
    with told("UNFIT_FOR_GROUP", "GROUP_INVITATION_NOT_FOUND"):
        ask(clients().groups.AnswerGroupInvitation, message)
        said = gettext("You are in the group.") if do == "join" else gettext("You declined.")
        flash(said, "success")
    return redirect(address("groups.own"))


@groups.get("/all")
@signed_in
def everyone() -> Response:
    """Show the groups to who may sponsor."""
    message = pb.ListGroupsRequest(
        page_size=PAGE_SIZE, page_token=request.args.get("page", "")[:LONGEST_TOKEN]
    )
    return page("groups_all.html", found=ask(clients().groups.ListGroups, message))


@groups.get("/new")
@signed_in
def new() -> Response:
    """Ask what a new group is."""
    return page("group_new.html", form=NewGroupForm())


@groups.post("/new")
@signed_in
def create() -> AnyResponse:
    """Make it, and show it."""
    form, status = NewGroupForm(), int(HTTPStatus.BAD_REQUEST)
    if form.validate(extra_validators={"until": [a_day]}):
        message = pb.CreateGroupRequest(
            code=form.code.data,
            name=form.name.data,
            purpose=form.purpose.data,
            owner_email=form.owner_email.data,
            idempotency_key=form.key.data,
        )
        _until(message, form)
        try:
            with said_on(form, _REFUSED):
                made = ask(clients().groups.CreateGroup, message).group
            flash(gettext("The group is made. Its owner invites the others."), "success")
            return redirect(address("groups.group", group_id=made.group_id))
        except Refused as refused:
            status = refused.status
            form.key.data = str(uuid4())
    return page("group_new.html", status, form=form)


@groups.get("/<uuid:group_id>")
@signed_in
def group(group_id: UUID) -> Response:
    """Show one group, and what can be done."""
    return _shown(group_id, GroupForm())


@groups.post("/<uuid:group_id>")
@signed_in
def act(group_id: UUID) -> AnyResponse:
    """Do what the pressed button says."""
    form = GroupForm()
    done = _DEEDS.get(request.form.get("do", ""))
    if done is None:
        raise BadRequest
    needed, deed, said, stays = done
    _with_owners(form, _read(group_id).group)
    checks = {"until": (a_day,)}
    fit = [form[name].validate(form, checks.get(name, ())) for name in needed]
    if not all(fit):
        return _shown(group_id, form, HTTPStatus.BAD_REQUEST)
    try:
        with said_on(form, _REFUSED):
            deed(str(group_id), form)
    except Refused as refused:
        return _shown(group_id, form, refused.status)
    flash(str(said), "success")
    here = address("groups.group", group_id=group_id)
    return redirect(here if stays else address("groups.own"))


def _read(group_id: UUID) -> pb.GetGroupResponse:
    """Return the group with the page of members that the address names."""
    message = pb.GetGroupRequest(
        group_id=str(group_id),
        page_size=PAGE_SIZE,
        page_token=request.args.get("page", "")[:LONGEST_TOKEN],
    )
    found = ask(clients().groups.GetGroup, message)
    assert isinstance(found, pb.GetGroupResponse)
    return found


def _with_owners(form: GroupForm, found: pb.Group) -> None:
    form.owner.choices = [("", gettext("As it is now"))] + [
        (each.subject, each.name or each.email) for each in found.members
    ]


def _shown(group_id: UUID, form: GroupForm, status: int = 200) -> Response:
    found = _read(group_id)
    _with_owners(form, found.group)
    return page("group.html", status, group=found.group, following=found.next_page_token, form=form)


def _until(message: Any, form: Any) -> None:
    until = last_day(form.until.data)
    assert until is not None
    message.until.FromDatetime(until)


def _invite(group_id: str, form: GroupForm) -> None:
    message = pb.InviteToGroupRequest(group_id=group_id, email=form.email.data, language=language())
    ask(clients().groups.InviteToGroup, message)


def _remove(group_id: str, _: GroupForm) -> None:
    member = request.form.get("member", "")
    ask(
        clients().groups.RemoveGroupMember,
        pb.RemoveGroupMemberRequest(group_id=group_id, member=member[:36]),
    )


def _leave(group_id: str, _: GroupForm) -> None:
    ask(clients().groups.LeaveGroup, pb.LeaveGroupRequest(group_id=group_id))


def _renew(group_id: str, form: GroupForm) -> None:
    message = pb.RenewGroupRequest(
        group_id=group_id, expected_version=version_read(), owner=form.owner.data or ""
    )
    _until(message, form)
    ask(clients().groups.RenewGroup, message)


def _end(group_id: str, _: GroupForm) -> None:
    message = pb.EndGroupRequest(group_id=group_id, expected_version=version_read())
    ask(clients().groups.EndGroup, message)


Deed = Callable[[str, GroupForm], None]
_DEEDS: Final[dict[str, tuple[tuple[str, ...], Deed, Any, bool]]] = {
    "invite": (("email",), _invite, lazy_gettext("They are invited."), True),
    "remove": ((), _remove, lazy_gettext("They are out."), True),
    "leave": ((), _leave, lazy_gettext("You have left the group."), False),
    "renew": (("until", "owner"), _renew, lazy_gettext("The group goes on."), True),
    "end": ((), _end, lazy_gettext("The group is over."), False),
}
"""What each button does: the fields it needs, the deed, what is said, and whether one stays."""
