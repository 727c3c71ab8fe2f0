"""Who asked is forgotten after ninety days."""

from services.content.usecases.forget_format_requests import ForgetFormatRequests
from tests.fakes.content import READER


def test_the_person_goes_and_the_format_stays(unit_of_work, clock, desk, document, stores) -> None:
    forget = ForgetFormatRequests(unit_of_work=unit_of_work, clock=clock)
    request = desk.answered(desk.claimed(desk.asked(document, by=READER)))
    clock.pass_(days=90)
    assert 0 == forget()
    clock.pass_(minutes=1)
    assert 1 == forget()
    assert desk.kept(request.request_id).requester is None
    assert 1 == len(stores.format_requests.offers(document.document_id))
