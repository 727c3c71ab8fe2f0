"""Everything that goes wrong, as application/problem+json (RFC 9457): the second of the two maps.

`type` is /problems/<reason>, where a person finds what it means; no internals are ever said.
"""

import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any, Final

import grpc
from apiflask import APIFlask, HTTPError
from flask import Response, current_app, json, request
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as AnyResponse

from chassis.errors import Refusal, Unauthenticated, Unavailable
from chassis.logs import logger
from chassis.rpc_errors import RemoteRefusal, refusal_of
from services.gateway.problem_meanings import MEANINGS

RETRY_SECONDS: Final = 2

OF_CODE: Final = {
    grpc.StatusCode.NOT_FOUND: HTTPStatus.NOT_FOUND,
    grpc.StatusCode.INVALID_ARGUMENT: HTTPStatus.BAD_REQUEST,
    grpc.StatusCode.ABORTED: HTTPStatus.CONFLICT,
    grpc.StatusCode.FAILED_PRECONDITION: HTTPStatus.CONFLICT,
    grpc.StatusCode.PERMISSION_DENIED: HTTPStatus.FORBIDDEN,
    grpc.StatusCode.UNAUTHENTICATED: HTTPStatus.UNAUTHORIZED,
    grpc.StatusCode.RESOURCE_EXHAUSTED: HTTPStatus.TOO_MANY_REQUESTS,
    grpc.StatusCode.UNAVAILABLE: HTTPStatus.SERVICE_UNAVAILABLE,
}
"""The status of each kind of refusal; anything else is 500, blank."""

OF_REASON: Final = {
    "STALE_VERSION": HTTPStatus.PRECONDITION_FAILED,
    # The transport's own words: the service is away, slow, or full. It is safe to ask again.
    "UNAVAILABLE": HTTPStatus.SERVICE_UNAVAILABLE,
    "DEADLINE_EXCEEDED": HTTPStatus.SERVICE_UNAVAILABLE,
    "EXHAUSTED": HTTPStatus.SERVICE_UNAVAILABLE,
}
"""Reasons whose status is not that of their kind."""


