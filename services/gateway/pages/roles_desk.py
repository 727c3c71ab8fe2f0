"""The desk on which two people give staff roles, and one takes them away."""

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
from wtforms.validators import Length

from isp.identity.v1 import role_grants_pb2 as pb
from services.gateway.clients import clients
from services.gateway.pages import role_labels
from services.gateway.pages.answers import ask, page
from services.gateway.pages.days import a_day, last_day
from services.gateway.pages.forms import Form, Refused, line, lines, list_of, one_of, version_read
from services.gateway.pages.language import address
from services.gateway.pages.refusals import said_on
from services.gateway.pages.roles import role
from services.gateway.pages.visitors import signed_in, visitor

roles_desk = APIBlueprint("roles_desk", __name__, url_prefix="/desk/roles", enable_openapi=False)

PAGE_SIZE: Final = 20
LONGEST_TOKEN: Final = 200
SAID_BY_THE_SERVICE: Final = (
    lazy_gettext("must be a role that is granted"),
    lazy_gettext("must be later than now, at most a year ahead"),
    lazy_gettext("must be later than now, at most two years ahead"),
    lazy_gettext("is for strong roles alone"),
    lazy_gettext("must be 1 to 8"),
    lazy_gettext("must have 1 to 1000 characters, none of them NUL"),
)
"""What identity says of these fields, so that it has its Welsh."""

_STANDS: Final = lazy_gettext("Below it stands as it is now; what you typed is kept.")
_NOT_PROPOSED: Final = {
    **dict.fromkeys(("SELF_GRANT", "ROLE_NOT_YOURS", "UNFIT_FOR_ROLE", "GRANT_THERE"), ""),
    "SUBSCRIBER_NOT_FOUND": lazy_gettext("Nobody has an account with that address."),
    "IDEMPOTENCY_KEY_REUSED": lazy_gettext("Send it again."),
}
_REFUSED: Final = {
    **dict.fromkeys(
        (
            *("SELF_GRANT", "SAME_PROPOSER", "NOT_PROPOSER", "ROLE_NOT_YOURS", "PROPOSER_UNFIT"),
            *("UNFIT_FOR_ROLE", "SECOND_FACTOR_MISSING", "GRANT_NOT_PROPOSED"),
            "GRANT_NOT_IN_FORCE",
        ),
        "",
    ),
    "STALE_VERSION": _STANDS,
}
"""Why something was refused, where the grant's own page says so."""


class ProposalForm(Form):
    """Who is to hold what."""

    email = line(
        lazy_gettext("E-mail address of their account"),
        most=254,
        hint=lazy_gettext("They need a verified account here. Nobody proposes themselves."),
        render_kw={"type": "email", "autocomplete": "off", "spellcheck": "false"},
    )
    role = list_of(
        lazy_gettext("Role"), lambda: [(code, role(code)) for code in role_labels.GRANTED_ROLES]
    )
    until = line(
        lazy_gettext("Last day"),
        most=10,
        hint=lazy_gettext(
            "For example 31/12/2027. At most a year ahead for a strong role, two for another."
        ),
    )
    held = one_of(
        lazy_gettext("How is it held?"),
        [
            ("always", lazy_gettext("All the time")),
            ("eligible", lazy_gettext("Only when they take it up, for some hours and a reason")),
        ],
        default="always",
    )
    reason = lines(lazy_gettext("Why do they need it?"), most=1000, render_kw={"rows": 3})
    key = HiddenField(default=lambda: str(uuid4()), validators=[Length(max=36)])


class DecisionForm(Form):
    """Why a role is refused, or taken away."""

    reason = lines(lazy_gettext("Why?"), most=1000, render_kw={"rows": 3})


@roles_desk.get("")
@signed_in
def grants() -> Response:
    """Show who holds staff roles, and what waits for a second person."""
    message = pb.ListRoleGrantsRequest(
        over_too=request.args.get("over") == "too",
        page_size=PAGE_SIZE,
        page_token=request.args.get("page", "")[:LONGEST_TOKEN],
    )
    found = ask(clients().role_grants.ListRoleGrants, message)
    return page("desk_roles.html", found=found, over=message.over_too, words=role_labels)


