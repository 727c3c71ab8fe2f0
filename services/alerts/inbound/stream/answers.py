"""What goes out before, or instead of, a stream: heads and problems (RFC 9457) as bytes."""

from functools import cache
from http import HTTPStatus
from typing import Final

import orjson

from chassis.errors import Denied, Exhausted, NotFound, Refusal, Unauthenticated, Unavailable

Headers = tuple[tuple[str, str], ...]

_ALWAYS: Final = (
    ("Cache-Control", "private, no-store"),
    ("Connection", "close"),
    ("Vary", "Origin"),
    ("X-Content-Type-Options", "nosniff"),
)
_METHODS: Final = "GET, OPTIONS"
_KINDS: Final = (
    (Unauthenticated, 401),
    (Denied, 403),
    (NotFound, 404),
    (Exhausted, 429),
    (Unavailable, 503),
)


@cache
def stream_head(origin: Headers) -> bytes:
    """Return the head of an event stream; its body ends with the connection."""
    waits_not = ("X-Accel-Buffering", "no")  # for proxies that would gather a buffer first
    return _head(200, (("Content-Type", "text/event-stream; charset=utf-8"), waits_not, *origin))


def allowed_origin(origin: str | None, allowed: frozenset[str]) -> Headers:
    """Return what lets a page of ours read the answer; nothing for other pages."""
    return (("Access-Control-Allow-Origin", origin),) if origin and origin in allowed else ()


def preflight(origin: Headers) -> bytes:
    """Return the answer to OPTIONS: what another origin's page may send (Fetch, CORS)."""
    may: Headers = (
        ("Access-Control-Allow-Methods", "GET"),
        ("Access-Control-Allow-Headers", "Authorization, Last-Event-ID"),
        ("Access-Control-Max-Age", "600"),
    )
    return _head(204, (("Allow", _METHODS), *origin, *(may if origin else ())))


def problem(status: int, reason: str, detail: str, extra: Headers = ()) -> bytes:
    """Return a whole answer that says why there is no stream."""
    body = orjson.dumps(
        {
            "type": f"/problems/{reason.lower().replace('_', '-')}",
            "title": HTTPStatus(status).phrase,
            "status": status,
            "detail": detail,
            "reason": reason,
        }
    )
    if status == HTTPStatus.METHOD_NOT_ALLOWED:
        extra = (("Allow", _METHODS), *extra)
    kind = (("Content-Type", "application/problem+json"), ("Content-Length", str(len(body))))
    return _head(status, (*kind, *extra)) + body


def refusal(refused: Refusal, origin: Headers) -> bytes:
    """Return the answer to someone who does not get a stream."""
    status = next((code for kind, code in _KINDS if isinstance(refused, kind)), 400)
    extra = list(origin)
    if status == HTTPStatus.UNAUTHORIZED:
        extra.append(("WWW-Authenticate", 'Bearer realm="isp", error="invalid_token"'))
    if status in {429, 503}:
        extra.append(("Retry-After", "5"))
    return problem(status, refused.reason, str(refused), tuple(extra))


def _head(status: int, headers: Headers) -> bytes:
    lines = [f"HTTP/1.1 {status} {HTTPStatus(status).phrase}"]
    lines += [f"{name}: {value}" for name, value in (*_ALWAYS, *headers)]
    return ("\r\n".join(lines) + "\r\n\r\n").encode("ascii")
