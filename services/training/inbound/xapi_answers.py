"""Statements and refusals as xAPI gives them (xAPI 1.0.3 part 2, 2.4 and part 3, 3)."""

from collections.abc import Sequence
from http import HTTPStatus
from typing import Any, Final

import orjson
from werkzeug.wrappers import Response

from chassis.errors import (
    Conflict,
    Denied,
    Exhausted,
    Invalid,
    NotFound,
    Refusal,
    Unauthenticated,
    Unavailable,
    Unmet,
)
from services.training.domain.errors import StatementRefused
from services.training.domain.lms_statements import moment
from services.training.domain.xapi import VERSION
from services.training.usecases.records_ports import StoredStatement

JSON: Final = "application/json"
_STATUS: Final = {
    Invalid: HTTPStatus.BAD_REQUEST,
    Unauthenticated: HTTPStatus.UNAUTHORIZED,
    Denied: HTTPStatus.FORBIDDEN,
    NotFound: HTTPStatus.NOT_FOUND,
    Conflict: HTTPStatus.CONFLICT,
    Unmet: HTTPStatus.PRECONDITION_FAILED,
    Exhausted: HTTPStatus.TOO_MANY_REQUESTS,
    Unavailable: HTTPStatus.SERVICE_UNAVAILABLE,
}


def json_answer(what: Any, status: HTTPStatus = HTTPStatus.OK) -> Response:
    """Return an answer in JSON."""
    return Response(orjson.dumps(what), status, content_type=JSON)


def refused(refusal: Refusal) -> Response:
    """Return a refusal with its reason, and the rule that a statement broke."""
    status = next(
        (each for kind, each in _STATUS.items() if isinstance(refusal, kind)),
        HTTPStatus.INTERNAL_SERVER_ERROR,
    )
    said = {"error": refusal.reason, "message": str(refusal)}
    if isinstance(refusal, StatementRefused):
        said["rule"] = refusal.rule
    answer = json_answer(said, status)
    if status is HTTPStatus.UNAUTHORIZED:
        answer.headers["WWW-Authenticate"] = 'Basic realm="xAPI"'
    if status is HTTPStatus.SERVICE_UNAVAILABLE:
        answer.headers["Retry-After"] = "5"
    return answer


def statement_bytes(stored: StoredStatement, site: str, *, ids_only: bool = False) -> bytes:
    """Return a statement as it came, with what the store adds: when, on whose word, version."""
    added = orjson.dumps(
        {
            "stored": moment(stored.stored_at),
            "authority": {
                "objectType": "Agent",
                "account": {"homePage": site, "name": "learning-record-store"},
            },
            "version": VERSION,
        }
    )
    whole = stored.document.rstrip()[:-1] + b"," + added[1:]
    return orjson.dumps(_ids(orjson.loads(whole))) if ids_only else whole


def page_bytes(page: Sequence[StoredStatement], more: str, site: str, *, ids_only: bool) -> bytes:
    """Return a StatementResult (part 3, 2.1.3)."""
    statements = b",".join(statement_bytes(each, site, ids_only=ids_only) for each in page)
    return b'{"statements":[' + statements + b'],"more":' + orjson.dumps(more) + b"}"


def _ids(statement: dict[str, Any]) -> dict[str, Any]:
    """Leave of agents, verbs and activities what identifies them (format=ids)."""
    activities = statement.get("context", {}).get("contextActivities", {})
    for name, several in activities.items():
        activities[name] = [{"id": each["id"]} for each in several]
    statement["verb"] = {"id": statement["verb"]["id"]}
    kept = ("objectType", "id")
    statement["object"] = {
        each: statement["object"][each] for each in kept if each in statement["object"]
    }
    statement["actor"].pop("name", None)
    return statement
