"""One's own verification: where it stands, what is missing, and what can be done about it."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Final
from uuid import uuid4

from apiflask import APIBlueprint
from flask import Response, flash, redirect, request
from flask_babel import gettext, lazy_gettext
from werkzeug.exceptions import BadRequest
from werkzeug.wrappers import Response as AnyResponse
from wtforms import HiddenField
from wtforms.validators import Length

from isp.identity.v1 import identity_pb2
from isp.identity.v1 import verifications_pb2 as pb
from isp.kernel.v1 import kernel_pb2
from services.gateway.clients import clients
from services.gateway.pages import verification_labels
from services.gateway.pages.answers import ask, page
from services.gateway.pages.forms import Form, Refused, line, lines, version_read
from services.gateway.pages.language import address
from services.gateway.pages.refusals import said_on
from services.gateway.pages.visitors import signed_in

my_verification = APIBlueprint(
    "my_verification", __name__, url_prefix="/account/verification", enable_openapi=False
)
_TIERS: Final = ("VERIFIED", "TRUSTED")
_STANDS: Final = lazy_gettext("Below it stands as it is now; what you typed is kept.")
_REFUSED: Final = {
    **dict.fromkeys(
        ("VERIFICATION_OPEN", "VERIFICATION_CLOSED", "TIER_HELD", "NOTHING_TO_APPEAL"), ""
    ),
    **dict.fromkeys(("APPEAL_TOO_LATE", "IDEMPOTENCY_KEY_REUSED"), ""),
    "STALE_VERSION": _STANDS,
}
_NOT_VOUCHED: Final = dict.fromkeys(
    (
        *("VERIFICATION_NOT_FOUND", "SELF_SPONSORSHIP", "REVIEWED_BY_SPONSOR"),
        *("SPONSOR_NOT_WANTED", "VERIFICATION_CLOSED"),
    ),
    "",
)


class AppealForm(Form):
    """Why another officer should look at it."""

    grounds = lines(
        lazy_gettext("Why should another officer look at it?"),
        most=1000,
        hint=lazy_gettext("Say what was overlooked, or what has changed. Send no documents here."),
        render_kw={"rows": 5},
    )
    key = HiddenField(default=lambda: str(uuid4()), validators=[Length(max=36)])


class SponsorForm(Form):
    """For whom one vouches."""

    reference = line(
        lazy_gettext("Reference of the case"),
        most=60,
        hint=lazy_gettext("The person sees it on the page about their verification."),
        render_kw={"autocomplete": "off", "spellcheck": "false"},
    )
    email = line(
        lazy_gettext("E-mail address of the person's account"),
        most=254,
        render_kw={"type": "email", "autocomplete": "off", "spellcheck": "false"},
    )
    statement = lines(lazy_gettext("How do you know them?"), most=500, render_kw={"rows": 4})


@my_verification.get("")
@signed_in
def own() -> Response:
    """Show how the visitor's verification stands."""
    return _shown(AppealForm())


@my_verification.post("")
@signed_in
def act() -> AnyResponse:
    """Do what the pressed button says."""
    form = AppealForm()
    deed = _DEEDS.get(request.form.get("do", ""))
    if deed is None:
        raise BadRequest
    try:
        with said_on(form, _REFUSED):
            said = deed(form)
    except Refused as refused:
        form.key.data = str(uuid4())
        return _shown(form, refused.status)
    if said is None:
        return _shown(form, HTTPStatus.BAD_REQUEST)
    flash(said, "success")
    return redirect(address("my_verification.own"))


@my_verification.get("/vouching")
@signed_in
def vouching() -> Response:
    """Ask for whom the visitor vouches."""
    return page("vouching.html", form=SponsorForm())


@my_verification.post("/vouching")
@signed_in
def vouch() -> AnyResponse:
    """Vouch for somebody."""
    form, status = SponsorForm(), int(HTTPStatus.BAD_REQUEST)
    if form.validate():
        message = pb.SponsorVerificationRequest(
            verification_id=form.reference.data.strip(),
            email=form.email.data.strip(),
            statement=form.statement.data,
        )
        try:
            with said_on(form, _NOT_VOUCHED):
                ask(clients().verifications.SponsorVerification, message)
            flash(gettext("You vouch for this person. Officers see it."), "success")
            return redirect(address("account.account_page"))
        except Refused as refused:
            status = refused.status
    return page("vouching.html", status, form=form)


def _shown(form: AppealForm, status: int = 200) -> Response:
    me = ask(clients().identity.GetMe, identity_pb2.GetMeRequest()).subscriber
    found = ask(clients().verifications.GetMyVerification, pb.GetMyVerificationRequest())
    return page(
        "my_verification.html",
        status,
        case=found.verification,
        form=form,
        tier=kernel_pb2.Tier.Name(me.tier).removeprefix("TIER_"),
        words=verification_labels,
    )


def _ask(form: AppealForm) -> str | None:
    tier = request.form.get("tier", "VERIFIED")
    if tier not in _TIERS:
        raise BadRequest
    message = identity_pb2.RequestVerificationRequest(
        tier=kernel_pb2.Tier.Value(f"TIER_{tier}"), idempotency_key=(form.key.data or "")[:36]
    )
    ask(clients().identity.RequestVerification, message)
    return str(gettext("We have your request. An officer will get in touch."))


def _appeal(form: AppealForm) -> str | None:
    if not form.grounds.validate(form):
        return None
    message = pb.AppealVerificationRequest(
        expected_version=version_read(), grounds=form.grounds.data
    )
    ask(clients().verifications.AppealVerification, message)
    return str(gettext("We have your appeal. Another officer will look at it."))


def _withdraw(_: AppealForm) -> str | None:
    message = pb.WithdrawVerificationRequest(expected_version=version_read())
    ask(clients().verifications.WithdrawVerification, message)
    return str(gettext("Your request is withdrawn."))


_DEEDS: Final[dict[str, Callable[[AppealForm], str | None]]] = {
    "ask": _ask,
    "appeal": _appeal,
    "withdraw": _withdraw,
}
"""What each button does; None is said where the form is not good."""
