"""Receipts of documents that ask for them, by REST."""

from collections.abc import Iterable
from typing import Any, Final
from uuid import UUID

from apiflask import APIBlueprint, Schema
from apiflask.validators import Length
from flask import Response, jsonify

from isp.content.v1 import receipts_pb2 as pb
from services.gateway.clients import clients
from services.gateway.preconditions import expected_version
from services.gateway.resources.alert_json import time_json
from services.gateway.resources.content import document_json, receipt_asked
from services.gateway.resources.fields import String

receipts = APIBlueprint("receipts", __name__, url_prefix="/v1", tag="Advice")

_ORDINARY: Final = {404: "None that you may know of", 409: "It asks nobody"}
_VERSION: Final = {412: "Stale", 428: "No If-Match"}


class ReceiptIn(Schema):
    """The name of who confirms, where the document asks for it."""

    name = String(load_default="", validate=Length(max=100))


@receipts.get("/documents/<uuid:document_id>/receipt")
@receipts.doc(
    summary="Whether a document asks you to confirm that you read it",
    description="`asked` is COUNTED (its owner sees how many), NAMED (its owner sees who) or null."
    " `due` says that you have not confirmed what stands; a material change asks anew.",
    responses={200: "What it asks", 404: "None that you may know of"},
    security="bearer",
)
def get_receipt(document_id: UUID) -> Response:
    """Look whether a document asks the caller."""
    message = pb.GetReceiptRequest(document_id=str(document_id))
    found = clients().call(clients().receipts.GetReceipt, message)
    shown = _json(found.receipt) if found.HasField("receipt") else None
    return jsonify({"asked": receipt_asked(found.asked), "receipt": shown, "due": found.due})


@receipts.put("/documents/<uuid:document_id>/receipt")
@receipts.input(ReceiptIn, arg_name="said")
@receipts.doc(
    summary="Confirm that you read a document",
    description="The version that stands; needs If-Match. A name where it asks for one: then its"
    " owner sees it with your organisation. Kept two years.",
    responses={200: "What is kept"} | _ORDINARY | _VERSION,
    security="bearer",
)
def confirm_receipt(document_id: UUID, said: dict[str, Any]) -> Response:
    """Confirm that the caller read a document."""
    message = pb.ConfirmReceiptRequest(
        document_id=str(document_id), expected_version=expected_version(), name=said["name"]
    )
    kept = clients().call(clients().receipts.ConfirmReceipt, message).receipt
    return jsonify({"receipt": _json(kept)})


@receipts.get("/me/receipts-asked")
@receipts.doc(
    summary="What asks you to confirm that you read it",
    description="At most 50 documents; what editors reminded of comes first.",
    responses={200: "The documents"},
    security="bearer",
)
def list_receipts_asked() -> Response:
    """List what asks the caller."""
    message = pb.ListReceiptsAskedRequest()
    found = clients().call(clients().receipts.ListReceiptsAsked, message)
    asked = [
        {
            "document": document_json(each.document),
            "reminded_at": _time(each),
        }
        for each in found.asked
    ]
    return jsonify({"asked": asked})


@receipts.get("/documents/<uuid:document_id>/receipt-figures")
@receipts.doc(
    summary="How many confirmed that they read a document",
    description="Of those whom it asks, as it stands; null is hidden, since it is small or gives a"
    " small one away. Names and small figures are for its owner, of a document that asks for names;"
    " that they saw them goes on record.",
    responses={200: "The figures", 403: "Not allowed"} | _ORDINARY,
    security="bearer",
)
def get_receipt_figures(document_id: UUID) -> Response:
    """Tell how many confirmed."""
    message = pb.GetReceiptFiguresRequest(document_id=str(document_id))
    found = clients().call(clients().receipts.GetReceiptFigures, message)
    whole = ("people", "confirmed", "organisations")
    return jsonify(
        {
            "asked": receipt_asked(found.asked),
            "material_version": found.material_version,
            **{name: getattr(found, name) if found.HasField(name) else None for name in whole},
            "regions": _cells(found.regions),
            "sectors": _cells(found.sectors),
            "names": [
                {
                    "name": each.name,
                    "organisation_id": each.organisation_id or None,
                    "confirmed_at": time_json(each.confirmed_at),
                }
                for each in found.names
            ],
            "reminded_at": _time(found),
        }
    )


@receipts.post("/documents/<uuid:document_id>/receipt-reminder")
@receipts.doc(
    summary="Remind those who have not confirmed",
    description="They see it on their own pages. At most once in three days; needs If-Match.",
    responses={200: "Done", 403: "Not allowed", 429: "Lately"} | _ORDINARY | _VERSION,
    security="bearer",
)
def remind_of_receipt(document_id: UUID) -> Response:
    """Remind those who have not confirmed."""
    message = pb.RemindOfReceiptRequest(
        document_id=str(document_id), expected_version=expected_version()
    )
    clients().call(clients().receipts.RemindOfReceipt, message)
    return jsonify({})


def _json(receipt: pb.Receipt) -> dict[str, Any]:
    return {
        "version": receipt.version,
        "confirmed_at": time_json(receipt.confirmed_at),
        "name": receipt.name or None,
    }


def _cells(cells: Iterable[pb.ReceiptCell]) -> list[dict[str, Any]]:
    return [
        {
            "code": each.code,
            "confirmed": each.confirmed if each.HasField("confirmed") else None,
        }
        for each in cells
    ]


def _time(found: pb.AskedReceipt | pb.GetReceiptFiguresResponse) -> str | None:
    return time_json(found.reminded_at) if found.HasField("reminded_at") else None
