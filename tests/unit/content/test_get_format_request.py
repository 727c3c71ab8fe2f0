"""Reading one's own request."""

from uuid import uuid4

import pytest

from kernel.principals import ANONYMOUS
from services.content.domain.format_errors import FormatRequestNotFound
from services.content.usecases.get_format_request import GetFormatRequest
from tests.fakes.content import AMBER, EDITOR, NOON, READER, VERIFIED, published
from tests.unit.content.formats import CODES


@pytest.fixture
def get(unit_of_work, red_reads) -> GetFormatRequest:
    return GetFormatRequest(unit_of_work=unit_of_work, codes=CODES, red_reads=red_reads)


def test_an_account_reads_its_own_and_a_code_opens_its_own(get, desk, document) -> None:
    mine, nobodys = desk.asked(document, by=READER), desk.asked(document)
    assert mine == get(READER, request_id=mine.request_id, reply_code="").request
    code = CODES.code(nobodys.request_id)
    for who in (ANONYMOUS, READER):
        found = get(who, request_id=nobodys.request_id, reply_code=code)
        assert (nobodys, document) == (found.request, found.document)


def test_what_is_somebody_elses_is_not_found(get, desk, document) -> None:
    mine, nobodys = desk.asked(document, by=READER), desk.asked(document)
    code = CODES.code(nobodys.request_id)
    for who, which, said in (
        (VERIFIED, mine.request_id, ""),
        (EDITOR, mine.request_id, ""),
        (ANONYMOUS, mine.request_id, CODES.code(mine.request_id)),
        (ANONYMOUS, nobodys.request_id, ""),
        (ANONYMOUS, nobodys.request_id, code[:-1]),
        (ANONYMOUS, uuid4(), code),
    ):
        with pytest.raises(FormatRequestNotFound):
            get(who, request_id=which, reply_code=said)


def test_a_document_that_one_may_no_longer_read_is_not_shown(get, desk, stores) -> None:
    hidden = published(marking=AMBER)
    stores.documents.add(hidden)
    mine = desk.asked(hidden, by=VERIFIED)
    assert get(VERIFIED, request_id=mine.request_id, reply_code="").document == hidden
    stores.documents.save(hidden.withdraw(by="editor", at=NOON))
    found = get(VERIFIED, request_id=mine.request_id, reply_code="")
    assert (mine, None) == (found.request, found.document)
