"""Officers see whose second factors are to go."""

from tests.fakes.identity import SECOND
from tests.unit.identity.resetting import EMAIL, Resetting


def test_each_has_its_address_and_a_look_is_on_record(unit_of_work, clock, ids) -> None:
    resetting = Resetting.on(unit_of_work, clock, ids)
    assert [] == resetting.show(SECOND)
    reset = resetting.proposed()
    (seen,) = resetting.show(SECOND)
    assert (reset, EMAIL) == (seen.reset, seen.email)
    assert "identity:list-factor-resets" == resetting.acts[-1]
