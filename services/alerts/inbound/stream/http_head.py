"""Reads the head of a request: a strict little part of HTTP/1.1 (RFC 9112), with bounds."""

import re
from collections.abc import Mapping
from typing import Final, NamedTuple
from urllib.parse import parse_qsl

LONGEST_HEAD: Final = 8 * 1024
"""Bytes; a longer head is answered with 431."""

END: Final = b"\r\n\r\n"
_TARGET: Final = re.compile(r"/[!-\"$-~]*")  # origin form, no fragment, visible ASCII
_NAME: Final = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_HEADERS: Final = re.compile(r"(?:[!#$%&'*+.^_`|~0-9A-Za-z-]+:[\t !-~]*\r\n)*")
_SINGLE: Final = frozenset({"authorization", "host", "last-event-id", "origin", "content-length"})


class BadHead(Exception):
    """The head is no request that we understand; says what is wrong with it."""


class Head(NamedTuple):
    """What a request asks for. Header names are in lower case; `query` holds decoded values."""

    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]


def parse_head(data: bytes) -> Head:
    """Return the request whose head, without its empty last line, is `data`.

    Raises:
        BadHead: it is malformed, says something twice, or announces a body.
    """
    try:
        first, _, rest = f"{data.decode('ascii')}\r\n".partition("\r\n")
    except UnicodeDecodeError as error:
        raise BadHead("it is not ASCII") from error
    method, path, query = _request_line(first)
    if _HEADERS.fullmatch(rest) is None:
        raise BadHead("a header line is malformed")
    headers: dict[str, str] = {}
    for line in rest.split("\r\n")[:-1]:
        name, _, value = line.partition(":")
        name = name.lower()
        if name in headers and name in _SINGLE:
            raise BadHead(f"{name} comes twice")
        headers[name] = value.strip("\t ")
    if "host" not in headers:
        raise BadHead("host is missing")
    if "transfer-encoding" in headers or headers.get("content-length", "0") != "0":
        raise BadHead("a body is not expected")
    return Head(method=method, path=path, query=query, headers=headers)


def _request_line(line: str) -> tuple[str, str, dict[str, str]]:
    parts = line.split(" ")
    if len(parts) != 3 or parts[2] not in {"HTTP/1.1", "HTTP/1.0"}:
        raise BadHead("the first line is no HTTP/1.1 request")
    method, target, _ = parts
    if not _NAME.fullmatch(method) or not _TARGET.fullmatch(target):
        raise BadHead("the first line is no HTTP/1.1 request")
    path, _, asked = target.partition("?")
    return method, path, _query(asked) if asked else {}


def _query(asked: str) -> dict[str, str]:
    try:
        pairs = parse_qsl(asked, keep_blank_values=True, max_num_fields=16, errors="strict")
    except ValueError as error:
        raise BadHead("the query cannot be read") from error
    query = dict(pairs)
    if len(query) != len(pairs):
        raise BadHead("the query says something twice")
    return query
