"""Was this useful? What a reader says at the end of a document, with or without an account."""

from http import HTTPStatus
from uuid import UUID, uuid4

from apiflask import APIBlueprint
from flask import Response, redirect, request
from flask_babel import lazy_gettext
from werkzeug.exceptions import BadRequest
from werkzeug.wrappers import Response as AnyResponse

from isp.content.v1 import content_pb2
from isp.content.v1 import remarks_pb2 as pb
from services.gateway.clients import clients
from services.gateway.pages.answers import ask, page
from services.gateway.pages.forms import Form, Refused, lines, shown_on
from services.gateway.pages.language import address

remarking = APIBlueprint("remarking", __name__, url_prefix="/advice", enable_openapi=False)


class RemarkForm(Form):
    """What a reader adds to yes or no."""

    comment = lines(
        lazy_gettext("What helped, or what was missing?"),
        most=500,
        required=False,
        hint=lazy_gettext("Say nothing here of yourself or of other people."),
        render_kw={"rows": 4},
    )


@remarking.get("/<uuid:document_id>/useful")
def useful(document_id: UUID) -> Response:
    """Ask on a page of its own, for who comes back to it."""
    return _asked(document_id, RemarkForm(), HTTPStatus.OK)


@remarking.post("/<uuid:document_id>/useful")
def say(document_id: UUID) -> AnyResponse:
    """Keep what the pressed button says.

    The page of a document is kept by caches, so it carries no key: each press is a remark.
    """
    said = request.form.get("do", "")
    if said not in {"yes", "no"}:
        raise BadRequest
    form, status = RemarkForm(), int(HTTPStatus.BAD_REQUEST)
    if form.validate():
        message = pb.LeaveRemarkRequest(
            document_id=str(document_id),
            useful=said == "yes",
            comment=form.comment.data or "",
            idempotency_key=str(uuid4()),
        )
        try:
            with shown_on(form):
                ask(clients().remarks.LeaveRemark, message)
            thanks = address("remarking.thanks", document_id=document_id)
            return redirect(thanks, HTTPStatus.SEE_OTHER)
        except Refused as refused:
            status = refused.status
    return _asked(document_id, form, status)


@remarking.get("/<uuid:document_id>/useful/thanks")
def thanks(document_id: UUID) -> Response:
    """Say that it was kept; the same of every address, so that it tells of no document."""
    return page("remark_thanks.html", document_id=document_id)


def _asked(document_id: UUID, form: RemarkForm, status: int) -> Response:
    message = content_pb2.GetDocumentRequest(document_id=str(document_id))
    found = ask(clients().content.GetDocument, message)
    return page("remark.html", status, document=found.document, form=form)
