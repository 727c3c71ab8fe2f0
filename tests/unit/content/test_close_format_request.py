"""Ending a request that is none."""

import pytest

from chassis.errors import Invalid
from services.content.domain.events import FormatRequestAnswered
from services.content.domain.format_request import Answer, FormatStatus
from services.content.usecases.close_format_request import CloseFormatRequest
from tests.fakes.content import EDITOR, READER


def test_it_is_ended_with_a_reason_and_who_asked_hears(
    unit_of_work, clock, red_reads, desk, document, stores
) -> None:
    close = CloseFormatRequest(unit_of_work=unit_of_work, clock=clock, red_reads=red_reads)
    request = desk.asked(document, by=READER)
    said = {"request_id": request.request_id, "expected_version": 1}
    for reason in (" ", "x" * 501):
        with pytest.raises(Invalid):
            close(EDITOR, **said, reason=reason)
    closed = close(EDITOR, **said, reason="It is an advertisement.").request
    assert (FormatStatus.CLOSED, Answer(reason="It is an advertisement.")) == (
        closed.status,
        closed.answer,
    )
    assert isinstance(stores.outbox.events[-1], FormatRequestAnswered)
