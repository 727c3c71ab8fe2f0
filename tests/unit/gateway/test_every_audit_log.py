"""Many logs in one order: nothing twice, nothing lost, and whoever did not answer is named."""

from datetime import UTC, datetime, timedelta
from typing import Any

import grpc
import pytest

from isp.privacy.v1 import search_audit_pb2 as pb
from services.gateway.every_audit_log import EveryAuditLog

START = datetime(2026, 11, 24, 9, tzinfo=UTC)


class Failed(grpc.RpcError):
    def __init__(self, code: grpc.StatusCode) -> None:
        self._code = code

    def code(self) -> grpc.StatusCode:
        return self._code


class Log:
    """One service's log: rows of these minutes, or a failure."""

    def __init__(
        self, *minutes: int, known: bool = True, code: grpc.StatusCode | None = None
    ) -> None:
        self.rows = []
        for minute in sorted(minutes, reverse=True):
            row = pb.AuditEntry(entry_id=f"{minute:03}", place=f"{minute:03}")
            row.at.FromDatetime(START + timedelta(minutes=minute))
            self.rows.append(row)
        self.known, self.code = known, code
        self.SearchAudit = self

    def future(self, message: pb.SearchAuditRequest, **_: Any) -> "Log":
        self.message = message
        return self

    def result(self) -> pb.SearchAuditResponse:
        if self.code is not None:
            raise Failed(self.code)
        size, token = self.message.page_size, self.message.page_token
        left = [row for row in self.rows if not token or row.place < token]
        return pb.SearchAuditResponse(
            entries=left[:size],
            next_page_token=left[size - 1].place if len(left) > size else "",
            person_known=self.known,
        )


def asked(logs: dict[str, Log], **said: Any):
    message = pb.SearchAuditRequest(**{"page_size": 2, **said})
    return EveryAuditLog(logs).SearchAudit(message, timeout=1, metadata=())


def test_the_pages_of_all_logs_are_one_list() -> None:
    logs = {"alerts": Log(1, 4, 5, 8), "identity": Log(2, 3, 6), "content": Log()}
    seen, token = [], ""
    for _ in range(9):
        found = asked(logs, page_token=token)
        seen += [int(each.entry_id) for _, each in found.entries]
        token = found.next_page_token
        if not token:
            break
    assert [8, 6, 5, 4, 3, 2, 1] == seen


def test_each_row_says_whose_log_it_is_of() -> None:
    found = asked({"alerts": Log(1), "identity": Log(2)})
    assert ["identity", "alerts"] == [name for name, _ in found.entries]


@pytest.mark.parametrize(
    "code", [grpc.StatusCode.UNAVAILABLE, grpc.StatusCode.DEADLINE_EXCEEDED,
             grpc.StatusCode.UNIMPLEMENTED, grpc.StatusCode.INTERNAL]
)  # fmt: skip
def test_who_does_not_answer_is_named_and_the_others_are_shown(code: grpc.StatusCode) -> None:
    found = asked({"alerts": Log(1), "identity": Log(2, code=code)})
    assert (["identity"], 1) == (found.missing, len(found.entries))


@pytest.mark.parametrize(
    "code", [grpc.StatusCode.PERMISSION_DENIED, grpc.StatusCode.UNAUTHENTICATED,
             grpc.StatusCode.INVALID_ARGUMENT]
)  # fmt: skip
def test_a_refusal_of_one_is_a_refusal(code: grpc.StatusCode) -> None:
    with pytest.raises(Failed):
        asked({"alerts": Log(1), "identity": Log(2, code=code)})


def test_when_none_answers_it_is_not_an_empty_list() -> None:
    with pytest.raises(Failed):
        asked({"alerts": Log(code=grpc.StatusCode.UNAVAILABLE)})


def test_logs_that_have_no_name_of_the_person_are_named_when_one_was_given() -> None:
    logs = {"alerts": Log(1), "identity": Log(2, known=False)}
    assert ["identity"] == asked(logs, person="somebody").strangers
    assert [] == asked(logs).strangers
