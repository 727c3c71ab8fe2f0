"""Putting a request back."""

import pytest

from services.content.domain.format_errors import FormatRequestNotClaimed
from services.content.domain.format_request import FormatStatus
from services.content.usecases.release_format_request import ReleaseFormatRequest
from tests.unit.content.formats import COLLEAGUE


def test_any_editor_puts_it_back_and_its_time_goes_on(
    unit_of_work, red_reads, desk, document
) -> None:
    release = ReleaseFormatRequest(unit_of_work=unit_of_work, red_reads=red_reads)
    request = desk.asked(document)
    claimed = desk.claimed(request)
    found = release(COLLEAGUE, request_id=request.request_id, expected_version=claimed.version)
    assert (FormatStatus.OPEN, request.due_at) == (found.request.status, found.request.due_at)
    with pytest.raises(FormatRequestNotClaimed):
        release(COLLEAGUE, request_id=request.request_id, expected_version=3)
    assert "colleague" == desk.claimed(found.request, COLLEAGUE).claimed_by