class RequestRefused(Refusal):
    """The request itself lacks something that HTTP needs."""

    def __init__(
        self, status: HTTPStatus, reason: str, detail: str, headers: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(detail)
        self.status = status
        self.said = reason
        self.headers = headers or {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One problem. `errors` are (field, what is wrong)."""

    status: HTTPStatus
    reason: str
    detail: str = ""
    errors: tuple[tuple[str, str], ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict)
    max_age: int | None = None
    """Of a second factor that is too old: how old it may be, in seconds."""
    more: Mapping[str, str] = field(default_factory=dict)

    def response(self) -> Response:
        """Return the answer."""
        slug = self.reason.lower().replace("_", "-")
        body: dict[str, Any] = {
            "type": f"/problems/{slug}",
            "title": MEANINGS.get(slug, self.status.phrase),
            "status": self.status.value,
            "detail": self.detail or MEANINGS.get(slug, self.status.phrase),
            "reason": self.reason,
            **self.more,
        }
        if self.errors:
            body["errors"] = [{"field": name, "detail": what} for name, what in self.errors]
        answer = Response(json.dumps(body), self.status.value, mimetype="application/problem+json")
        answer.headers.update(self.said_by_headers())
        return answer

    def said_by_headers(self) -> dict[str, str]:
        """Return the headers of the answer, whatever its form."""
        if self.status in {HTTPStatus.SERVICE_UNAVAILABLE, HTTPStatus.TOO_MANY_REQUESTS}:
            return {"Retry-After": str(RETRY_SECONDS), **self.headers}
        return dict(self.headers)


def of_remote(refusal: RemoteRefusal) -> Problem:
    """Return the problem that a service's refusal is."""
    status = OF_REASON.get(refusal.reason) or OF_CODE.get(refusal.code)
    if status is None or (refusal.reason == "INTERNAL"):
        return internal(f"rpc {refusal.code.name}")
    return Problem(
        status=status,
        reason=refusal.reason,
        detail=refusal.message,
        errors=tuple((each.field, each.description) for each in refusal.violations),
        headers=_challenge(status, refusal.reason, refusal.metadata),
        max_age=_max_age(refusal.metadata),
    )


def _max_age(metadata: Mapping[str, str]) -> int | None:
    said = metadata.get("max_age_seconds", "")
    return int(said) if said.isascii() and said.isdecimal() else None


def _challenge(status: HTTPStatus, reason: str, metadata: Mapping[str, str]) -> dict[str, str]:
    """Return WWW-Authenticate as RFC 6750 has it, and RFC 9470 for a step-up."""
    if status is not HTTPStatus.UNAUTHORIZED:
        return {}
    if reason == "STEP_UP_REQUIRED":
        acr, age = metadata.get("acr", ""), metadata.get("max_age_seconds", "")
        said = f'error="insufficient_user_authentication", acr_values="{acr}", max_age="{age}"'
        return {"WWW-Authenticate": f"Bearer {said}"}
    if reason == "TOKEN_NEEDED":
        return {"WWW-Authenticate": "Bearer"}
    return {"WWW-Authenticate": 'Bearer error="invalid_token"'}


def internal(what: str) -> Problem:
    """Log what went wrong on our side, and return a problem that tells only its id."""
    error_id = str(uuid.uuid4())
    logger().error("request failed", error_id=error_id, what=what, path=request.path)
    return Problem(
        status=HTTPStatus.INTERNAL_SERVER_ERROR, reason="INTERNAL", more={"error_id": error_id}
    )


def answer(problem: Problem) -> AnyResponse:
    """Return a problem as the present request's asker takes it: a program or a person."""
    for_a_person, page = current_app.extensions["isp-problem-pages"]
    said: AnyResponse = page(problem) if for_a_person() else problem.response()
    return said


def install(
    app: APIFlask, *, for_a_person: Callable[[], bool], page: Callable[[Problem], AnyResponse]
) -> None:
    """Let every error of the app leave as a problem, or as the page of one for a person."""
    app.extensions["isp-problem-pages"] = (for_a_person, page)

    @app.errorhandler(grpc.RpcError)
    def on_rpc_error(error: grpc.RpcError) -> AnyResponse:
        return answer(of_remote(refusal_of(error)))

    @app.errorhandler(RequestRefused)
    def on_refused(refused: RequestRefused) -> AnyResponse:
        return answer(
            Problem(
                status=refused.status,
                reason=refused.said,
                detail=str(refused),
                headers=refused.headers,
            )
        )

    @app.errorhandler(Refusal)
    def on_refusal(refusal: Refusal) -> AnyResponse:
        return answer(_of_refusal(refusal))

    @app.error_processor
    def on_api_error(error: HTTPError) -> Response:
        return _of_input(error).response()

    # After error_processor, which registers a handler of APIFlask's own for the same class.
    @app.errorhandler(HTTPException)
    def on_http_exception(error: HTTPException) -> AnyResponse:
        if error.response is not None and error.code is not None and error.code < 400:
            redirect: Response = error.get_response()  # type: ignore[assignment] # ours is Flask's
            return redirect
        return answer(_of_http(error))

    @app.errorhandler(Exception)
    def on_anything(error: Exception) -> AnyResponse:
        logger().error("unknown error", exc_info=error)
        return answer(internal(type(error).__name__))


def _of_refusal(refusal: Refusal) -> Problem:
    """Return the problem of a refusal that the gateway itself met."""
    if isinstance(refusal, Unauthenticated):
        status = HTTPStatus.UNAUTHORIZED
    elif isinstance(refusal, Unavailable):
        status = HTTPStatus.SERVICE_UNAVAILABLE
    else:
        return internal(refusal.reason)
    challenge = _challenge(status, refusal.reason, {})
    return Problem(status=status, reason=refusal.reason, detail=str(refusal), headers=challenge)


def _of_input(error: HTTPError) -> Problem:
    """Return the problem of a body or query that does not fit, each field named."""
    if isinstance(error.detail, Mapping) and error.detail:
        errors = tuple(_flat(error.detail))
        return Problem(status=HTTPStatus.BAD_REQUEST, reason="INVALID", errors=errors)
    status = HTTPStatus(error.status_code)
    return Problem(status=status, reason=status.name)


_REASONS: Final = {413: "CONTENT_TOO_LARGE", 416: "RANGE_NOT_SATISFIABLE", 503: "UNAVAILABLE"}
"""Words that Python's own names for a status do not keep from version to version."""


def _of_http(error: HTTPException) -> Problem:
    status = HTTPStatus(error.code or 500)
    if status.value >= 500 and status is not HTTPStatus.SERVICE_UNAVAILABLE:
        return internal(status.name)
    reason = _REASONS.get(status.value, status.name)
    headers = {
        name: value for name, value in error.get_headers() if name in {"Allow", "Retry-After"}
    }
    return Problem(status=status, reason=reason, headers=headers)


def _flat(detail: Mapping[str, Any], path: str = "") -> Iterable[tuple[str, str]]:
    """Turn marshmallow's nested messages into (field, what is wrong)."""
    for key, value in detail.items():
        name = str(key)
        if not path and name in {"json", "query", "headers", "path", "json_or_form"}:
            where = "" if name != "headers" else "header"
        elif name.isdigit():
            where = f"{path}[{name}]"
        elif name == "_schema":
            where = path or "body"
        else:
            where = f"{path}.{name}".strip(".")
        if isinstance(value, Mapping):
            yield from _flat(value, where)
        else:
            for message in value if isinstance(value, list) else [value]:
                yield where or "body", str(message)
