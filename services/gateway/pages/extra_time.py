"""The visitor's own share of the time that attempts have: chosen, never asked about."""

from http import HTTPStatus
from typing import Final

from apiflask import APIBlueprint
from flask import flash, redirect
from flask_babel import gettext, lazy_gettext
from werkzeug.wrappers import Response as AnyResponse

from isp.training.v1 import assessment_pb2
from services.gateway.clients import clients
from services.gateway.pages.answers import ask, page
from services.gateway.pages.forms import Form, Refused, one_of, shown_on
from services.gateway.pages.language import address
from services.gateway.pages.visitors import signed_in

extra_time = APIBlueprint(
    "extra_time", __name__, url_prefix="/learn/extra-time", enable_openapi=False
)

_SHARES: Final = (
    ("100", lazy_gettext("The time that the course gives")),
    ("125", lazy_gettext("A quarter more")),
    ("150", lazy_gettext("Half as much again")),
    ("200", lazy_gettext("Twice as much")),
    ("1000", lazy_gettext("Ten times as much")),
)


class ExtraTimeForm(Form):
    """How much time one wants."""

    percent = one_of(lazy_gettext("Your time for an attempt"), _SHARES)


@extra_time.get("")
@signed_in
def choose() -> AnyResponse:
    """Show what stands, and what there is to choose."""
    found = ask(clients().assessment.GetExtraTime, assessment_pb2.GetExtraTimeRequest())
    return page("extra_time.html", form=ExtraTimeForm(percent=str(found.percent)))


@extra_time.post("")
@signed_in
def chosen() -> AnyResponse:
    """Keep the choice."""
    form = ExtraTimeForm()
    if not form.validate():
        return page("extra_time.html", HTTPStatus.BAD_REQUEST, form=form)
    message = assessment_pb2.ChooseExtraTimeRequest(percent=int(form.percent.data))
    try:
        with shown_on(form):
            ask(clients().assessment.ChooseExtraTime, message)
    except Refused as refused:
        return page("extra_time.html", refused.status, form=form)
    flash(gettext("Your choice is saved. It counts from your next attempt on."), "success")
    return redirect(address("extra_time.choose"))
