"""The visitor's own staff roles: taking one up for some hours, resting, giving up."""

from collections.abc import Callable, Sequence
from http import HTTPStatus
from typing import Any, Final
from uuid import UUID

from apiflask import APIBlueprint
from flask import Response, flash, redirect, request
from flask_babel import lazy_gettext, ngettext
from werkzeug.exceptions import BadRequest, NotFound
from werkzeug.wrappers import Response as AnyResponse

from isp.identity.v1 import role_grants_pb2 as pb
from services.gateway.clients import clients
from services.gateway.pages import role_labels
from services.gateway.pages.answers import ask, page
from services.gateway.pages.forms import Form, Refused, line, list_of, version_read
from services.gateway.pages.language import address
from services.gateway.pages.refusals import said_on
from services.gateway.pages.visitors import signed_in

my_roles = APIBlueprint("my_roles", __name__, url_prefix="/account/roles", enable_openapi=False)

_REFUSED: Final = {
    **dict.fromkeys(
        (
            *("GRANT_NOT_IN_FORCE", "NOT_ELIGIBLE", "ROLE_ACTIVE", "ROLE_NOT_ACTIVE"),
            "UNFIT_FOR_ROLE",
        ),
        "",
    ),
    "STALE_VERSION": lazy_gettext("Below it stands as it is now; what you typed is kept."),
}


class TurnForm(Form):
    """For how long, and why."""

    hours = list_of(
        lazy_gettext("For how long?"),
        lambda: [
            (str(each), ngettext("%(num)d hour", "%(num)d hours", each))
            for each in role_labels.HOURS
        ],
    )
    reason = line(lazy_gettext("Why?"), most=1000)


@my_roles.get("")
@signed_in
def own() -> Response:
    """Show what the visitor holds."""
    return page("my_roles.html", grants=_held())


@my_roles.get("/<uuid:grant_id>")
@signed_in
def one(grant_id: UUID) -> Response:
    """Show one of them, and what can be done."""
    return _shown(str(grant_id), TurnForm())


@my_roles.post("/<uuid:grant_id>")
@signed_in
def act(grant_id: UUID) -> AnyResponse:
    """Do what the pressed button says, to the grant as the page showed it."""
    form = TurnForm()
    done = _DEEDS.get(request.form.get("do", ""))
    if done is None:
        raise BadRequest
    needed, deed, said = done
    fit = [form[name].validate(form) for name in needed]
    if not all(fit):
        return _shown(str(grant_id), form, HTTPStatus.BAD_REQUEST)
    try:
        with said_on(form, _REFUSED):
            deed(str(grant_id), form)
    except Refused as refused:
        return _shown(str(grant_id), form, refused.status)
    flash(str(said), "success")
    return redirect(address("my_roles.own"))


def _held() -> Sequence[pb.RoleGrant]:
    found = ask(clients().role_grants.ListMyRoleGrants, pb.ListMyRoleGrantsRequest())
    return list(found.grants)


def _shown(grant_id: str, form: TurnForm, status: int = 200) -> Response:
    """Show one; whoever does not hold it finds nothing there."""
    found = next((each for each in _held() if each.grant_id == grant_id), None)
    if found is None:
        raise NotFound
    return page("my_role.html", status, grant=found, form=form)


def _take_up(grant_id: str, form: TurnForm) -> None:
    message = pb.ActivateRoleRequest(
        grant_id=grant_id,
        expected_version=version_read(),
        hours=int(form.hours.data),
        reason=form.reason.data,
    )
    ask(clients().role_grants.ActivateRole, message)


def _rest(grant_id: str, _: TurnForm) -> None:
    message = pb.DeactivateRoleRequest(grant_id=grant_id, expected_version=version_read())
    ask(clients().role_grants.DeactivateRole, message)


def _give_up(grant_id: str, form: TurnForm) -> None:
    message = pb.EndRoleGrantRequest(
        grant_id=grant_id, expected_version=version_read(), reason=form.reason.data
    )
    ask(clients().role_grants.EndRoleGrant, message)


Deed = Callable[[str, TurnForm], None]
_DEEDS: Final[dict[str, tuple[tuple[str, ...], Deed, Any]]] = {
    "take-up": (
        ("hours", "reason"),
        _take_up,
        lazy_gettext("You have the role until the time is over."),
    ),
    "rest": ((), _rest, lazy_gettext("The role rests again.")),
    "give-up": (("reason",), _give_up, lazy_gettext("You have given the role up.")),
}
"""What each button does: the fields it needs, the deed, and what is said."""
