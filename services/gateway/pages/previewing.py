"""Counting whom a form's audience reaches before anything is kept, with all that was typed."""

from collections.abc import Callable
from typing import Any, Final

from flask import Response, request

from isp.alerts.v1 import alert_pb2, audience_pb2
from services.gateway.clients import clients
from services.gateway.pages.alert_form import (
    AlertForm,
    audience_of,
    cap_status_of,
    channels_of,
    marking_of,
)
from services.gateway.pages.answers import ask
from services.gateway.pages.forms import Refused, shown_on

MORE: Final = "more"
COUNT: Final = "count"
_IMMEDIATE: Final = "IMMEDIATE"


def unsent(
    form: AlertForm, answer: Callable[..., Response], before: alert_pb2.AlertContent | None = None
) -> Response | None:
    """Return the same form with a row more, or with a count; None where it is to be sent.

    `answer` makes the page of a status, and of a preview. `before` is what an alert said that is
    changed.
    """
    do = request.form.get("do", "")
    if do == MORE:
        return answer(200)
    if do != COUNT:
        return None
    try:
        return answer(200, preview=_counted(form, before))
    except Refused as refused:
        return answer(refused.status)


def _counted(
    form: AlertForm, before: alert_pb2.AlertContent | None
) -> audience_pb2.PreviewAudienceResponse:
    """Count whom it reaches.

    Raises:
        Refused: the form says why that cannot be counted.
    """
    form.addressed = form.audience_rows()
    named = ("sharing", "regions", "sectors", "channels", *(() if before else ("cap_status",)))
    fit = [form[name].validate(form) for name in named if name in form]
    if not all(fit) or form.errors:
        raise Refused
    message: Any = audience_pb2.PreviewAudienceRequest(
        marking=marking_of(form, before),
        audience=audience_of(form),
        immediate=form.urgency.data == _IMMEDIATE,
        channels=channels_of(form),
        cap_status=cap_status_of(form, before),
    )
    with shown_on(form):
        found: audience_pb2.PreviewAudienceResponse = ask(clients().alerts.PreviewAudience, message)
    return found
