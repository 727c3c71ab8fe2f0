"""The link in a message withdraws without sign-in, also when it is an old one."""

import pytest

from services.identity.domain.agreement import AgreementWay, ConsentLinkNotFound
from services.identity.usecases.stop_consent import StopConsent
from tests.unit.identity.asking import peopled
from tests.unit.identity.consenting import LETTER, given


@pytest.fixture
def stop(unit_of_work, clock, ids, stores):
    peopled(stores)
    return StopConsent(unit_of_work=unit_of_work, clock=clock, ids=ids)


def test_the_link_stops_it_and_is_good_for_ever(stop, unit_of_work, clock, ids, stores) -> None:
    token = given(unit_of_work, clock, ids)[LETTER].stop_token
    for _ in "12":
        assert LETTER == stop(token=token)
    last = stores.agreements.of("owner")[-1]
    assert (2, False, AgreementWay.LINK) == (last.number, last.given, last.way)
    given(unit_of_work, clock, ids)
    assert LETTER == stop(token=token)
    assert not stores.agreements.of("owner")[-1].given


def test_another_link_stops_nothing(stop, unit_of_work, clock, ids, stores) -> None:
    given(unit_of_work, clock, ids)
    with pytest.raises(ConsentLinkNotFound):
        stop(token="x")
    assert 1 == len(stores.agreements.kept)
