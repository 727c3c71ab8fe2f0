"""A training passport by the pages: one's own, and checking one, with or without a network."""

import json
from http import HTTPStatus
from typing import Any, Final

from apiflask import APIBlueprint
from flask import Response, redirect
from flask_babel import lazy_gettext
from werkzeug.wrappers import Response as AnyResponse

from isp.training.v1 import passport_pb2 as pb
from isp.training.v1 import training_pb2
from services.gateway.clients import clients
from services.gateway.headers import public
from services.gateway.pages.answers import ask, page
from services.gateway.pages.forms import Form, Refused, lines, shown_on
from services.gateway.pages.language import address, language, of_document
from services.gateway.pages.refusals import told
from services.gateway.pages.visitors import signed_in
from services.gateway.resources.passports import PDF, standing_of
from services.gateway.resources.training_json import jwk_json

passporting = APIBlueprint("passporting", __name__, enable_openapi=False)

LONGEST: Final = 4_096
_KEPT_SECONDS: Final = 300
STANDINGS: Final = {
    "GOOD": lazy_gettext("This passport is signed by us, and within its days."),
    "UNREADABLE": lazy_gettext("This is no training passport."),
    "UNKNOWN_KEY": lazy_gettext("This was not signed by us."),
    "TAMPERED": lazy_gettext("Something in this was changed after it was signed."),
    "EXPIRED": lazy_gettext("This passport is over. Its holder can show a new one at any time."),
    "NOT_YET": lazy_gettext("This passport is not good yet. Is the clock of this device right?"),
}
ITEMS: Final = {
    "GOOD": lazy_gettext("good"),
    "EXPIRED": lazy_gettext("over"),
    "REVOKED": lazy_gettext("revoked"),
    "UNKNOWN": lazy_gettext("not on record any more"),
}


class PassportForm(Form):
    """What somebody was shown."""

    shown = lines(
        lazy_gettext("The text of the code"),
        most=LONGEST,
        hint=lazy_gettext("A phone's camera opens it here by itself."),
        render_kw={"rows": 6, "spellcheck": "false", "autocomplete": "off"},
    )


@passporting.get("/learn/passport")
@signed_in
def own() -> AnyResponse:
    """Show one's own passport."""
    with told("NO_CERTIFICATE"):
        found = ask(clients().passports.GetMyPassport, pb.GetMyPassportRequest())
        return page("passport.html", found=found)
    return redirect(address("learning.mine"))


@passporting.get("/learn/passport.png")
@signed_in
def picture() -> Response:
    """Hand out its code as a picture."""
    found = ask(clients().passports.GetMyPassport, pb.GetMyPassportRequest())
    answer = Response(found.picture, mimetype="image/png")
    answer.headers["Content-Disposition"] = 'inline; filename="training-passport.png"'
    return answer


@passporting.get("/learn/passport.pdf")
@signed_in
def printed() -> AnyResponse:
    """Hand it out as a document to print, in the page's language."""
    with told("NO_CERTIFICATE"):
        with told("NAME_NOT_PRINTABLE"):
            message = pb.PrintMyPassportRequest(language=of_document(language()))
            found = ask(clients().passports.PrintMyPassport, message)
            answer = Response(found.file, mimetype=PDF)
            answer.headers["Content-Disposition"] = 'attachment; filename="training-passport.pdf"'
            return answer
        return redirect(address("passporting.own"))
    return redirect(address("learning.mine"))


@passporting.get("/passport")
def check_form() -> Response:
    """Check what is behind `#` of the address in the browser alone, or ask for the text of a code.

    The page has our public keys, so that it goes on checking when there is no network.
    """
    return public(_checking(PassportForm(formdata=None)), _KEPT_SECONDS)


@passporting.post("/passport")
def check() -> Response:
    """Check what was pasted, by the record too."""
    form = PassportForm()
    if not form.validate():
        return _checking(form, HTTPStatus.BAD_REQUEST)
    message = pb.VerifyPassportRequest(token="".join(form.shown.data.split()))
    try:
        with shown_on(form):
            found = ask(clients().passports.VerifyPassport, message)
    except Refused as refused:
        return _checking(form, refused.status)
    return _checking(form, found=found, standing=standing_of(found))


def _checking(form: PassportForm, status: int = HTTPStatus.OK, **shown: Any) -> Response:
    issuer = ask(clients().training.GetIssuer, training_pb2.GetIssuerRequest())
    keys = json.dumps([jwk_json(each) for each in issuer.keys])
    words = {"standings": STANDINGS, "items": ITEMS, "item_standing": _item_standing}
    return page("passport_check.html", status, form=form, keys=keys, **words, **shown)


def _item_standing(item: pb.PassportItem) -> str:
    return pb.CertificateStanding.Name(item.standing).removeprefix("CERTIFICATE_STANDING_")
