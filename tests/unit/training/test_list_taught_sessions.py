"""Reading every session."""

from services.training.usecases.list_taught_sessions import ListTaughtSessions
from tests.fakes.training import CATALOGUE, NOON, TRAINER
from tests.unit.training.led_room import a_session


def test_those_that_are_over_or_cancelled_are_among_them(unit_of_work, stores) -> None:
    over = a_session(stores, starts_at=NOON)
    gone = a_session(stores, cancelled_at=NOON, cancellation_reason="Ill.")
    read = ListTaughtSessions(unit_of_work=unit_of_work, catalogue=CATALOGUE)
    (one,), after = read(TRAINER, after=None, size=1)
    (two,), end = read(TRAINER, after=after, size=1)
    assert ([gone, over], None) == ([one.session.session_id, two.session.session_id], end)
