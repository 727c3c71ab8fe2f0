"""What looks back at what was issued must tell the same of it, in memory and in PostgreSQL."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any

from kernel.audiences import AudienceRow, Kind, Mode
from services.alerts.domain.alert import Alert
from services.alerts.domain.sharing import Past
from services.alerts.domain.wording import CapStatus, Channel
from tests.fakes.alerts import NOON, drafted, issued, submitted, with_welsh

Open = Callable[[], AbstractContextManager[Any]]
NAMES = frozenset(
    {
        (Kind.REGION, "LON"),
        (Kind.REGION, "SCO"),
        (Kind.REGION, "NI"),
        (Kind.SECTOR, "retail"),
        (Kind.ORGANISATION, "org-1"),
    }
)
MAIL, TEXT = frozenset({Channel.EMAIL}), frozenset({Channel.SMS})


def _reached(reach: int, minutes: int, **given: Any) -> Alert:
    waiting = with_welsh(drafted(**given).submit(by="author", reach=reach))
    at = NOON + timedelta(minutes=minutes)
    return waiting.approve(by="approver", read=waiting.digest, at=at)


class SharingSuite:
    """Run with a fixture `unit_of_work` that opens transactions on an empty store."""

    def test_before_anything_was_issued_there_is_no_past(self, unit_of_work: Open) -> None:
        with unit_of_work() as tx:
            tx.alerts.add(submitted())
            tx.alerts.add(issued(cap_status=CapStatus.EXERCISE))
        with unit_of_work() as tx:
            assert Past() == tx.sharing.past(NAMES, CapStatus.ACTUAL)

    def test_names_reaches_and_channels_are_of_what_was_issued_of_the_kind(
        self, unit_of_work: Open
    ) -> None:
        rows = (
            AudienceRow(Mode.INCLUDE, Kind.REGION, "LON"),
            AudienceRow(Mode.MUST_BE, Kind.SECTOR, "retail"),
            AudienceRow(Mode.EXCLUDE, Kind.REGION, "NI"),
        )
        ended = _reached(7, 2, channels=MAIL).withdraw(by="x", why="w", at=NOON)
        with unit_of_work() as tx:
            tx.alerts.add(_reached(40, 1, audience=rows, channels=TEXT))
            tx.alerts.add(ended)
            tx.alerts.add(issued(cap_status=CapStatus.EXERCISE))
            tx.alerts.add(drafted(audience=(AudienceRow(Mode.INCLUDE, Kind.REGION, "SCO"),)))
        with unit_of_work() as tx:
            past = tx.sharing.past(NAMES, CapStatus.ACTUAL)
            assert {(Kind.REGION, "LON"), (Kind.SECTOR, "retail")} == past.named
            assert ((7, 40), MAIL | TEXT) == (past.reaches, past.channels)
            assert frozenset() == tx.sharing.past(frozenset(), CapStatus.ACTUAL).named

    def test_the_latest_twenty_say_what_is_usual(self, unit_of_work: Open) -> None:
        with unit_of_work() as tx:
            tx.alerts.add(_reached(1000, 0, channels=TEXT))
            for number in range(1, 21):
                tx.alerts.add(_reached(number, number, channels=MAIL))
        with unit_of_work() as tx:
            past = tx.sharing.past(NAMES, CapStatus.ACTUAL)
        assert (tuple(range(20, 0, -1)), MAIL) == (past.reaches, past.channels)
