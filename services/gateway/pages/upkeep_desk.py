"""The editors' desk for what stands: its versions, its owner, its review and its end."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any, Final
from uuid import UUID

from apiflask import APIBlueprint
from flask import Response, flash, redirect, request
from flask_babel import lazy_gettext
from werkzeug.exceptions import BadRequest
from werkzeug.wrappers import Response as AnyResponse

from isp.content.v1 import content_pb2
from isp.content.v1 import upkeep_pb2 as pb
from services.gateway.clients import clients
from services.gateway.pages import papers_labels
from services.gateway.pages.answers import ask, page
from services.gateway.pages.forms import Form, Refused, version_read
from services.gateway.pages.language import address
from services.gateway.pages.papers_desk import REFUSED, found_document
from services.gateway.pages.papers_forms import EndForm, ReasonForm, ReviewForm, moment_from
from services.gateway.pages.refusals import said_on
from services.gateway.pages.visitors import signed_in
from services.gateway.resources.drafts import time_to_pb

upkeep_desk = APIBlueprint("upkeep_desk", __name__, url_prefix="/desk/advice", enable_openapi=False)

_LONGEST_NUMBER: Final = 18
_VERSIONS: Final = 50


@upkeep_desk.get("/documents/<uuid:document_id>")
@signed_in
def document(document_id: UUID) -> Response:
    """Show a document as editors keep it up."""
    return _shown(document_id, _forms())


@upkeep_desk.post("/documents/<uuid:document_id>")
@signed_in
def act(document_id: UUID) -> AnyResponse:
    """Do what the pressed button says, to the version that the page showed."""
    name = request.form.get("do", "")
    if name not in _DEEDS:
        raise BadRequest
    forms, (deed, said) = _forms(name), _DEEDS[name]
    form, status = forms[name], int(HTTPStatus.BAD_REQUEST)
    if form.validate():
        try:
            with said_on(form, REFUSED):
                deed(str(document_id), form)
            flash(str(said), "success")
            return redirect(address("upkeep_desk.document", document_id=document_id))
        except Refused as refused:
            status = refused.status
    return _shown(document_id, forms, status)


@upkeep_desk.get("/documents/<uuid:document_id>/versions/<int:number>")
@signed_in
def version(document_id: UUID, number: int) -> Response:
    """Show what a document was, and what changed since the version before or another."""
    said = request.args.get("since", str(max(0, number - 1)))
    known = said.isascii() and said.isdecimal() and len(said) <= _LONGEST_NUMBER
    message = pb.GetVersionRequest(
        document_id=str(document_id),
        version=min(number, 10**_LONGEST_NUMBER),
        since_version=int(said) if known else 0,
    )
    found = ask(clients().upkeep.GetVersion, message)
    return page(
        "desk_paper_version.html",
        was=found.version,
        since=message.since_version,
        differences=found.differences,
        fields=papers_labels.FIELDS,
    )


def _forms(sent: str = "") -> dict[str, Form]:
    kinds: dict[str, type[Form]] = {"review": ReviewForm, "end": EndForm, "withdraw": ReasonForm}
    return {name: kind() if name == sent else kind(formdata=None) for name, kind in kinds.items()}


def _shown(document_id: UUID, forms: dict[str, Form], status: int = HTTPStatus.OK) -> Response:
    message = pb.ListVersionsRequest(document_id=str(document_id), page_size=_VERSIONS)
    return page(
        "desk_paper_kept.html",
        status,
        document=found_document(document_id),
        versions=ask(clients().upkeep.ListVersions, message).versions,
        forms=forms,
    )


def _review(document_id: str, form: Any) -> None:
    message = pb.ReviewDocumentRequest(
        document_id=document_id,
        expected_version=version_read(),
        review_on=form.review_on.data or "",
        take_over=form.take_over.data,
    )
    ask(clients().upkeep.ReviewDocument, message)


def _end(document_id: str, form: Any) -> None:
    message = pb.PlanWithdrawalRequest(
        document_id=document_id,
        expected_version=version_read(),
        withdraw_at=time_to_pb(moment_from(form.withdraw_at.data)),
        reason=form.reason.data,
    )
    ask(clients().upkeep.PlanWithdrawal, message)


def _withdraw(document_id: str, form: Any) -> None:
    message = content_pb2.WithdrawDocumentRequest(
        document_id=document_id, expected_version=version_read(), reason=form.reason.data
    )
    ask(clients().content.WithdrawDocument, message)


_DEEDS: Final[dict[str, tuple[Callable[[str, Any], None], Any]]] = {
    "review": (_review, lazy_gettext("It is noted that the document holds.")),
    "end": (_end, lazy_gettext("The time is kept.")),
    "withdraw": (_withdraw, lazy_gettext("The document is taken back: only editors find it.")),
}
"""What each button does, and what the page says after it."""
