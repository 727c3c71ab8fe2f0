"""Requests are kept for three years after their answer."""

from services.identity.usecases.forget_privacy_requests import ForgetPrivacyRequests
from tests.fakes.identity import NOON
from tests.unit.identity.asking import ERASURE, made


def test_three_years_after_its_answer_a_request_goes_and_an_open_one_stays(
    unit_of_work, stores, clock
) -> None:
    forget = ForgetPrivacyRequests(unit_of_work=unit_of_work, clock=clock)
    waiting = made(ERASURE)
    stores.privacy_requests.add(made().begun().answered(NOON))
    stores.privacy_requests.add(waiting)
    clock.moment = NOON.replace(year=2029)
    assert 0 == forget()
    clock.pass_(seconds=1)
    assert 1 == forget()
    assert [waiting] == list(stores.privacy_requests.kept.values())
