"""Decisions as JSON, and as lines of it."""

from collections.abc import Iterable
from typing import Any, Final

from flask import json

from isp.alerts.v1 import decision_pb2
from services.gateway.resources.alert_json import time_json

JSON_LINES: Final = "application/jsonl"


def decision_json(decision: decision_pb2.Decision) -> dict[str, Any]:
    """Return a decision; what is not known is null."""
    return {
        "entry_id": decision.entry_id,
        "at": time_json(decision.at),
        "actor": decision.actor or None,
        "subject": decision.subject or None,
        "action": decision.action,
        "resource": decision.resource,
        "digest": decision.digest.hex() or None,
        "detail": dict(sorted(decision.detail.items())),
        "seal": (
            {"number": decision.seal_number, "hash": decision.seal_hash.hex()}
            if decision.seal_number
            else None
        ),
    }


def lines_of(decisions: Iterable[decision_pb2.Decision]) -> str:
    """Return one line of JSON for each decision."""
    return "".join(f"{json.dumps(decision_json(each))}\n" for each in decisions)
