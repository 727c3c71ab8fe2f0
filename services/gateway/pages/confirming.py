"""Confirming that one read a bulletin that asks for it; and how many did, for editors."""

from typing import Final
from uuid import UUID

from apiflask import APIBlueprint
from flask import Response, flash, redirect
from flask_babel import gettext, lazy_gettext
from werkzeug.wrappers import Response as AnyResponse

from isp.content.v1 import document_pb2
from isp.content.v1 import receipts_pb2 as pb
from services.gateway.clients import clients
from services.gateway.pages.answers import ask, page
from services.gateway.pages.forms import Form, Refused, line, version_read
from services.gateway.pages.language import address
from services.gateway.pages.own_readings import of_visitor
from services.gateway.pages.papers_desk import found_document
from services.gateway.pages.refusals import said_on, told
from services.gateway.pages.visitors import signed_in

confirming = APIBlueprint("confirming", __name__, enable_openapi=False)

_PASSED: Final = ("RECEIPT_NOT_ASKED", "STALE_VERSION")


class NameForm(Form):
    """What a reader is called, where a document asks for it."""

    name = line(
        lazy_gettext("Your name, as the owner of this document is to see it"),
        most=100,
        render_kw={"autocomplete": "name"},
    )


def receipt_now(document: document_pb2.Document) -> pb.GetReceiptResponse | None:
    """Return what a document asks of the visitor; None if nothing."""
    if document.content.receipt == document_pb2.RECEIPT_ASKED_UNSPECIFIED:
        return None
    message = pb.GetReceiptRequest(document_id=document.document_id)
    found: pb.GetReceiptResponse | None = of_visitor(
        lambda: ask(clients().receipts.GetReceipt, message)
    )
    return found


@confirming.get("/account/to-confirm")
@signed_in
def asked() -> Response:
    """Show what the visitor is asked to confirm."""
    found = ask(clients().receipts.ListReceiptsAsked, pb.ListReceiptsAskedRequest())
    return page("receipts_asked.html", asked=found.asked)


@confirming.get("/advice/<uuid:document_id>/receipt")
@signed_in
def ask_name(document_id: UUID) -> Response:
    """Ask for the name, with what becomes of it."""
    return _form(document_id, NameForm())


@confirming.post("/advice/<uuid:document_id>/receipt")
@signed_in
def confirm(document_id: UUID) -> AnyResponse:
    """Keep that the visitor read the document, as the page showed it."""
    form = NameForm()
    message = pb.ConfirmReceiptRequest(
        document_id=str(document_id),
        expected_version=version_read(),
        name=(form.name.data or "").strip(),
    )
    try:
        with told(*_PASSED), said_on(form, {}):
            ask(clients().receipts.ConfirmReceipt, message)
            flash(gettext("It is kept that you read it. Thank you."), "success")
    except Refused as refused:
        return _form(document_id, form, refused.status)
    return redirect(address("advice.document", document_id=document_id))


@confirming.get("/desk/receipts/<uuid:document_id>")
@signed_in
def figures(document_id: UUID) -> AnyResponse:
    """Show an editor how many confirmed."""
    document = found_document(document_id)
    message = pb.GetReceiptFiguresRequest(document_id=str(document_id))
    found = ask(clients().receipts.GetReceiptFigures, message)
    return page("desk_receipts.html", document=document, found=found)


@confirming.post("/desk/receipts/<uuid:document_id>")
@signed_in
def remind(document_id: UUID) -> AnyResponse:
    """Remind those who have not confirmed."""
    message = pb.RemindOfReceiptRequest(
        document_id=str(document_id), expected_version=version_read()
    )
    with told(*_PASSED, "REMINDED_LATELY"):
        ask(clients().receipts.RemindOfReceipt, message)
        flash(gettext("Those who have not confirmed see it on their own pages."), "success")
    return redirect(address("confirming.figures", document_id=document_id))


def _form(document_id: UUID, form: NameForm, status: int = 200) -> Response:
    return page("receipt_name.html", status, document=found_document(document_id), form=form)
