"""The head of a request to the live stream: one method, one path, few headers, all bounded."""

from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final
from urllib.parse import parse_qs, urlsplit

import orjson

PATH: Final = "/v1/stream"
LARGEST: Final = 8192
"""Bytes of a head; a token is about 1,500."""


class BadHead(Exception):
    """The request is not one that the stream answers; says the status."""

    def __init__(self, status: HTTPStatus, detail: str) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What a request asks for."""

    method: str
    headers: Mapping[str, str]
    ticket: str | None
    last_event_id: str | None

    @property
    def authorization(self) -> str | None:
        """The Authorization header."""
        return self.headers.get("authorization")

    @property
    def origin(self) -> str:
        """The Origin header, empty if there is none."""
        return self.headers.get("origin", "")


def parse_head(data: bytes) -> Head:
    """Return what a request's head says.

    Raises:
        BadHead: it is malformed, or not for the stream.
    """
    try:
        first, *lines = data.decode("ascii").split("\r\n")
        method, target, version = first.split(" ")
        headers = dict(_header(line) for line in lines if line)
    except (UnicodeDecodeError, ValueError):
        raise BadHead(HTTPStatus.BAD_REQUEST, "The request is malformed.") from None
    if version not in {"HTTP/1.1", "HTTP/1.0"}:
        raise BadHead(HTTPStatus.HTTP_VERSION_NOT_SUPPORTED, "Use HTTP/1.1.")
    parts = urlsplit(target)
    if parts.path != PATH:
        raise BadHead(HTTPStatus.NOT_FOUND, "There is nothing here.")
    if method not in {"GET", "OPTIONS"}:
        raise BadHead(HTTPStatus.METHOD_NOT_ALLOWED, "Only GET is answered here.")
    query = parse_qs(parts.query)
    last = headers.get("last-event-id") or query.get("last_event_id", [""])[0]
    return Head(
        method=method,
        headers=headers,
        ticket=query.get("ticket", [None])[0],
        last_event_id=last or None,
    )


def _header(line: str) -> tuple[str, str]:
    name, colon, value = line.partition(":")
    if not colon or not name.strip() or name != name.strip():
        raise ValueError(line)
    return name.lower(), value.strip()


def problem(
    status: HTTPStatus, reason: str, detail: str, headers: Mapping[str, str] | None = None
) -> bytes:
    """Return a whole answer that says what is wrong (RFC 9457)."""
    body = orjson.dumps(
        {
            "type": f"/problems/{reason.lower().replace('_', '-')}",
            "title": status.phrase,
            "status": status.value,
            "detail": detail,
            "reason": reason,
        }
    )
    said = {
        "Content-Type": "application/problem+json",
        "Content-Length": str(len(body)),
        "Cache-Control": "no-store",
        "Connection": "close",
        **(headers or {}),
    }
    return _start(status, said) + body


def opening(headers: Mapping[str, str]) -> bytes:
    """Return the start of an answer that stays open."""
    return _start(
        HTTPStatus.OK,
        {
            "Content-Type": "text/event-stream; charset=utf-8",
            "Cache-Control": "private, no-store",
            "X-Accel-Buffering": "no",
            "X-Content-Type-Options": "nosniff",
            "Transfer-Encoding": "chunked",
            **headers,
        },
    )


def no_content(headers: Mapping[str, str]) -> bytes:
    """Return the answer to a browser that asks whether it may."""
    return _start(HTTPStatus.NO_CONTENT, {"Content-Length": "0", "Connection": "close", **headers})


def cors(origin: str, allowed: frozenset[str]) -> dict[str, str]:
    """Return what lets a page of ours read the stream; nothing for other pages."""
    if origin not in allowed:
        return {"Vary": "Origin"}
    return {
        "Access-Control-Allow-Origin": origin,
        "Access-Control-Allow-Headers": "Authorization, Last-Event-ID",
        "Access-Control-Max-Age": "600",
        "Vary": "Origin",
    }


def _start(status: HTTPStatus, headers: Mapping[str, str]) -> bytes:
    lines = [f"HTTP/1.1 {status.value} {status.phrase}"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()
