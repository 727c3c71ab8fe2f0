"""What an organisation asked and recorded of somebody goes with their leaving it."""

from services.training.usecases.forget_leaver import ForgetLeaver
from tests.unit.training.employers import asked, recorded


def test_who_moves_takes_nothing_along_and_who_stays_keeps_it(stores) -> None:
    for person in ("m", "n"):
        stores.staff.ask(asked(person))
        stores.staff.record(recorded(person))
    forget = ForgetLeaver(staff=stores.staff)
    assert 0 == forget(subject="m", belongs_to="hall")
    assert 2 == forget(subject="m", belongs_to="barn")
    assert ([], []) == stores.staff.of_subject("m")
    assert 2 == forget(subject="n", belongs_to=None)
