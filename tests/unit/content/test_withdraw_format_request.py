"""Taking one's own request back."""

import pytest

from chassis.errors import StaleVersion
from kernel.principals import ANONYMOUS
from services.content.domain.format_errors import FormatRequestEnded, FormatRequestNotFound
from services.content.domain.format_request import FormatStatus
from services.content.usecases.withdraw_format_request import WithdrawFormatRequest
from tests.fakes.content import READER, VERIFIED
from tests.unit.content.formats import CODES


@pytest.fixture
def withdraw(unit_of_work, clock, red_reads) -> WithdrawFormatRequest:
    return WithdrawFormatRequest(
        unit_of_work=unit_of_work, clock=clock, codes=CODES, red_reads=red_reads
    )


def test_who_asked_takes_it_back_and_nobody_else(withdraw, desk, document) -> None:
    mine, nobodys = desk.asked(document, by=READER), desk.asked(document)
    said = {"request_id": mine.request_id, "expected_version": 1, "reply_code": ""}
    with pytest.raises(FormatRequestNotFound):
        withdraw(VERIFIED, **said)
    with pytest.raises(StaleVersion):
        withdraw(READER, **said | {"expected_version": 2})
    assert FormatStatus.CLOSED is withdraw(READER, **said).request.status
    with pytest.raises(FormatRequestEnded):
        withdraw(READER, **said)
    code = CODES.code(nobodys.request_id)
    said = {"request_id": nobodys.request_id, "expected_version": 1, "reply_code": code}
    assert FormatStatus.CLOSED is withdraw(ANONYMOUS, **said).request.status
