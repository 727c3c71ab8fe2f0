"""The privacy officer's search of the audit logs: asked by a form, as each search is on record."""

from datetime import UTC, datetime, time, timedelta
from http import HTTPStatus
from typing import Any, Final
from zoneinfo import ZoneInfo

from apiflask import APIBlueprint
from flask import Response
from flask_babel import gettext, lazy_gettext
from wtforms import HiddenField
from wtforms.validators import Length

from isp.identity.v1 import privacy_requests_pb2
from isp.privacy.v1 import search_audit_pb2 as pb
from services.gateway.clients import clients
from services.gateway.pages.answers import ask, page
from services.gateway.pages.forms import Form, Refused, line, shown_on
from services.gateway.pages.refusals import said_on
from services.gateway.pages.visitors import signed_in

audit_desk = APIBlueprint(
    "audit_desk", __name__, url_prefix="/desk/privacy/audit", enable_openapi=False
)
PAGE_SIZE: Final = 50
SAID_BY_THE_SERVICE: Final = (
    lazy_gettext("must have 10 to 500 characters, none of them NUL"),
    lazy_gettext("must be before the end"),
    lazy_gettext("must be at most 366 days before the end"),
)
"""What the services say of these fields, so that it has its Welsh."""

_LONDON: Final = ZoneInfo("Europe/London")
_NOBODY: Final = {
    "SUBSCRIBER_NOT_FOUND": lazy_gettext("Nobody has an account with that address."),
    "RECORD_BUDGET_SPENT": "",
}


class AuditForm(Form):
    """Which rows, and why."""

    person = line(
        lazy_gettext("E-mail address or id of a person"),
        most=254,
        required=False,
        hint=lazy_gettext("What they did, and what was done to them."),
        render_kw={"autocomplete": "off", "spellcheck": "false"},
    )
    actor = line(
        lazy_gettext("Name in the log of who did it"),
        most=100,
        required=False,
        render_kw={"autocomplete": "off", "spellcheck": "false"},
    )
    resource = line(
        lazy_gettext("Id of what it was done to"),
        most=200,
        required=False,
        render_kw={"autocomplete": "off", "spellcheck": "false"},
    )
    action = line(
        lazy_gettext("How the action begins"),
        most=100,
        required=False,
        hint=lazy_gettext("For example alerts: or identity:suspend."),
        render_kw={"autocomplete": "off", "spellcheck": "false"},
    )
    begins_at = line(
        lazy_gettext("From which day"),
        most=10,
        required=False,
        hint=lazy_gettext("For example 31/12/2026. Without one, the last 30 days."),
    )
    ends_at = line(lazy_gettext("To which day, with it"), most=10, required=False)
    reason = line(
        lazy_gettext("Why do you search?"),
        most=500,
        hint=lazy_gettext("It stays in the log for good: name nobody."),
    )
    page_token = HiddenField(validators=[Length(max=200)])


@audit_desk.get("")
@signed_in
def search_form() -> Response:
    """Ask what is looked for."""
    return page("desk_audit.html", form=AuditForm(), found=None)


@audit_desk.post("")
@signed_in
def search() -> Response:
    """Look into every log."""
    form, status, found = AuditForm(), int(HTTPStatus.BAD_REQUEST), None
    if form.validate() and (message := _message(form)) is not None:
        try:
            with said_on(form, _NOBODY):
                message.person = _subject(_said(form.person))
            with shown_on(form):
                found = ask(clients().audit_search.SearchAudit, message)
            status = int(HTTPStatus.OK)
        except Refused as refused:
            status = refused.status
    return page("desk_audit.html", status, form=form, found=found)


def _said(field: Any) -> str:
    """Return what was typed; nothing where the field did not come at all."""
    return (field.data or "").strip()


def _subject(person: str) -> str:
    """Return the id of who was named: an address is looked up, which counts as a record read."""
    if "@" not in person:
        return person
    message = privacy_requests_pb2.FindSubjectRequest(email=person)
    found: str = ask(clients().privacy_requests.FindSubject, message).subject
    return found


def _message(form: Any) -> pb.SearchAuditRequest | None:
    """Return what is asked, or None with the errors at its fields."""
    message = pb.SearchAuditRequest(
        actor=_said(form.actor),
        resource=_said(form.resource),
        action=_said(form.action),
        reason=form.reason.data,
        page_size=PAGE_SIZE,
        page_token=form.page_token.data or "",
    )
    for name, later in (("begins_at", 0), ("ends_at", 1)):
        field = form[name]
        if not (text := _said(field)):
            continue
        try:
            day = datetime.strptime(text, "%d/%m/%Y").date()  # noqa: DTZ007 - a day
            midnight = datetime.combine(day + timedelta(days=later), time(), _LONDON)
            getattr(message, name).FromDatetime(midnight.astimezone(UTC))
        except (ValueError, OverflowError):
            field.errors = [gettext("must be a day, like 31/12/2027")]
    return None if form.errors else message
