"""What is held of somebody without an account: shown by a link that is good once.

Opening asks for one press: mail scanners open links, and must not spend them. The secret of the
look goes from page to page in the forms alone, never in an address.
"""

import json
from http import HTTPStatus
from typing import Any, Final

import grpc
from apiflask import APIBlueprint
from flask import Response, request
from flask_babel import lazy_gettext

from chassis.rpc_errors import refusal_of
from isp.identity.v1 import held_pb2 as pb
from services.gateway.clients import clients
from services.gateway.pages.answers import ask, page
from services.gateway.pages.contact_forms import SMS, Contact, NotTaken, send
from services.gateway.pages.forms import Form, Refused, line, list_of, many_of
from services.gateway.pages.refusals import said_on
from services.gateway.resources.held import held_json

held_page = APIBlueprint(
    "held_page", __name__, enable_openapi=False, url_prefix="/alerts/by-post-code/held"
)
_REFUSED: Final = {"POSTCODE_NOT_HELD": ""}
_OVER: Final = frozenset({"LOOK_NOT_FOUND", "INVALID"})
MESSAGES: Final = {
    "subscription": lazy_gettext("To confirm that you want alerts"),
    "subscribed": lazy_gettext("That alerts have begun"),
    "stop": lazy_gettext("How to stop alerts"),
    "stopped": lazy_gettext("That alerts have stopped"),
    "stopped_account": lazy_gettext("That alerts have stopped"),
    "held": lazy_gettext("A link to this page"),
    "channel": lazy_gettext("To confirm an address of an account"),
    "unread": lazy_gettext("That nobody reads texts to us"),
}
"""What each message was about, by its name."""


class PostcodeForm(Form):
    """The postcode that comes, and the one that goes, of those that are held."""

    from_postcode = list_of(lazy_gettext("Postcode that goes"), ())
    to_postcode = line(
        lazy_gettext("New postcode"),
        most=20,
        hint=lazy_gettext("Like SW1A 1AA."),
        render_kw={"autocomplete": "postal-code", "spellcheck": "false"},
    )


class EraseForm(Form):
    """Erasing is ticked for, so that no slip does it."""

    sure = many_of(
        lazy_gettext("Are you sure?"),
        [("yes", lazy_gettext("No more alerts are sent to me, and this cannot be undone."))],
        least=1,
        too_few=lazy_gettext("tick it if you are"),
    )


def _said(name: str) -> str:
    return request.form.get(name, "")[:200]


def _over(error: grpc.RpcError) -> Response:
    """Return the page of a link or look that is over, or raise what it is not about."""
    if refusal_of(error).reason in _OVER:
        return page("held_over.html", 404)
    raise error


def _shown(look: str, found: pb.Held, status: int = 200, **more: Any) -> Response:
    forms = {"moving": _moving(found), "erasing": EraseForm(formdata=None)} | more
    by_text = found.channel == SMS
    return page(
        "held.html", status, look=look, held=found, by_text=by_text, messages=MESSAGES, **forms
    )


def _moving(found: pb.Held, **given: Any) -> PostcodeForm:
    form = PostcodeForm(**given) if given else PostcodeForm(formdata=None)
    form.from_postcode.choices = [(each, each) for each in found.subscription.postcodes]
    return form


def _found(look: str) -> pb.Held:
    held: pb.Held = ask(clients().held.GetHeld, pb.GetHeldRequest(look=look)).held
    return held


@held_page.get("")
def ask_form() -> Response:
    """Ask for the address."""
    return page("held_ask.html", form=Contact())


@held_page.post("")
def ask_link() -> Response:
    """Have the link sent; the answer is the same whether or not anything is held."""
    form = Contact()
    if not form.validate():
        return page("held_ask.html", 400, form=form)
    message = pb.RequestHeldRequest(channel=form.channel, address=form.contact)
    try:
        send(form, clients().held.RequestHeld, message)
    except NotTaken as refused:
        answer = page("held_ask.html", refused.status, form=form)
        answer.headers.update(refused.headers)
        return answer
    return page("held_sent.html", by_text=form.channel == SMS)


@held_page.get("/open")
def open_form() -> Response:
    """Ask for one press."""
    return page("held_open.html", token=request.args.get("token", "")[:200])


@held_page.post("/open")
def open_look() -> Response:
    """Spend the link, and show what is held."""
    try:
        made = ask(clients().held.OpenHeld, pb.OpenHeldRequest(token=_said("token")))
    except grpc.RpcError as error:
        return _over(error)
    return _shown(made.look, made.held)


@held_page.post("/copy")
def copy() -> Response:
    """Hand it over as a file that a program can read."""
    try:
        found = _found(_said("look"))
    except grpc.RpcError as error:
        return _over(error)
    said = json.dumps(held_json(found), indent=1, ensure_ascii=False) + "\n"
    answer = Response(said, mimetype="application/json")
    answer.headers["Content-Disposition"] = 'attachment; filename="what-is-held.json"'
    return answer


@held_page.post("/postcode")
def move() -> Response:
    """Be warned about another place."""
    look = _said("look")
    try:
        found = _found(look)
        form = _moving(found, formdata=request.form)
        if not form.validate():
            return _shown(look, found, HTTPStatus.BAD_REQUEST, moving=form)
        message = pb.ChangeHeldPostcodeRequest(
            look=look, from_postcode=form.from_postcode.data, to_postcode=form.to_postcode.data
        )
        try:
            with said_on(form, _REFUSED):
                changed = ask(clients().held.ChangeHeldPostcode, message)
        except Refused as refused:
            return _shown(look, _found(look), refused.status, moving=form)
    except grpc.RpcError as error:
        return _over(error)
    return _shown(look, changed.held, moved=True)


@held_page.post("/erasure")
def erase() -> Response:
    """End and forget it."""
    form, look = EraseForm(), _said("look")
    try:
        if not form.validate():
            return _shown(look, _found(look), 400, erasing=form)
        ask(clients().held.EraseHeld, pb.EraseHeldRequest(look=look))
    except grpc.RpcError as error:
        return _over(error)
    return page("held_erased.html")
