"""The page on which two people stop all issuing, and let it go on."""

from collections.abc import Callable
from typing import Any, Final
from uuid import uuid4

from apiflask import APIBlueprint
from flask import Response, flash, redirect, request
from flask_babel import lazy_gettext
from werkzeug.exceptions import BadRequest
from werkzeug.wrappers import Response as AnyResponse
from wtforms import HiddenField
from wtforms.validators import Length

from isp.alerts.v1 import safeguards_pb2 as pb
from services.gateway.clients import clients
from services.gateway.pages.answers import ask, page
from services.gateway.pages.forms import Form, Refused, lines, shown_on, version_read
from services.gateway.pages.language import address
from services.gateway.pages.visitors import signed_in

freezing = APIBlueprint("freezing", __name__, url_prefix="/desk/freeze", enable_openapi=False)


class FreezeForm(Form):
    """Why."""

    reason = lines(lazy_gettext("Why, for the record"), most=1000, render_kw={"rows": 3})
    freeze_id = HiddenField(validators=[Length(max=36)])
    key = HiddenField(default=lambda: str(uuid4()), validators=[Length(max=36)])


def standing() -> pb.Freeze | None:
    """Return the freeze that stops issuing or is proposed to; None while all may be issued."""
    found = ask(clients().safeguards.GetFreeze, pb.GetFreezeRequest())
    return found.freeze if found.HasField("freeze") else None


@freezing.get("")
@signed_in
def state() -> Response:
    """Show whether issuing is stopped, and what can be done."""
    return page("desk_freeze.html", freeze=standing(), form=FreezeForm())


@freezing.post("")
@signed_in
def act() -> AnyResponse:
    """Do what the pressed button says."""
    form = FreezeForm()
    done = _DEEDS.get(request.form.get("do", ""))
    if done is None:
        raise BadRequest
    needs_reason, deed, said = done
    if needs_reason and not form.reason.validate(form):
        return page("desk_freeze.html", 400, freeze=standing(), form=form)
    try:
        with shown_on(form):
            deed(form)
    except Refused:
        return page("desk_freeze.html", 400, freeze=standing(), form=form)
    flash(str(said), "success")
    return redirect(address("freezing.state"))


def _propose(form: FreezeForm) -> None:
    message = pb.ProposeFreezeRequest(reason=form.reason.data, idempotency_key=form.key.data)
    ask(clients().safeguards.ProposeFreeze, message)


def _confirm(form: FreezeForm) -> None:
    message = pb.ConfirmFreezeRequest(
        freeze_id=form.freeze_id.data, expected_version=version_read()
    )
    ask(clients().safeguards.ConfirmFreeze, message)


def _propose_lift(form: FreezeForm) -> None:
    message = pb.ProposeUnfreezeRequest(
        freeze_id=form.freeze_id.data, expected_version=version_read(), reason=form.reason.data
    )
    ask(clients().safeguards.ProposeUnfreeze, message)


def _lift(form: FreezeForm) -> None:
    message = pb.ConfirmUnfreezeRequest(
        freeze_id=form.freeze_id.data, expected_version=version_read()
    )
    ask(clients().safeguards.ConfirmUnfreeze, message)


Deed = Callable[[FreezeForm], None]
_DEEDS: Final[dict[str, tuple[bool, Deed, Any]]] = {
    "propose": (True, _propose, lazy_gettext("It awaits a colleague. Nothing is stopped yet.")),
    "confirm": (False, _confirm, lazy_gettext("All issuing is stopped.")),
    "propose-lift": (True, _propose_lift, lazy_gettext("It awaits a colleague.")),
    "lift": (False, _lift, lazy_gettext("Issuing goes on.")),
}
"""What each button does: whether it needs a reason, the deed, and what the page says after it."""
