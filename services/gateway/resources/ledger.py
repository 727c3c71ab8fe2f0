"""What anyone can check by REST: whether a message is ours, and that the public log only grew."""

from typing import Any, Final
from uuid import UUID

from apiflask import APIBlueprint, Schema
from apiflask.fields import Integer
from apiflask.validators import Range
from flask import Response, jsonify
from marshmallow import RAISE

from isp.alerts.v1 import alert_pb2, ledger_pb2
from services.gateway.clients import clients
from services.gateway.headers import public
from services.gateway.resources.alert_json import alert_json, cap_status_json, time_json

ledger = APIBlueprint("ledger", __name__, url_prefix="/v1", tag="Checking")

_LARGEST: Final = 2**63 - 1
_MOMENTS: Final = 5


class EntriesQuery(Schema):
    """Which part of the log."""

    start = Integer(load_default=0, validate=Range(0, _LARGEST))
    page_size = Integer(load_default=20, validate=Range(1, 100))


class EarlierQuery(Schema):
    """How long the log was earlier."""

    earlier_size = Integer(required=True, validate=Range(1, _LARGEST))


@ledger.get("/verify/<code>")
@ledger.doc(
    summary="Check a code that stands on a message",
    description="Shows the text that was issued under it, or of a restricted alert only when it"
    " was and what kind, and how it stands now. Compare the text with what you were sent.",
    responses={200: "A message of ours", 404: "Not ours", 429: "Too often"},
)
def verify_code(code: str) -> Response:
    """Check a code that stands on a message."""
    said = clients().call(clients().ledger.VerifyCode, ledger_pb2.VerifyCodeRequest(code=code))
    return public(jsonify(verified_json(said)), _MOMENTS)


@ledger.get("/codes/<uuid:alert_id>")
@ledger.doc(
    summary="Read the code by which anyone can check an alert",
    responses={200: "The code", 404: "None that you may know of"},
)
def get_code(alert_id: UUID) -> Response:
    """Read the code by which anyone can check an alert."""
    message = ledger_pb2.GetCodeRequest(alert_id=str(alert_id))
    found = clients().call(clients().ledger.GetCode, message)
    shown = {"code": found.code, "cap_status": cap_status_json(found.cap_status)}
    return public(jsonify(shown), _MOMENTS)


@ledger.get("/log/head")
@ledger.doc(
    summary="Read what the public log comes to, signed",
    responses={200: "The head", 404: "None yet"},
)
def get_tree_head() -> Response:
    """Read what the public log comes to, signed."""
    found = clients().call(clients().ledger.GetTreeHead, ledger_pb2.GetTreeHeadRequest())
    return public(jsonify(head_json(found.head)), _MOMENTS)


@ledger.get("/log/entries")
@ledger.input(EntriesQuery, location="query", arg_name="said", unknown=RAISE)
@ledger.doc(
    summary="Read the public log",
    description="Messages from a place on; fewer than were asked for only at the log's end.",
    responses={200: "A part of the log"},
)
def list_entries(said: dict[str, Any]) -> Response:
    """Read the public log."""
    asked = ledger_pb2.ListLogEntriesRequest(**said)
    found = clients().call(clients().ledger.ListLogEntries, asked)
    entries = [
        {
            "index": each.index,
            "identifier": each.identifier,
            "document": each.document.decode(),
        }
        for each in found.entries
    ]
    return public(jsonify({"entries": entries}), _MOMENTS)


@ledger.get("/log/inclusion/<identifier>")
@ledger.doc(
    summary="Prove that the public log has a message",
    description="As RFC 9162, section 2.1.3, has it, for the newest head.",
    responses={200: "The proof", 404: "Not in the log"},
)
def get_inclusion_proof(identifier: str) -> Response:
    """Prove that the public log has a message."""
    asked = ledger_pb2.GetInclusionProofRequest(identifier=identifier)
    found = clients().call(clients().ledger.GetInclusionProof, asked)
    said = {"index": found.index, "path": [each.hex() for each in found.path]}
    return public(jsonify(said | {"head": head_json(found.head)}), _MOMENTS)


@ledger.get("/log/consistency")
@ledger.input(EarlierQuery, location="query", arg_name="said", unknown=RAISE)
@ledger.doc(
    summary="Prove that the public log only grew",
    description="As RFC 9162, section 2.1.4, has it, from an earlier size to the newest head.",
    responses={200: "The proof", 404: "The log was never so long"},
)
def get_consistency_proof(said: dict[str, Any]) -> Response:
    """Prove that the public log only grew."""
    asked = ledger_pb2.GetConsistencyProofRequest(**said)
    found = clients().call(clients().ledger.GetConsistencyProof, asked)
    path = [each.hex() for each in found.path]
    return public(jsonify({"path": path, "head": head_json(found.head)}), _MOMENTS)


def verified_json(said: ledger_pb2.VerifyCodeResponse) -> dict[str, Any]:
    """Return what a code stands for."""
    return {
        "code": said.code,
        "issued_at": time_json(said.issued_at),
        "status": alert_pb2.AlertStatus.Name(said.status).removeprefix("ALERT_STATUS_"),
        "exercise": said.exercise,
        "superseded": said.superseded,
        "cap_status": cap_status_json(said.cap_status),
        "alert": alert_json(said.alert) if said.HasField("alert") else None,
        "identifier": said.identifier or None,
    }


def head_json(head: ledger_pb2.TreeHead) -> dict[str, Any]:
    """Return a signed head: bytes in hexadecimal, but for the text that is signed."""
    return {
        "size": head.size,
        "root": head.root.hex(),
        "signed_at": time_json(head.signed_at),
        "audit_hash": head.audit_hash.hex(),
        "signed_text": head.signed_bytes.decode(),
        "signature": head.signature.hex(),
        "public_key": head.public_key.hex(),
    }
