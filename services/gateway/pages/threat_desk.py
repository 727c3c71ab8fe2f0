"""The desk on which two people change a threat level; made to be used on a phone."""

from collections.abc import Callable
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any, Final
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from apiflask import APIBlueprint
from flask import Response, flash, redirect, request
from flask_babel import gettext, lazy_gettext
from werkzeug.exceptions import BadRequest
from werkzeug.wrappers import Response as AnyResponse
from wtforms import HiddenField
from wtforms.validators import Length, ValidationError

from isp.alerts.v1 import threat_level_pb2 as pb
from isp.alerts.v1 import threat_levels_pb2 as rpc
from services.gateway.clients import clients
from services.gateway.pages import labels
from services.gateway.pages.answers import ask, page
from services.gateway.pages.forms import Form, Refused, line, lines, one_of, version_read
from services.gateway.pages.language import address
from services.gateway.pages.refusals import said_on
from services.gateway.pages.threat import LONGEST_TOKEN, SLUGS, standing
from services.gateway.pages.visitors import signed_in

threat_desk = APIBlueprint(
    "threat_desk", __name__, url_prefix="/desk/threat-level", enable_openapi=False
)

PAGE_SIZE: Final = 20
USUAL: Final = "USUAL"
UNPROPOSED: Final = {"THREAT_LEVEL_UNCHANGED": "", "THREAT_LEVEL_CHANGE_UNDER_WAY": ""}
"""Why a proposal was refused, where the form's own page says so."""

UNDECIDED: Final = {
    "SELF_APPROVAL": "",
    "VERSION_CHANGED": "",
    "STALE_VERSION": "",
    "ILLEGAL_TRANSITION": "",
}
"""Why a decision was refused, where the change's own page says so."""

_LONDON: Final = ZoneInfo("Europe/London")


def _moment(said: str) -> datetime | None:
    """Return a time of London's, as a browser's field for one says it."""
    try:
        return datetime.fromisoformat(said.strip()).replace(tzinfo=_LONDON).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


class ProposalForm(Form):
    """Which level is to stand, with which response, and why."""

    series = one_of(lazy_gettext("Whose threat level"), list(labels.THREAT_SERIES.items()))
    level = one_of(lazy_gettext("Level"), list(labels.THREAT_LEVELS.items()))
    response = one_of(
        lazy_gettext("Response"),
        [
            (USUAL, lazy_gettext("The one that is usual at the level")),
            *labels.RESPONSE_LEVELS.items(),
        ],
        default=USUAL,
    )
    authority_reference = line(lazy_gettext("Reference of the decision"), most=200)
    reason = lines(
        lazy_gettext("Why, for the record only"),
        most=1000,
        hint=lazy_gettext("The public does not read it."),
        render_kw={"rows": 3},
    )
    since = line(
        lazy_gettext("Since when, if it began before now"),
        most=30,
        required=False,
        hint=lazy_gettext("Leave it empty for the moment of the approval."),
    )
    key = HiddenField(default=lambda: str(uuid4()), validators=[Length(max=36)])

    def validate_since(self, field: Any) -> None:
        """See that it is a moment; WTForms calls this."""
        if field.data and _moment(field.data) is None:
            raise ValidationError(gettext("must be a date and a time, such as 2026-11-24T14:30"))


class WithdrawalForm(Form):
    """Why a proposal is given up."""

    reason = lines(
        lazy_gettext("Why it is given up, for the record"), most=1000, render_kw={"rows": 3}
    )


@threat_desk.get("")
@signed_in
def changes() -> Response:
    """Show what stands, what awaits a decision, and what was decided by whom."""
    message = rpc.ListThreatLevelChangesRequest(
        page_size=PAGE_SIZE, page_token=request.args.get("page", "")[:LONGEST_TOKEN]
    )
    found = ask(clients().threat_levels.ListThreatLevelChanges, message)
    return page("desk_threat.html", threat=standing(), found=found)


