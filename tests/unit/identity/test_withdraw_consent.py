"""Consent is withdrawn as easily as it is given, and the ledger keeps both lines."""

import pytest

from services.identity.domain.events import ConsentChanged
from services.identity.usecases.withdraw_consent import WithdrawConsent
from tests.unit.identity.asking import OWNER, peopled
from tests.unit.identity.consenting import LETTER, PAGE, SURVEY, given


@pytest.fixture
def withdraw(unit_of_work, clock, ids, stores):
    peopled(stores)
    use_case = WithdrawConsent(unit_of_work=unit_of_work, clock=clock, ids=ids)
    return lambda kind=LETTER: use_case(OWNER, kind, way=PAGE)


def test_both_lines_stay_and_no_other_consent_is_touched(
    withdraw, unit_of_work, clock, ids, stores
) -> None:
    given(unit_of_work, clock, ids, SURVEY)
    before = given(unit_of_work, clock, ids)[LETTER]
    clock.pass_(days=1)
    stands = withdraw()
    assert (False, True) == (stands[LETTER].given, stands[SURVEY].given)
    assert [True, True, False] == [each.given for each in stores.agreements.of("owner")]
    assert (before.wording_digest, None) == (
        stands[LETTER].wording_digest,
        stands[LETTER].stop_token,
    )
    told = [each for each in stores.outbox.events if isinstance(each, ConsentChanged)]
    assert 3 == told[-1].version


def test_what_was_not_given_is_not_withdrawn(withdraw, stores) -> None:
    assert {} == withdraw()
    assert ([], []) == (stores.agreements.kept, stores.outbox.events)


def test_it_can_be_given_again(withdraw, unit_of_work, clock, ids) -> None:
    first = given(unit_of_work, clock, ids)[LETTER]
    withdraw()
    again = given(unit_of_work, clock, ids)[LETTER]
    assert (True, 3) == (again.given, again.number)
    assert first.stop_token != again.stop_token
