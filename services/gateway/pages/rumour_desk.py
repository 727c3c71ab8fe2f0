"""The desk on which two people write the rumour board."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
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

from isp.alerts.v1 import rumours_pb2 as rpc
from services.gateway.clients import clients
from services.gateway.pages import labels
from services.gateway.pages.answers import ask, page
from services.gateway.pages.forms import Form, Refused, line, lines, list_of, one_of, version_read
from services.gateway.pages.language import address
from services.gateway.pages.refusals import said_on
from services.gateway.pages.visitors import signed_in

rumour_desk = APIBlueprint(
    "rumour_desk", __name__, url_prefix="/desk/rumours", enable_openapi=False
)

PAGE_SIZE: Final = 20
LONGEST_TOKEN: Final = 200
AGO: Final = (
    ("0", lazy_gettext("now")),
    ("15", lazy_gettext("15 minutes ago")),
    ("60", lazy_gettext("an hour ago")),
    ("180", lazy_gettext("3 hours ago")),
)
_REFUSED: Final = dict.fromkeys(
    (
        *("SELF_APPROVAL", "VERSION_CHANGED", "STALE_VERSION", "ILLEGAL_TRANSITION"),
        *("ISSUING_FROZEN", "IDEMPOTENCY_KEY_REUSED", "RUMOUR_NOT_FOUND"),
    ),
    "",
)
_UNFOUNDED: Final = "UNFOUNDED"


class RumourForm(Form):
    """What goes around; there is no field for words of ours."""

    kind = one_of(lazy_gettext("What we say about it"), list(labels.RUMOUR_KINDS.items()))
    quote = lines(
        lazy_gettext("What goes around, word for word"),
        most=1000,
        hint=lazy_gettext("It is shown as a quotation of somebody else."),
        render_kw={"rows": 4},
    )
    language = list_of(
        lazy_gettext("Its language"),
        [("en-GB", lazy_gettext("English")), ("cy-GB", lazy_gettext("Welsh"))],
    )
    source = line(
        lazy_gettext("Which police force says that it is unfounded"),
        most=80,
        required=False,
        hint=lazy_gettext("Only the name. Leave it empty for a message that is not ours."),
    )
    source_ago = list_of(lazy_gettext("When they said so"), list(AGO))
    authority_reference = line(
        lazy_gettext("Reference of the decision, if there is one"), most=200, required=False
    )
    corrects = HiddenField(default="", validators=[Length(max=36)])
    key = HiddenField(default=lambda: str(uuid4()), validators=[Length(max=36)])


class ReasonForm(Form):
    """Why an entry is given up, or taken back."""

    reason = lines(lazy_gettext("Why, for the record only"), most=1000, render_kw={"rows": 3})


@rumour_desk.get("")
@signed_in
def entries() -> Response:
    """Show what waits for a colleague, and what stands on the board."""
    waits = ask(clients().rumours.ListRumourProposals, rpc.ListRumourProposalsRequest()).rumours
    message = rpc.ListRumoursRequest(
        page_size=PAGE_SIZE, page_token=request.args.get("page", "")[:LONGEST_TOKEN]
    )
    board = ask(clients().rumours.ListRumours, message)
    return page("desk_rumours.html", waits=waits, board=board)


@rumour_desk.get("/new")
@signed_in
def new_entry() -> Response:
    """Ask what goes around."""
    corrects = request.args.get("corrects", "")[:36]
    return page("desk_rumour_new.html", form=RumourForm(data={"corrects": corrects}))


@rumour_desk.post("/new")
@signed_in
def propose() -> AnyResponse:
    """Keep the proposal, and go to it."""
    form = RumourForm()
    status: int = HTTPStatus.BAD_REQUEST
    if form.validate():
        try:
            with said_on(form, _REFUSED):
                made = ask(clients().rumours.ProposeRumour, _proposal(form)).rumour
            flash(gettext("The entry awaits a colleague."), "success")
            return redirect(address("rumour_desk.entry", rumour_id=made.rumour_id))
        except Refused as refused:
            status = refused.status
    return page("desk_rumour_new.html", status, form=form)


def _proposal(form: RumourForm) -> rpc.ProposeRumourRequest:
    message = rpc.ProposeRumourRequest(
        kind=rpc.RumourKind.Value(f"RUMOUR_KIND_{form.kind.data}"),
        quote=form.quote.data,
        language=form.language.data,
        source=(form.source.data or "").strip(),
        authority_reference=form.authority_reference.data or "",
        corrects=form.corrects.data or "",
        idempotency_key=form.key.data,
    )
    if form.kind.data == _UNFOUNDED:
        said = datetime.now(UTC) - timedelta(minutes=int(form.source_ago.data))
        message.source_said_at.FromDatetime(said)
    return message


@rumour_desk.get("/<uuid:rumour_id>")
@signed_in
def entry(rumour_id: UUID) -> Response:
    """Show everything that a publication names, and what can be done."""
    return _shown(rumour_id, ReasonForm())


@rumour_desk.post("/<uuid:rumour_id>")
@signed_in
def decide(rumour_id: UUID) -> AnyResponse:
    """Do what the pressed button says, to exactly what the page showed."""
    form = ReasonForm()
    done = _DEEDS.get(request.form.get("do", ""))
    if done is None:
        raise BadRequest
    needed, deed, said = done
    if not all(form[name].validate(form) for name in needed):
        return _shown(rumour_id, form, HTTPStatus.BAD_REQUEST)
    try:
        with said_on(form, _REFUSED):
            deed(str(rumour_id), form)
    except Refused as refused:
        return _shown(rumour_id, form, refused.status)
    flash(str(said), "success")
    return redirect(address("rumour_desk.entry", rumour_id=rumour_id))


def _shown(rumour_id: UUID, form: ReasonForm, status: int = 200) -> Response:
    message = rpc.GetRumourRequest(rumour_id=str(rumour_id))
    found = ask(clients().rumours.GetRumour, message).rumour
    return page("desk_rumour.html", status, rumour=found, form=form)


def _publish(rumour_id: str, _: ReasonForm) -> None:
    try:
        read = bytes.fromhex(request.form.get("digest", ""))
    except ValueError:
        raise BadRequest from None
    message = rpc.PublishRumourRequest(rumour_id=rumour_id, read_digest=read)
    ask(clients().rumours.PublishRumour, message)


def _drop(rumour_id: str, form: ReasonForm) -> None:
    message = rpc.DropRumourRequest(
        rumour_id=rumour_id, expected_version=version_read(), reason=form.reason.data
    )
    ask(clients().rumours.DropRumour, message)


def _withdraw(rumour_id: str, form: ReasonForm) -> None:
    message = rpc.WithdrawRumourRequest(
        rumour_id=rumour_id, expected_version=version_read(), reason=form.reason.data
    )
    ask(clients().rumours.WithdrawRumour, message)


Deed = Callable[[str, ReasonForm], None]
_DEEDS: Final[dict[str, tuple[tuple[str, ...], Deed, Any]]] = {
    "publish": ((), _publish, lazy_gettext("The entry is on the board.")),
    "drop": (("reason",), _drop, lazy_gettext("The proposal is given up.")),
    "withdraw": (("reason",), _withdraw, lazy_gettext("The entry is taken back.")),
}
"""What each button does: the fields it needs, the deed, and what the page says after it."""
