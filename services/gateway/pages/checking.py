"""Checking a message: for anyone who got one and wonders whether it is ours, without a cookie."""

from http import HTTPStatus
from typing import Final

import grpc
from apiflask import APIBlueprint
from flask import Response, redirect
from flask_babel import lazy_gettext
from werkzeug.wrappers import Response as AnyResponse

from chassis.rpc_errors import refusal_of
from isp.alerts.v1 import ledger_pb2
from services.gateway.clients import clients
from services.gateway.headers import public
from services.gateway.pages.answers import ask, page
from services.gateway.pages.forms import Form, line
from services.gateway.pages.language import address

checking = APIBlueprint("checking", __name__, url_prefix="/alerts/verify", enable_openapi=False)

_KEPT_SECONDS: Final = 300
_MOMENTS: Final = 5
_LONGEST: Final = 100


class CodeForm(Form):
    """The code that stands on a message."""

    code = line(
        lazy_gettext("The code on the message"),
        most=_LONGEST,
        hint=lazy_gettext("Twelve letters and figures in three groups, as 7K3Q-9M2X-4T8W."),
        render_kw={"spellcheck": "false", "autocomplete": "off"},
    )


@checking.get("")
def check() -> Response:
    """Ask for a code."""
    return public(page("check_message.html", form=CodeForm()), _KEPT_SECONDS)


@checking.post("")
def give_code() -> AnyResponse:
    """Lead to the page of a code."""
    form = CodeForm()
    if not form.validate():
        return page("check_message.html", HTTPStatus.BAD_REQUEST, form=form)
    code = "".join(each for each in form.code.data.upper() if each.isalnum()) or "-"
    return redirect(address("checking.of_code", said=code))


@checking.get("/<said>")
def of_code(said: str) -> Response:
    """Show what was issued under a code; one that is not ours has words of its own."""
    try:
        asked = ledger_pb2.VerifyCodeRequest(code=said[:_LONGEST])
        found = ask(clients().ledger.VerifyCode, asked)
    except grpc.RpcError as error:
        if refusal_of(error).reason != "CODE_UNKNOWN":
            raise
        return page("message_unknown.html", HTTPStatus.NOT_FOUND)
    return public(page("message_checked.html", found=found), _MOMENTS)
