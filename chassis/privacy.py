"""isp.privacy.v1.PrivacyService, as every service keeps it: only the two use cases differ."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Protocol

import grpc

from chassis.errors import Invalid, StaleVersion, Violation
from chassis.requests import LONGEST_SUBJECT, text_from
from isp.privacy.v1 import privacy_pb2, privacy_pb2_grpc
from kernel.ports import HeldRow

LARGEST_PAGE: Final = 3_000_000
"""Bytes of rows in one answer: less than a message may have."""

_LONGEST_PLACE: Final = 9


class Export(Protocol):
    """A service's use case ExportSubject."""

    def __call__(self, *, subject: str) -> Sequence[HeldRow]:
        """Return every row about a person."""
        ...


class Erase(Protocol):
    """A service's use case EraseSubject."""

    def __call__(self, *, subject: str) -> int:
        """Return the number of rows that changed."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class PrivacyServicer(privacy_pb2_grpc.PrivacyServiceServicer):
    """What identity's privacy saga calls when a person asks for their data, or for its end."""

    export_subject: Export
    erase_subject: Erase

    def ExportSubject(
        self, request: privacy_pb2.ExportSubjectRequest, context: grpc.ServicerContext
    ) -> privacy_pb2.ExportSubjectResponse:
        """Return everything about a person, or a page of it."""
        rows = self.export_subject(subject=text_from("subject", request.subject, LONGEST_SUBJECT))
        records = [
            privacy_pb2.ExportedRecord(table=table, purpose=purpose, json=as_json(row))
            for table, purpose, row in rows
        ]
        if not request.page_bytes:
            return privacy_pb2.ExportSubjectResponse(records=records)
        most = min(request.page_bytes, LARGEST_PAGE)
        page, token = page_of(records, most=most, token=request.page_token)
        return privacy_pb2.ExportSubjectResponse(records=page, next_page_token=token)

    def EraseSubject(
        self, request: privacy_pb2.EraseSubjectRequest, context: grpc.ServicerContext
    ) -> privacy_pb2.EraseSubjectResponse:
        """Break every link with a person."""
        subject = text_from("subject", request.subject, LONGEST_SUBJECT)
        return privacy_pb2.EraseSubjectResponse(rows=self.erase_subject(subject=subject))


def page_of(
    records: Sequence[privacy_pb2.ExportedRecord], *, most: int, token: str
) -> tuple[Sequence[privacy_pb2.ExportedRecord], str]:
    """Return a page of at most so many bytes, but of one record at least, and the next's token.

    Rows are read anew for each page: a token says of which rows the pages before were.

    Raises:
        Invalid: the token is none of ours.
        StaleVersion: a row came, went or changed since the first page.
    """
    in_order = sorted(records, key=lambda each: (each.table, each.json))
    digest = hashlib.sha256()
    for each in in_order:
        digest.update(each.SerializeToString(deterministic=True))
    first = _first(token, digest.hexdigest(), len(in_order))
    end, size = first, 0
    while end < len(in_order) and (end == first or size + in_order[end].ByteSize() <= most):
        size += in_order[end].ByteSize()
        end += 1
    over = end >= len(in_order)
    return in_order[first:end], "" if over else f"{end}.{digest.hexdigest()}"


def _first(token: str, digest: str, count: int) -> int:
    if not token:
        return 0
    place, _, of = token.partition(".")
    if not place.isascii() or not place.isdigit() or len(place) > _LONGEST_PLACE:
        raise Invalid(Violation("page_token", "must be the token of a page"))
    if of != digest or int(place) > count:
        raise StaleVersion("The rows changed since the first page: begin again.")
    return int(place)


def as_json(row: Mapping[str, Any]) -> str:
    """Return a row as a JSON object; bytes in hexadecimal, moments and ids as text."""
    return json.dumps(dict(row), default=_text)


def _text(value: object) -> str:
    return value.hex() if isinstance(value, bytes) else str(value)
