"""The response level of one's own premises: shown beside the threat level, and set by a lead."""

from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from typing import Any, Final
from uuid import UUID
from zoneinfo import ZoneInfo

from apiflask import APIBlueprint
from flask import Response, flash, redirect, request
from flask_babel import gettext, lazy_gettext
from werkzeug.exceptions import BadRequest
from werkzeug.wrappers import Response as AnyResponse
from wtforms import ValidationError

from isp.alerts.v1 import site_responses_pb2 as rpc
from isp.alerts.v1 import threat_level_pb2
from isp.identity.v1 import premises_pb2
from services.gateway.clients import clients
from services.gateway.pages import labels
from services.gateway.pages.answers import ask, page, part
from services.gateway.pages.forms import Form, Refused, line, lines, list_of, one_of, version_read
from services.gateway.pages.language import address
from services.gateway.pages.refusals import said_on
from services.gateway.pages.visitors import signed_in

site_response = APIBlueprint(
    "site_response", __name__, url_prefix="/account/premises", enable_openapi=False
)

PAGE_SIZE: Final = 10
LONGEST_TOKEN: Final = 200
_LONDON: Final = ZoneInfo("Europe/London")
LASTS: Final = (
    ("1", lazy_gettext("1 day")),
    ("3", lazy_gettext("3 days")),
    ("7", lazy_gettext("a week")),
    ("30", lazy_gettext("30 days")),
    ("90", lazy_gettext("90 days")),
    ("365", lazy_gettext("a year")),
)
SAID_BY_THE_SERVICE: Final = (
    lazy_gettext("must have 1 to 500 characters, none of them NUL"),
    lazy_gettext("must not be past, and at most 90 days ahead"),
    lazy_gettext("must be after it begins, at most 366 days ahead"),
)
"""What alerts says of these fields, so that it has its Welsh."""

_REFUSED: Final = dict.fromkeys(
    ("SITE_RESPONSE_BELOW_NATIONAL", "NO_SITE_OVERRIDE", "STALE_VERSION"), ""
)


def _a_moment(_form: Form, field: Any) -> None:
    """Refuse what is no moment."""
    if field.data and _moment(field.data) is None:
        raise ValidationError(gettext("must be a date and a time, such as 2026-11-24T14:30"))


class OwnLevelForm(Form):
    """What is to count at a premises, and why it is lifted."""

    response = one_of(
        lazy_gettext("Response level"),
        list(labels.RESPONSE_LEVELS.items()),
        hint=lazy_gettext("No lower than what the threat level asks for."),
    )
    reason = lines(
        lazy_gettext("Why"),
        most=500,
        hint=lazy_gettext("Everyone of your organisation reads it, and nobody else."),
        render_kw={"rows": 3},
    )
    since = line(
        lazy_gettext("From when on, if not at once"),
        most=30,
        required=False,
        hint=lazy_gettext("Leave it empty for now."),
    )
    lasts = list_of(
        lazy_gettext("For how long"),
        list(LASTS),
        hint=lazy_gettext("Then it ends by itself. Look at it again before that."),
    )
    lift_reason = lines(lazy_gettext("Why it is lifted"), most=500, render_kw={"rows": 3})


_ALSO: Final = {"since": (_a_moment,)}
"""What is asked of a field besides its own rules."""


def levels_of(premises_ids: list[str]) -> rpc.ListSiteResponsesResponse | None:
    """Return what counts at these premises; None while that cannot be known."""
    if not premises_ids:  # none said would mean all
        return rpc.ListSiteResponsesResponse()
    message = rpc.ListSiteResponsesRequest(premises_ids=premises_ids, page_size=len(premises_ids))
    return part(lambda: ask(clients().site_responses.ListSiteResponses, message))


@site_response.get("/<uuid:premises_id>/response")
@signed_in
def level(premises_id: UUID) -> Response:
    """Show what counts at a premises, why, and what counted there before."""
    return _shown(premises_id, OwnLevelForm())


@site_response.post("/<uuid:premises_id>/response")
@signed_in
def decide(premises_id: UUID) -> AnyResponse:
    """Set an own level or lift it, on what the page showed."""
    form = OwnLevelForm()
    done = _DEEDS.get(request.form.get("do", ""))
    if done is None:
        raise BadRequest
    needed, deed, said = done
    wrong = [name for name in needed if not form[name].validate(form, _ALSO.get(name, ()))]
    if wrong:
        return _shown(premises_id, form, HTTPStatus.BAD_REQUEST)
    try:
        with said_on(form, _REFUSED):
            deed(str(premises_id), form)
    except Refused as refused:
        return _shown(premises_id, form, refused.status)
    flash(str(said), "success")
    return redirect(address("site_response.level", premises_id=premises_id))


def _set(premises_id: str, form: OwnLevelForm) -> None:
    since = _moment(form.since.data or "")
    message = rpc.SetSiteResponseRequest(
        premises_id=premises_id,
        response=threat_level_pb2.ResponseLevel.Value(f"RESPONSE_LEVEL_{form.response.data}"),
        reason=form.reason.data,
        expected_version=version_read(),
    )
    begins = since or datetime.now(UTC)
    message.until.FromDatetime(begins + timedelta(days=int(form.lasts.data)))
    if since is not None:
        message.since.FromDatetime(since)
    ask(clients().site_responses.SetSiteResponse, message)


def _lift(premises_id: str, form: OwnLevelForm) -> None:
    message = rpc.LiftSiteResponseRequest(
        premises_id=premises_id, expected_version=version_read(), reason=form.lift_reason.data
    )
    ask(clients().site_responses.LiftSiteResponse, message)


_DEEDS: Final = {
    "set": (
        ("response", "reason", "since", "lasts"),
        _set,
        lazy_gettext("The response level is set, and your colleagues are told."),
    ),
    "lift": (
        ("lift_reason",),
        _lift,
        lazy_gettext("The premises follows the threat level again."),
    ),
}


def _shown(premises_id: UUID, form: OwnLevelForm, status: int = HTTPStatus.OK) -> Response:
    named = premises_pb2.GetPremisesRequest(premises_id=str(premises_id))
    there = ask(clients().premises.GetPremises, named).premises
    asked = rpc.GetSiteResponseRequest(premises_id=str(premises_id))
    found = ask(clients().site_responses.GetSiteResponse, asked)
    past = rpc.ListSiteOverridesRequest(
        premises_id=str(premises_id),
        page_size=PAGE_SIZE,
        page_token=request.args.get("page", "")[:LONGEST_TOKEN],
    )
    history = ask(clients().site_responses.ListSiteOverrides, past)
    return page(
        "site_response.html",
        status,
        there=there,
        site=found.site,
        may_set=found.may_set,
        history=history,
        form=form,
    )


def _moment(said: str) -> datetime | None:
    """Return a time of London's, as a browser's field for one says it."""
    try:
        return datetime.fromisoformat(said.strip()).replace(tzinfo=_LONDON).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
