"""Newsletters and surveys: consent under the words that stand on the page, and its end.

The page of a message's link asks for one press: mail scanners open links, and must not stop.
"""

from http import HTTPStatus
from typing import Any, Final

import grpc
from apiflask import APIBlueprint
from flask import Response, flash, redirect, request
from flask_babel import gettext, lazy_gettext
from werkzeug.exceptions import BadRequest
from werkzeug.wrappers import Response as AnyResponse

from chassis.rpc_errors import refusal_of
from isp.identity.v1 import consents_pb2 as pb
from isp.identity.v1 import subscriptions_pb2
from services.gateway.clients import clients
from services.gateway.pages.answers import ask, page
from services.gateway.pages.language import LANGUAGES, address, language
from services.gateway.pages.refusals import told
from services.gateway.pages.visitors import signed_in

agreeing = APIBlueprint("agreeing", __name__, enable_openapi=False)

_PURPOSE, _CHANNEL = "CONSENT_PURPOSE_", "SUBSCRIPTION_CHANNEL_"
_UNKNOWN: Final = frozenset({"CONSENT_LINK_NOT_FOUND", "SUBSCRIBER_NOT_FOUND", "INVALID"})
NAMES: Final[dict[str, Any]] = {
    "NEWSLETTER EMAIL": lazy_gettext("Newsletter by e-mail"),
    "NEWSLETTER SMS": lazy_gettext("Newsletter by text message"),
    "SURVEY EMAIL": lazy_gettext("Surveys by e-mail"),
    "SURVEY SMS": lazy_gettext("Surveys by text message"),
}


@agreeing.get("/account/newsletters-and-surveys")
@signed_in
def own() -> Response:
    """Show each thing and channel with its words; nothing is given beforehand."""
    message = pb.GetMyConsentsRequest(language=language())
    found = ask(clients().consents.GetMyConsents, message).consents
    return page("agreeing.html", each=[(_kind_name(one), one) for one in found], names=NAMES)


@agreeing.post("/account/newsletters-and-surveys")
@signed_in
def act() -> AnyResponse:
    """Give or withdraw what the pressed button is of."""
    kind = _kind(request.form.get("kind", ""))
    if request.form.get("do") == "withdraw":
        message = pb.WithdrawConsentRequest(**kind, way=pb.CONSENT_WAY_PAGE)
        ask(clients().consents.WithdrawConsent, message)
        flash(gettext("You get no more of it. Nothing else changes."), "success")
    else:
        _give(kind)
    return redirect(address("agreeing.own"), 303)


@agreeing.get("/newsletters-and-surveys/stop")
def stop_form() -> Response:
    """Ask whether to stop."""
    return page("agreeing_stop.html", token=_token())


@agreeing.post("/newsletters-and-surveys/stop")
def stop() -> Response:
    """Stop; a mail program's one click (RFC 8058) ends here too."""
    try:
        stopped = ask(clients().consents.StopConsent, pb.StopConsentRequest(token=_token()))
    except grpc.RpcError as error:
        if refusal_of(error).reason in _UNKNOWN:
            return page("agreeing_unknown.html", HTTPStatus.NOT_FOUND)
        raise
    return page("agreeing_stopped.html", what=NAMES[_kind_name(stopped)])


def _token() -> str:
    """Return the link's token: from the form, or, of a mail program's one click, the address."""
    return (request.form.get("token") or request.args.get("token", ""))[:100]


def _give(kind: dict[str, Any]) -> None:
    """Consent under the words that were shown, in the language in which they were."""
    shown_in = request.form.get("language", "")
    if shown_in not in LANGUAGES:
        raise BadRequest
    message = pb.GiveConsentRequest(
        **kind,
        wording_version=request.form.get("wording_version", "")[:20],
        language=shown_in,
        way=pb.CONSENT_WAY_PAGE,
    )
    with told("STALE_WORDING"):
        ask(clients().consents.GiveConsent, message)
        flash(gettext("Thank you. You can stop at any time on this page."), "success")


def _kind(name: str) -> dict[str, Any]:
    if name not in NAMES:
        raise BadRequest
    purpose, channel = name.split(" ")
    return {
        "purpose": pb.ConsentPurpose.Value(f"{_PURPOSE}{purpose}"),
        "channel": subscriptions_pb2.SubscriptionChannel.Value(f"{_CHANNEL}{channel}"),
    }


def _kind_name(said: pb.Consent | pb.StopConsentResponse) -> str:
    purpose = pb.ConsentPurpose.Name(said.purpose).removeprefix(_PURPOSE)
    channel = subscriptions_pb2.SubscriptionChannel.Name(said.channel).removeprefix(_CHANNEL)
    return f"{purpose} {channel}"
