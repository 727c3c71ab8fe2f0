"""Writing a region's own message: the form of an alert, with the region fixed and said."""

from functools import partial
from typing import Any

from apiflask import APIBlueprint
from flask import Response, redirect, request
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response as AnyResponse

from isp.alerts.v1 import regional_pb2 as pb
from services.gateway.clients import clients
from services.gateway.pages.acting import my_regions
from services.gateway.pages.alert_form import AlertForm, content_of
from services.gateway.pages.answers import ask, page
from services.gateway.pages.forms import Refused, shown_on
from services.gateway.pages.language import address
from services.gateway.pages.previewing import unsent
from services.gateway.pages.visitors import signed_in
from services.gateway.pages.wordings import WORDINGS, filled_in

regional_desk = APIBlueprint(
    "regional_desk", __name__, url_prefix="/desk/regions", enable_openapi=False
)


@regional_desk.get("/<region>/alerts/new")
@signed_in
def new_alert(region: str) -> Response:
    """Ask for the words of a region's message, beginning from a wording where one was chosen.

    Raises:
        NotFound: the visitor does not act for that region.
    """
    if region not in my_regions():
        raise NotFound
    form = AlertForm(data=filled_in(request.args.get("from", ""))).of_region(region)
    return page("desk_new.html", form=form, wordings=WORDINGS)


def _writing(form: AlertForm, status: int = 200, **said: Any) -> Response:
    return page("desk_new.html", status, form=form, wordings={}, **said)


@regional_desk.post("/<region>/alerts/new")
@signed_in
def write_alert(region: str) -> AnyResponse:
    """Keep a draft of the region's, and go to it."""
    form = AlertForm().of_region(region)
    looked = unsent(form, partial(_writing, form))
    if looked is not None:
        return looked
    if not form.validate():
        return _writing(form, 400)
    message = pb.DraftRegionalAlertRequest(
        region=region, content=content_of(form), idempotency_key=form.key.data
    )
    try:
        with shown_on(form):
            made = ask(clients().regional.DraftRegionalAlert, message).alert
    except Refused:
        return _writing(form, 400)
    return redirect(address("desk.desk_alert", alert_id=made.alert_id))
