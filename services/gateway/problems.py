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

MEANINGS: Final = {
    "already-enrolled": "You are taking this course already.",
    "area-wrong": "An area of the audience cannot be read.",
    "audience-for-nobody": "The rows of the audience include nobody, or contradict each other.",
    "no-area": "All points of a polygon are on one line: it surrounds nothing.",
    "point-not-finite": "A coordinate is not a finite number.",
    "point-out-of-range": "A coordinate is beyond a pole, or more than half way round the earth.",
    "points-swapped": "Latitude stands where longitude belongs: GeoJSON says longitude first.",
    "polygon-crosses-itself": "The edges of a polygon cross or touch each other.",
    "polygon-unclosed": "The last point of a polygon is not its first.",
    "radius-out-of-range": "A circle's radius must be 0.001 to 1,000 km.",
    "too-few-points": "A polygon needs four points, of which the last is the first.",
    "too-many-points": "The polygons of an audience may have 50,000 points together.",
    "alert-not-found": "There is no such alert, or you may not know of it.",
    "alert-out-of-date": "The alert's expiry has passed, so it cannot be issued.",
    "accounts-unavailable": "Accounts cannot be reached at the moment. Try again shortly.",
    "application-not-found": "The confirmation link is not known, or is too old.",
    "attempt-not-found": "There is no such attempt of yours.",
    "attempt-submitted": "The attempt was handed in already: it is marked only once.",
    "callback-refused": "This address is for the provider of text messages.",
    "cap-declarations-forbidden": "The document declares types or entities: such is not read.",
    "cap-identifier-reused": "The sender's identifier came before with another message.",
    "cap-not-found": "There is no such public message.",
    "cap-thread-ended": "What the references name is over.",
    "cap-thread-unknown": "None of the references is a message that we know.",
    "cap-too-large": "The message has more than 1 MiB, or more than 50,000 points.",
    "cap-unreadable": "The document is no well-formed XML.",
    "code-unknown": "We have issued no message with this code.",
    "not-logged": "The public log has no such message, or is not so long.",
    "audience-empty": "Nobody would get this alert: look at whom it is for.",
    "audience-not-confirmed": "Confirm how many the alert reaches: say the size of its audience.",
    "answer-link-ended": "The time of this link is over.",
    "answer-link-of-another-alert": "The link is for another alert.",
    "answer-link-refused": "The link is not one of ours, or not all of it was copied.",
    "answer-not-asked": "This alert asks for no answer.",
    "answers-closed": "The alert has ended, so it asks nobody any more.",
    "bad-request": "The request is malformed.",
    "cap-status-fixed": "An exercise stays one, and what is meant stays so: write a new alert.",
    "certificate-held": "The certificate of this enrolment was issued already.",
    "certificate-not-found": "There is no such certificate, or it is not yours.",
    "certificate-revoked": "The certificate was revoked already.",
    "checked-by-same-officer": "Whoever recorded a check cannot decide the case.",
    "content-too-large": "The request's body is larger than is taken here.",
    "context-looser": "What you add would be shown to more people than what stands above it.",
    "course-not-completed": "Our record does not show every module of the course passed.",
    "course-not-found": "There is no such course, or you may not know of it.",
    "cordon-held-by-another": "Take the cordon over first: another officer keeps it up to date.",
    "cordon-not-found": "There is no such cordon, or you may not know of it.",
    "database-unavailable": "The record cannot be reached at the moment. Nothing was done.",
    "deadline-exceeded": "A service did not answer in time. The same key makes asking again safe.",
    "directory-refused": "The postcode directory is too broken to take the place of what is there.",
    "document-not-found": "There is no such document, or you may not know of it.",
    "document-withdrawn": "The document was withdrawn, so it changes no more.",
    "enrolment-closed": "The enrolment is completed or failed. Enrol again to begin anew.",
    "enrolment-not-found": "There is no such enrolment of yours.",
    "evidence-changed": "The checks are not those that you read. Read them again.",
    "exhausted": "Too much is asked at once. Try again shortly.",
    "too-many-cordons": "The alert has as many cordons as one may have.",
    "update-due-passed": "The next update would be due already: propose it anew.",
    "freeze-not-found": "There is no such freeze.",
    "freeze-under-way": "Issuing is stopped already, or somebody proposed that.",
    "issuing-frozen": "Two people stopped all issuing. What is out can still be withdrawn.",
    "help-closed": "The call for help is closed.",
    "help-held-by-another": "Take the call first: another officer has it, or nobody.",
    "help-not-found": "There is no such call for help.",
    "help-not-staffed": "Nobody is here to answer a call for help. In danger call 999.",
    "idempotency-key-needed": "The request needs a header Idempotency-Key with a UUID.",
    "idempotency-key-reused": "The key came before with another body.",
    "if-match-needed": "The request needs a header If-Match with the ETag that you read.",
    "illegal-transition": "It is not at a point of its life where this can be done.",
    "internal": "Something went wrong on our side. The error id tells our operators what.",
    "invalid": "A part of the request is wrong; `errors` names each field.",
    "keys-unavailable": "Sign-in cannot be checked at the moment. Try again shortly.",
    "method-not-allowed": "This address does not know that method.",
    "event-log-unavailable": "The event log cannot be reached at the moment. Try again shortly.",
    "metric-not-found": "There is no such metric, or nobody has used what it counts yet.",
    "module-not-found": "The course has no such module.",
    "module-passed": "You passed this module already.",
    "not-cascaded": "This alert went to everyone at once, and not along seats.",
    "not-your-step": "There is nothing of yours to pass on here.",
    "nothing-changed": "What you sent is what stands there already.",
    "nothing-to-review": "Nobody acted alone on this alert, or it was reviewed.",
    "not-acceptable": "The answer cannot be given in the form that was asked for.",
    "not-found": "There is nothing at this address.",
    "not-permitted": "You may not do this.",
    "not-staffed": "You are not at this queue any more.",
    "not-the-holder": "Only the expert who holds this question may do that.",
    "organisation-held": "You belong to an organisation already.",
    "organisation-not-found": "You belong to no organisation yet.",
    "own-question": "Somebody else must answer what you asked.",
    "own-verification": "Nobody handles their own case.",
    "position-vacant": "Nobody sits there.",
    "postcode-not-covered": "The postcode is in none of our regions, so we cannot warn about it.",
    "passkey-known": "This passkey is registered already.",
    "passkey-not-found": "There is no such passkey of yours.",
    "passkey-refused": "The passkey cannot be used. Begin again, or use another one.",
    "too-many-passkeys": "You have as many passkeys as one may have: remove one.",
    "premises-not-found": "There are no such premises, or they are not your organisation's.",
    "profile-not-met": "The checks do not carry the tier; the detail says what is missing.",
    "question-not-drawn": "An answer is to a question that this attempt does not ask.",
    "reach-drifted": "It reaches many more or fewer by now. Count again, and confirm that.",
    "restored-by-suspender": "Whoever suspended an account cannot restore it.",
    "seat-closed": "The seat was taken away.",
    "seat-not-found": "There is no such seat, or you do not appoint to it.",
    "seat-not-yours": "This seat is appointed to by somebody else.",
    "seat-occupied": "Somebody sits there. Relieve them first.",
    "seat-there": "There is a seat for that already.",
    "seat-twice": "They sit there in the other position already.",
    "self-appointment": "Somebody else must appoint you.",
    "sessions-unavailable": "Sign-in is away for a moment. Public pages go on. Try again shortly.",
    "sign-in-unavailable": "Sign-in is away for a moment. Public pages go on. Try again shortly.",
    "rumour-not-found": "There is no such entry of the rumour board.",
    "search-unavailable": "Search cannot be reached at the moment. Try again shortly.",
    "self-approval": "A second person must do this: you had a hand in it.",
    "self-suspension": "You cannot suspend your own account.",
    "staffing-not-found": "There is no such shift of yours.",
    "stale-version": "It changed since you read it. Read it again.",
    "status-list-not-found": "There is no such status list.",
    "step-settled": "This was passed on, or sent, already.",
    "step-up-required": "A fresh second factor is needed: sign in again with it.",
    "subscriber-not-active": "The account is suspended or closed.",
    "subscriber-not-found": "There is no such person.",
    "subscriber-not-suspended": "The account is not suspended.",
    "subscription-not-found": "The link that stops alerts is not known.",
    "subscription-request-not-found": "The link or code is not known, or is too old.",
    "template-expired": "The template has run out: two people must look at it again.",
    "template-not-approved": "Only a template that two people approved may be used.",
    "template-not-found": "There is no such template.",
    "threat-level-change-not-found": "There is no such change of a threat level.",
    "threat-level-change-under-way": "Another change of this threat level awaits its decision.",
    "threat-level-unchanged": "This threat level and this response stand already.",
    "text-refused": "The provider takes no text to this number.",
    "texts-unavailable": "Texts cannot be sent at the moment. Try again shortly.",
    "thread-moved-on": "An update took its place, or it has ended. Go on from what is out now.",
    "thread-full": "The thread is full: ask a new question.",
    "tier-held": "You hold this tier already.",
    "token-needed": "Sign in first.",
    "token-refused": "The token is no good: sign in again.",
    "too-many-answers": "You changed your answer too often. In danger call 999.",
    "too-many-branch-reports": "Enough was told from there. Call those above you.",
    "too-many-open-questions": "You have as many questions under way as you may: close one first.",
    "too-many-premises": "Your organisation has as many premises as one may have.",
    "too-many-postcodes": "An address may have ten postcodes at most.",
    "too-many-reports": "You reported often: wait a few minutes. In danger call 999.",
    "too-many-requests": "You ask too often. Wait as long as Retry-After says.",
    "delivery-not-found": "There is no such delivery.",
    "delivery-under-way": "The delivery is being tried already.",
    "no-organisation": "You are of no organisation.",
    "too-many-browsers": "You have as many browsers notified as one may have.",
    "too-many-pings": "Wait a minute before you ping the endpoint again.",
    "too-many-webhooks": "Your organisation has as many endpoints as one may have.",
    "unfit-for-seat": "Only somebody with a verified account that is in use may hold a seat.",
    "webhook-not-found": "There is no such endpoint.",
    "unavailable": "A service is away at the moment. Asking again is safe.",
    "unsupported-media-type": "Send the body as application/json, and CAP as application/cap+xml.",
    "verification-closed": "The case was decided.",
    "verification-not-found": "There is no such case.",
    "verification-open": "Your case is open already.",
    "conflict": "It collides with what happened meanwhile. Read it again.",
    "denied": "You may not do this.",
    "mail-unavailable": "Mail cannot be sent at the moment. Try again shortly.",
    "precondition-unmet": "It is not in a state in which this can be done.",
    "question-held": "Another expert holds this question.",
    "question-not-found": "There is no such question, or you may not know of it.",
    "range-not-satisfiable": "The file has no such part.",
    "ticket-refused": "The stream ticket is no good: get another one.",
    "unauthenticated": "Sign in, or sign in again.",
    "usage-unfit": "The event cannot be counted.",
    "template-of-another-use": "Nobody warns by this template: its words stand in for Welsh.",
    "welsh-by-translator": "Somebody who did not translate it must confirm the Welsh.",
    "welsh-not-confirmed": "It can reach Wales: a Welsh approver must confirm its Welsh first.",
    "welsh-stands-in": "This Welsh stands in for a translation: it was approved beforehand.",
    "welsh-text-needed": "It can reach Wales: it needs Welsh text, and a Welsh approver's word.",
    "warnings-not-seen": "Something is unusual about it: look at that, and submit it then.",
    "wrong-code": "The code is not the one that we sent.",
    "version-changed": "What stands there is not what you read. Read it again.",
}
"""What each problem means, for the page that its type names."""


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
    )


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
