"""Alerts without an account: asking for them by a postcode, confirming, and stopping as easily.

The pages of links ask for one press: mail scanners open links, and must neither begin nor stop.
"""

from collections.abc import Mapping
from typing import Any, Final

import grpc
from apiflask import APIBlueprint
from flask import Response, redirect, request
from flask_babel import gettext
from werkzeug.wrappers import Response as AnyResponse

from chassis.rpc_errors import refusal_of
from isp.identity.v1 import subscriptions_pb2 as pb
from services.gateway.clients import clients
from services.gateway.headers import public
from services.gateway.pages.answers import ask, page, part
from services.gateway.pages.contact_forms import (
    EMAIL,
    SMS,
    TRY_AGAIN,
    Code,
    Contact,
    NotTaken,
    Subscribing,
    send,
)
from services.gateway.pages.forms import Refused, shown_on
from services.gateway.pages.language import address, language

subscribing = APIBlueprint(
    "subscribing", __name__, enable_openapi=False, url_prefix="/alerts/by-post-code"
)

_UNKNOWN: Final = frozenset({"SUBSCRIPTION_REQUEST_NOT_FOUND", "SUBSCRIPTION_NOT_FOUND", "INVALID"})


def _token() -> str:
    """Return the link's token: from the form, or, of a mail program's one click, the address."""
    return (request.form.get("token") or request.args.get("token", ""))[:200]


def _start_page(
    form: Subscribing, status: int = 200, headers: Mapping[str, str] | None = None
) -> Response:
    """Return the form with the words of today; without them nobody can agree to anything."""
    words = part(_words)
    form.wording_version.data = words.wording_version if words else ""
    answer = page("subscribing_start.html", status if words else 503, form=form, words=words)
    answer.headers.update(headers or ({} if words else TRY_AGAIN))
    return answer


def _words() -> Any:
    message = pb.GetConsentWordingRequest(language=language())
    return ask(clients().subscriptions.GetConsentWording, message)


def _unknown(error: grpc.RpcError, again: str) -> Response:
    """Return the page of a link that is not known, or raise what it is not about."""
    if refusal_of(error).reason in _UNKNOWN:
        return page("subscribing_unknown.html", 404, again=again)
    raise error


@subscribing.get("")
def start_form() -> Response:
    """Ask for a postcode and an address, under the words of today."""
    return _start_page(Subscribing())


@subscribing.post("")
def start() -> AnyResponse:
    """Ask for alerts; the answer is the same for an address that is known."""
    form = Subscribing()
    if not form.validate():
        return _start_page(form, 400)
    if not form.wording_version.data:
        form.form_errors = [gettext("Read what you agree to, then press the button.")]
        return _start_page(form, 400)
    message = pb.StartSubscriptionRequest(
        postcode=form.postcode.data,
        channel=form.channel,
        address=form.contact,
        language=language(),
        wording_version=form.wording_version.data,
        idempotency_key=form.request_key,
    )
    try:
        made = send(form, clients().subscriptions.StartSubscription, message)
    except NotTaken as refused:
        return _start_page(form, refused.status, refused.headers)
    if form.channel == EMAIL:
        return redirect(address("subscribing.check_mail"), 303)
    return redirect(address("subscribing.code_form", request=made.request_id), 303)


@subscribing.get("/check-mail")
def check_mail() -> Response:
    """Say that a link is on its way; the same to everyone."""
    return public(page("subscribing_check_mail.html"), 300)


@subscribing.get("/code")
def code_form() -> Response:
    """Ask for the code of the text."""
    form = Code()
    form.request_id.data = request.args.get("request", "")[:36]
    return page("subscribing_code.html", form=form)


@subscribing.post("/code")
def give_code() -> Response:
    """Begin by a code."""
    form = Code()
    if not form.validate():
        return page("subscribing_code.html", 400, form=form)
    message = pb.ConfirmSubscriptionRequest(
        request_id=form.request_id.data or "-", code=form.code.data
    )
    try:
        with shown_on(form):
            made = ask(clients().subscriptions.ConfirmSubscription, message)
    except Refused:
        if form.code.errors:
            return page("subscribing_code.html", 400, form=form)
        return page("subscribing_unknown.html", 404, again="subscribing.start_form")
    except grpc.RpcError as error:
        return _unknown(error, "subscribing.start_form")
    return _confirmed(made)


@subscribing.get("/confirm")
def confirm_form() -> Response:
    """Ask whether to begin."""
    return page("subscribing_confirm.html", token=_token())


@subscribing.post("/confirm")
def confirm() -> Response:
    """Begin by the link of the mail."""
    try:
        made = ask(
            clients().subscriptions.ConfirmSubscription,
            pb.ConfirmSubscriptionRequest(token=_token()),
        )
    except grpc.RpcError as error:
        return _unknown(error, "subscribing.start_form")
    return _confirmed(made)


def _confirmed(made: pb.ConfirmSubscriptionResponse) -> Response:
    by_text = made.channel == SMS
    return page("subscribing_confirmed.html", regions=made.regions, by_text=by_text)


@subscribing.get("/stop")
def stop_form() -> Response:
    """Ask whether to stop; without a link, where alerts go."""
    token = _token()
    if token:
        return page("subscribing_stop.html", token=token)
    return page("subscribing_ask_stop.html", form=Contact())


@subscribing.post("/stop")
def stop() -> Response:
    """Stop; a mail program's one click (RFC 8058) ends here too."""
    forget_now = request.form.get("forget_now") == "yes"
    message = pb.StopSubscriptionRequest(token=_token(), forget_now=forget_now)
    try:
        ask(clients().subscriptions.StopSubscription, message)
    except grpc.RpcError as error:
        return _unknown(error, "subscribing.stop_form")
    return page("subscribing_stopped.html", forgotten=forget_now)


@subscribing.post("/stop/link")
def ask_stop() -> Response:
    """Have the stop link sent; the answer is the same whether or not alerts go there."""
    form = Contact()
    if not form.validate():
        return page("subscribing_ask_stop.html", 400, form=form)
    message = pb.RequestStopRequest(channel=form.channel, address=form.contact)
    try:
        send(form, clients().subscriptions.RequestStop, message)
    except NotTaken as refused:
        answer = page("subscribing_ask_stop.html", refused.status, form=form)
        answer.headers.update(refused.headers)
        return answer
    return page("subscribing_stop_sent.html", by_text=form.channel == SMS)
