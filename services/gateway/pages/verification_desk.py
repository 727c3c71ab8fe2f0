"""The desk of the verification officers: who waits, and a case on it."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any, Final
from uuid import UUID, uuid4

from apiflask import APIBlueprint
from flask import Response, flash, redirect, request
from flask_babel import lazy_gettext
from werkzeug.exceptions import BadRequest
from werkzeug.wrappers import Response as AnyResponse

from isp.identity.v1 import identity_pb2 as pb
from isp.identity.v1 import verifications_pb2
from services.gateway.clients import clients
from services.gateway.pages import verification_labels
from services.gateway.pages.answers import ask, page
from services.gateway.pages.forms import Refused, version_read
from services.gateway.pages.language import address
from services.gateway.pages.refusals import said_on
from services.gateway.pages.verification_forms import (
    CaseForm,
    check_of,
    decision_of,
    question_of,
)
from services.gateway.pages.visitors import signed_in, visitor

verification_desk = APIBlueprint(
    "verification_desk", __name__, url_prefix="/desk/verifications", enable_openapi=False
)

PAGE_SIZE: Final = 20
LONGEST_TOKEN: Final = 200
_STANDS: Final = lazy_gettext("Below it stands as it is now; what you typed is kept.")
_REFUSED: Final = {
    **dict.fromkeys(
        (
            *("OWN_VERIFICATION", "CHECKED_BY_SAME_OFFICER", "SECOND_REVIEWER_NEEDED"),
            *("APPEAL_NEEDS_ANOTHER", "REVIEWED_BY_SPONSOR", "REVIEWED_BY_COLLEAGUE"),
            "REVIEWED_BY_INVITER",
            *("TOO_MANY_CHECKS", "TOO_MANY_CLAIMS", "TOO_MANY_PROVIDER_CHECKS"),
            *("VERIFICATION_NOT_CLAIMED", "VERIFICATION_CLOSED", "SUBSCRIBER_NOT_ACTIVE"),
            *("PROFILE_NOT_MET", "IDEMPOTENCY_KEY_REUSED"),
        ),
        "",
    ),
    **dict.fromkeys(("STALE_VERSION", "EVIDENCE_CHANGED", "VERIFICATION_CLAIMED"), _STANDS),
}
"""Why something was refused, where the case's own page says so."""


@verification_desk.get("")
@signed_in
def queue() -> Response:
    """Show the cases that wait, oldest first."""
    message = pb.ListVerificationsRequest(
        page_size=PAGE_SIZE, page_token=request.args.get("page", "")[:LONGEST_TOKEN]
    )
    found = ask(clients().identity.ListVerifications, message)
    return page("desk_verifications.html", found=found, words=verification_labels, me=_me())


@verification_desk.get("/<uuid:verification_id>")
@signed_in
def case(verification_id: UUID) -> Response:
    """Show one case, and what can be done."""
    return _shown(verification_id, CaseForm())


@verification_desk.post("/<uuid:verification_id>")
@signed_in
def act(verification_id: UUID) -> AnyResponse:
    """Do what the pressed button says, to the case as the page showed it."""
    form = CaseForm()
    done = _DEEDS.get(request.form.get("do", ""))
    if done is None:
        raise BadRequest
    needed, deed, said = done
    fit = [form[name].validate(form) for name in needed]  # each says what is wrong with it
    if not all(fit):
        return _shown(verification_id, form, HTTPStatus.BAD_REQUEST)
    try:
        with said_on(form, _REFUSED):
            deed(str(verification_id), form)
    except Refused as refused:
        form.key.data = str(uuid4())
        return _shown(verification_id, form, refused.status)
    flash(str(said), "success")
    return redirect(address("verification_desk.case", verification_id=verification_id))


def _me() -> str:
    there = visitor()
    return there.subject if there else ""


def _shown(verification_id: UUID, form: CaseForm, status: int = 200) -> Response:
    message = pb.GetVerificationRequest(verification_id=str(verification_id))
    found = ask(clients().identity.GetVerification, message).verification
    return page(
        "desk_verification.html",
        status,
        case=found,
        form=form,
        words=verification_labels,
        me=_me(),
    )


def _claim(case_id: str, _: CaseForm) -> None:
    message = verifications_pb2.ClaimVerificationRequest(
        verification_id=case_id, expected_version=version_read()
    )
    ask(clients().verifications.ClaimVerification, message)


def _release(case_id: str, _: CaseForm) -> None:
    message = verifications_pb2.ReleaseVerificationRequest(
        verification_id=case_id, expected_version=version_read()
    )
    ask(clients().verifications.ReleaseVerification, message)


def _check(case_id: str, form: CaseForm) -> None:
    message = pb.RecordCheckRequest(
        verification_id=case_id, check=check_of(form), idempotency_key=form.key.data
    )
    ask(clients().identity.RecordCheck, message)


def _question(case_id: str, form: CaseForm) -> None:
    ask(clients().verifications.RequestProviderCheck, question_of(case_id, form))


def _decide(*, grant: bool) -> "Deed":
    def deed(case_id: str, form: CaseForm) -> None:
        ask(clients().identity.DecideVerification, decision_of(case_id, form, grant=grant))

    return deed


Deed = Callable[[str, CaseForm], None]
_DEEDS: Final[dict[str, tuple[tuple[str, ...], Deed, Any]]] = {
    "claim": ((), _claim, lazy_gettext("The case is yours for an hour.")),
    "release": ((), _release, lazy_gettext("Others can take the case now.")),
    "check": (("kind",), _check, lazy_gettext("The check is recorded.")),
    "ask-provider": (("kind",), _question, lazy_gettext("The provider is being asked.")),
    "grant": (("reason",), _decide(grant=True), lazy_gettext("It is decided.")),
    "refuse": (
        ("reason", "refusal_reasons"),
        _decide(grant=False),
        lazy_gettext("It is refused, and the person is told."),
    ),
}
"""What each button does: the fields it needs, the deed, and what is said."""
