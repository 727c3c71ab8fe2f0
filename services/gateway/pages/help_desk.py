"""The desk of those who answer calls for help: who is there, who waits, who has which call."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from typing import Any, Final
from uuid import uuid4

from apiflask import APIBlueprint
from flask import Response, flash, redirect, request
from flask_babel import gettext, lazy_gettext
from werkzeug.exceptions import BadRequest
from werkzeug.wrappers import Response as AnyResponse
from wtforms import HiddenField
from wtforms.validators import InputRequired, Length

from isp.alerts.v1 import answers_pb2 as pb
from services.gateway.clients import clients
from services.gateway.pages import labels
from services.gateway.pages.answers import ask, page
from services.gateway.pages.forms import Form, Refused, list_of, one_of, version_read
from services.gateway.pages.language import address
from services.gateway.pages.refusals import said_on
from services.gateway.pages.visitors import signed_in

help_desk = APIBlueprint("help_desk", __name__, url_prefix="/desk/help", enable_openapi=False)

PAGE_SIZE: Final = 50
_LONGEST_TOKEN: Final = 200
HOURS: Final = (
    ("1", lazy_gettext("1 hour")),
    ("2", lazy_gettext("2 hours")),
    ("4", lazy_gettext("4 hours")),
    ("8", lazy_gettext("8 hours")),
    ("12", lazy_gettext("12 hours")),
)
_STANDS: Final = lazy_gettext("What stands now is below.")
_REFUSED: Final = {
    "STALE_VERSION": _STANDS,
    "HELP_CLOSED": _STANDS,
    "HELP_HELD_BY_ANOTHER": _STANDS,
    "HELP_NOT_FOUND": _STANDS,
    "NOT_STAFFED": _STANDS,
    "STAFFING_NOT_FOUND": _STANDS,
    "IDEMPOTENCY_KEY_REUSED": lazy_gettext("Press the button again."),
}
"""Why a deed was refused, where the page says so."""


class ShiftForm(Form):
    """Which queue, and for how long."""

    queue = list_of(
        lazy_gettext("Queue"),
        lambda: [("", gettext("Choose one")), *labels.help_queues()],
        validators=[InputRequired(lazy_gettext("choose one"))],
    )
    hours = one_of(
        lazy_gettext("For how long are you there?"),
        list(HOURS),
        hint=lazy_gettext("People are offered to call for help until then, and not after."),
    )
    key = HiddenField(default=lambda: str(uuid4()), validators=[Length(max=36)])


@help_desk.get("")
@signed_in
def calls() -> Response:
    """Show who is at which queue, and who needs help."""
    return _listed(ShiftForm())


@help_desk.post("")
@signed_in
def act() -> AnyResponse:
    """Do what the pressed button says, on the version that the page showed."""
    form = ShiftForm()
    done = _DEEDS.get(request.form.get("do", ""))
    if done is None:
        raise BadRequest
    needed, deed, said = done
    wrong = [name for name in needed if not form[name].validate(form)]
    if wrong:
        return _listed(form, HTTPStatus.BAD_REQUEST)
    try:
        with said_on(form, _REFUSED):
            deed(form)
    except Refused as refused:
        form.key.data = str(uuid4())
        return _listed(form, refused.status)
    flash(str(said), "success")
    return redirect(address("help_desk.calls"))


def _listed(form: ShiftForm, status: int = 200) -> Response:
    token = request.args.get("page", "")[:_LONGEST_TOKEN]
    message = pb.ListHelpRequestsRequest(page_size=PAGE_SIZE, page_token=token)
    found = ask(clients().answers.ListHelpRequests, message)
    return page("desk_help.html", status, found=found, form=form)


def _staff(form: ShiftForm) -> None:
    message = pb.StaffHelpQueueRequest(queue=form.queue.data, idempotency_key=form.key.data or "")
    until = datetime.now(UTC) + timedelta(hours=int(form.hours.data), minutes=-1)
    message.until.FromDatetime(until)
    ask(clients().answers.StaffHelpQueue, message)


def _leave(_: ShiftForm) -> None:
    ask(
        clients().answers.LeaveHelpQueue,
        pb.LeaveHelpQueueRequest(staffing_id=_id(), expected_version=version_read()),
    )


def _take(_: ShiftForm) -> None:
    ask(
        clients().answers.TakeHelpRequest,
        pb.TakeHelpRequestRequest(help_id=_id(), expected_version=version_read()),
    )


def _close(outcome: pb.HelpOutcome.ValueType) -> Callable[[ShiftForm], None]:
    def close(_: ShiftForm) -> None:
        ask(
            clients().answers.CloseHelpRequest,
            pb.CloseHelpRequestRequest(
                help_id=_id(), expected_version=version_read(), outcome=outcome
            ),
        )

    return close


def _id() -> str:
    return request.form.get("id", "")[:36]


Deed = Callable[[ShiftForm], None]
_CLOSED: Final = lazy_gettext("The call is closed.")
_DEEDS: Final[dict[str, tuple[tuple[str, ...], Deed, Any]]] = {
    "staff": (("queue", "hours"), _staff, lazy_gettext("You are at the queue.")),
    "leave": ((), _leave, lazy_gettext("You left the queue.")),
    "take": ((), _take, lazy_gettext("The call is yours: reach them now.")),
    "helped": ((), _close(pb.HELP_OUTCOME_HELPED), _CLOSED),
    "passed": ((), _close(pb.HELP_OUTCOME_PASSED_TO_999), _CLOSED),
    "not-reached": ((), _close(pb.HELP_OUTCOME_NOT_REACHED), _CLOSED),
}
"""What each button does: the fields it needs, the deed, and what the page says after it."""