@roles_desk.get("/new")
@signed_in
def new() -> Response:
    """Ask who is to hold what."""
    return page("desk_role_new.html", form=ProposalForm())


@roles_desk.post("/new")
@signed_in
def propose() -> AnyResponse:
    """Propose it, and show the proposal."""
    form, status = ProposalForm(), int(HTTPStatus.BAD_REQUEST)
    if form.validate(extra_validators={"until": [a_day]}):
        message = pb.ProposeRoleGrantRequest(
            email=form.email.data,
            role=form.role.data,
            reason=form.reason.data,
            eligible=form.held.data == "eligible",
            idempotency_key=form.key.data,
        )
        until = last_day(form.until.data)
        assert until is not None
        message.until.FromDatetime(until)
        try:
            with said_on(form, _NOT_PROPOSED):
                made = ask(clients().role_grants.ProposeRoleGrant, message).grant
            flash(
                gettext("It is proposed. Somebody else confirms it within seven days."), "success"
            )
            return redirect(address("roles_desk.grant", grant_id=made.grant_id))
        except Refused as refused:
            status = refused.status
            form.key.data = str(uuid4())
    return page("desk_role_new.html", status, form=form)


@roles_desk.get("/<uuid:grant_id>")
@signed_in
def grant(grant_id: UUID) -> Response:
    """Show one grant, and what can be done."""
    return _shown(grant_id, DecisionForm())


@roles_desk.post("/<uuid:grant_id>")
@signed_in
def act(grant_id: UUID) -> AnyResponse:
    """Do what the pressed button says, to the grant as the page showed it."""
    form = DecisionForm()
    done = _DEEDS.get(request.form.get("do", ""))
    if done is None:
        raise BadRequest
    reasoned, deed, said = done
    if reasoned and not form.validate():
        return _shown(grant_id, form, HTTPStatus.BAD_REQUEST)
    try:
        with said_on(form, _REFUSED):
            deed(str(grant_id), form)
    except Refused as refused:
        return _shown(grant_id, form, refused.status)
    flash(str(said), "success")
    return redirect(address("roles_desk.grant", grant_id=grant_id))


def _shown(grant_id: UUID, form: DecisionForm, status: int = 200) -> Response:
    message = pb.GetRoleGrantRequest(grant_id=str(grant_id))
    found = ask(clients().role_grants.GetRoleGrant, message).grant
    there = visitor()
    me = there.subject if there else ""
    return page("desk_role.html", status, grant=found, form=form, words=role_labels, me=me)


def _confirm(grant_id: str, _: DecisionForm) -> None:
    message = pb.ConfirmRoleGrantRequest(grant_id=grant_id, expected_version=version_read())
    ask(clients().role_grants.ConfirmRoleGrant, message)


def _refuse(grant_id: str, form: DecisionForm) -> None:
    message = pb.RefuseRoleGrantRequest(
        grant_id=grant_id, expected_version=version_read(), reason=form.reason.data
    )
    ask(clients().role_grants.RefuseRoleGrant, message)


def _withdraw(grant_id: str, _: DecisionForm) -> None:
    message = pb.WithdrawRoleGrantRequest(grant_id=grant_id, expected_version=version_read())
    ask(clients().role_grants.WithdrawRoleGrant, message)


def _end(grant_id: str, form: DecisionForm) -> None:
    message = pb.EndRoleGrantRequest(
        grant_id=grant_id, expected_version=version_read(), reason=form.reason.data
    )
    ask(clients().role_grants.EndRoleGrant, message)


Deed = Callable[[str, DecisionForm], None]
_DEEDS: Final[dict[str, tuple[bool, Deed, Any]]] = {
    "confirm": (False, _confirm, lazy_gettext("They hold the role now, everywhere.")),
    "refuse": (True, _refuse, lazy_gettext("It is refused.")),
    "withdraw": (False, _withdraw, lazy_gettext("It is taken back.")),
    "end": (True, _end, lazy_gettext("The role is taken away.")),
}
"""What each button does: whether it needs a reason, the deed, and what is said."""
