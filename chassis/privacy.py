"""isp.privacy.v1.PrivacyService, as every service keeps it: only the two use cases differ."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import grpc

from chassis.requests import LONGEST_SUBJECT, text_from
from isp.privacy.v1 import privacy_pb2, privacy_pb2_grpc
from kernel.ports import HeldRow


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
        """Return everything about a person."""
        rows = self.export_subject(subject=text_from("subject", request.subject, LONGEST_SUBJECT))
        records = [
            privacy_pb2.ExportedRecord(table=table, purpose=purpose, json=as_json(row))
            for table, purpose, row in rows
        ]
        return privacy_pb2.ExportSubjectResponse(records=records)

    def EraseSubject(
        self, request: privacy_pb2.EraseSubjectRequest, context: grpc.ServicerContext
    ) -> privacy_pb2.EraseSubjectResponse:
        """Break every link with a person."""
        subject = text_from("subject", request.subject, LONGEST_SUBJECT)
        return privacy_pb2.EraseSubjectResponse(rows=self.erase_subject(subject=subject))


def as_json(row: Mapping[str, Any]) -> str:
    """Return a row as a JSON object; bytes in hexadecimal, moments and ids as text."""
    return json.dumps(dict(row), default=_text)


def _text(value: object) -> str:
    return value.hex() if isinstance(value, bytes) else str(value)