@threat_desk.get("/new")
@signed_in
def new_change() -> Response:
    """Ask what is to stand."""
    series = SLUGS.get(request.args.get("series", ""))
    chosen = pb.ThreatSeries.Name(series).removeprefix("THREAT_SERIES_") if series else None
    return _asked(ProposalForm(data={"series": chosen} if chosen else None))


@threat_desk.post("/new")
@signed_in
def propose() -> AnyResponse:
    """Keep the proposal, and go to it."""
    form = ProposalForm()
    if not form.validate():
        return _asked(form, HTTPStatus.BAD_REQUEST)
    try:
        with said_on(form, UNPROPOSED):
            made = ask(clients().threat_levels.ProposeThreatLevel, _proposal(form)).change
    except Refused as refused:
        return _asked(form, refused.status)
    flash(gettext("The change awaits a colleague."), "success")
    return redirect(address("threat_desk.change", change_id=made.change_id))


def _asked(form: ProposalForm, status: int = HTTPStatus.OK) -> Response:
    return page("desk_threat_new.html", status, form=form, threat=standing())


def _proposal(form: ProposalForm) -> rpc.ProposeThreatLevelRequest:
    message = rpc.ProposeThreatLevelRequest(
        series=pb.ThreatSeries.Value(f"THREAT_SERIES_{form.series.data}"),
        level=pb.ThreatLevel.Value(f"THREAT_LEVEL_{form.level.data}"),
        reason=form.reason.data,
        authority_reference=form.authority_reference.data,
        idempotency_key=form.key.data,
    )
    if form.response.data != USUAL:
        message.response = pb.ResponseLevel.Value(f"RESPONSE_LEVEL_{form.response.data}")
    since = _moment(form.since.data or "")
    if since is not None:
        message.since.FromDatetime(since)
    return message


@threat_desk.get("/<uuid:change_id>")
@signed_in
def change(change_id: UUID) -> Response:
    """Show everything that an approval names, and what can be done."""
    return page("desk_threat_change.html", change=_read(change_id), form=WithdrawalForm())


@threat_desk.post("/<uuid:change_id>")
@signed_in
def decide(change_id: UUID) -> AnyResponse:
    """Do what the pressed button says, to exactly what the page showed."""
    form = WithdrawalForm()
    done = _DEEDS.get(request.form.get("do", ""))
    if done is None:
        raise BadRequest
    needed, deed, said = done
    if not all(form[name].validate(form) for name in needed):
        return _again(change_id, form, HTTPStatus.BAD_REQUEST)
    try:
        with said_on(form, UNDECIDED):
            deed(str(change_id), form)
    except Refused as refused:
        return _again(change_id, form, refused.status)
    flash(str(said), "success")
    return redirect(address("threat_desk.change", change_id=change_id))


def _again(change_id: UUID, form: WithdrawalForm, status: int) -> Response:
    return page("desk_threat_change.html", status, change=_read(change_id), form=form)


def _read(change_id: UUID) -> pb.ThreatLevelChange:
    message = rpc.GetThreatLevelChangeRequest(change_id=str(change_id))
    found: pb.ThreatLevelChange = ask(clients().threat_levels.GetThreatLevelChange, message).change
    return found


def _approve(change_id: str, _: WithdrawalForm) -> None:
    try:
        read = bytes.fromhex(request.form.get("digest", ""))
    except ValueError:
        raise BadRequest from None
    message = rpc.ApproveThreatLevelRequest(change_id=change_id, read_digest=read)
    ask(clients().threat_levels.ApproveThreatLevel, message)


def _withdraw(change_id: str, form: WithdrawalForm) -> None:
    message = rpc.WithdrawThreatLevelRequest(
        change_id=change_id, expected_version=version_read(), reason=form.reason.data
    )
    ask(clients().threat_levels.WithdrawThreatLevel, message)


Deed = Callable[[str, WithdrawalForm], None]
_DEEDS: Final[dict[str, tuple[tuple[str, ...], Deed, Any]]] = {
    "approve": ((), _approve, lazy_gettext("The level stands, and everyone is told.")),
    "withdraw": (("reason",), _withdraw, lazy_gettext("The proposal is given up.")),
}
"""What each button does: the fields it needs, the deed, and what the page says after it."""
