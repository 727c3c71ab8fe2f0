"""Notifications of the browser that somebody sits at: its own script asks it, a form tells us."""

from typing import Any, Final
from uuid import uuid4

from apiflask import APIBlueprint
from flask import Response, flash, redirect, request
from flask_babel import gettext, lazy_gettext
from werkzeug.exceptions import BadRequest
from werkzeug.wrappers import Response as AnyResponse
from wtforms import HiddenField
from wtforms.validators import Length

from isp.alerts.v1 import push_pb2 as pb
from services.gateway.clients import clients
from services.gateway.pages.answers import ask, page
from services.gateway.pages.forms import Form, Refused
from services.gateway.pages.language import address, language
from services.gateway.pages.notices import NOTICES, standing_at
from services.gateway.pages.refusals import said_on
from services.gateway.pages.visitors import signed_in

notifying = APIBlueprint("notifying", __name__, url_prefix="/alerts/browser", enable_openapi=False)

_REFUSED: Final[dict[str, Any]] = {"TOO_MANY_BROWSERS": "", "INVALID": "", "STALE_VERSION": ""}


class BrowserForm(Form):
    """What the browser gave when it subscribed."""

    endpoint = HiddenField(lazy_gettext("The browser's address"), validators=[Length(max=1000)])
    p256dh = HiddenField(validators=[Length(max=100)])
    auth = HiddenField(validators=[Length(max=100)])
    key = HiddenField(default=lambda: str(uuid4()), validators=[Length(max=36)])


@notifying.get("")
@signed_in
def this_browser() -> Response:
    """Say whether this browser shows alerts; only its own script knows."""
    return _shown(BrowserForm())


@notifying.post("")
@signed_in
def change() -> AnyResponse:
    """Keep this browser, or forget it, as the pressed button says."""
    deed = {"on": _on, "off": _off}.get(request.form.get("do", ""))
    form = BrowserForm()
    if deed is None or not form.validate():
        raise BadRequest
    try:
        with said_on(form, _REFUSED):
            deed(form)
    except Refused as refused:
        return _shown(form, refused.status)
    return redirect(address("notifying.this_browser"))


def _on(form: BrowserForm) -> None:
    ask(
        clients().push.SubscribePush,
        pb.SubscribePushRequest(
            endpoint=form.endpoint.data,
            p256dh=form.p256dh.data,
            auth=form.auth.data,
            language=language(),
            idempotency_key=form.key.data,
        ),
    )
    flash(gettext("This browser shows alerts from now on."), "success")


def _off(form: BrowserForm) -> None:
    message = pb.UnsubscribePushRequest(endpoint=form.endpoint.data)
    ask(clients().push.UnsubscribePush, message)
    flash(gettext("This browser shows no alerts any more."), "success")


def _shown(form: BrowserForm, status: int = 200) -> Response:
    found = ask(clients().push.GetPushKey, pb.GetPushKeyRequest())
    notice = standing_at(gettext("Alerts in this browser"), NOTICES["alerting"])
    said = {"form": form, "public_key": found.public_key, "notice": notice}
    return page("notifying.html", status, **said)
