"""Who was shown an event before it was sent may lack what the record has before it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from services.alerts.inbound.stream.disorder import LATE, first_doubtful
from services.alerts.inbound.stream.ring import Ring
from tests.unit.alerts.stream.stage import NOON, entry


@dataclass(frozen=True)
class Past:
    event_id: str
    seconds: float
    waited: bool = False
    subject: str = ""
    payload: bytes = b""

    @property
    def made_at(self) -> datetime | None:
        return NOON + timedelta(seconds=self.seconds)


def test_what_was_sent_at_once_is_in_order() -> None:
    assert {} == first_doubtful([Past("a", 0), Past("b", 1), Past("c", 2)])


def test_who_has_one_that_waited_may_lack_what_was_made_about_then_or_later() -> None:
    long_ago = LATE.total_seconds() + 1
    sent = [Past("old", -long_ago), Past("later", 5), Past("waited", 0, waited=True), Past("z", 9)]
    assert {"waited": "later"} == first_doubtful(sent)


def test_one_made_a_moment_before_may_have_been_written_after() -> None:
    assert {"waited": "slow"} == first_doubtful([Past("slow", -3), Past("waited", 0, waited=True)])


def test_an_event_of_unknown_time_is_in_no_doubt() -> None:
    class Standing(Past):
        @property
        def made_at(self) -> None:
            return None

    assert {} == first_doubtful([Past("a", 0), Standing("b", 0, waited=True)])


def test_the_ring_replays_from_the_first_that_may_lack() -> None:
    ring, entries = Ring(3), [entry() for _ in range(5)]
    for each in entries[:3]:
        ring.add(each)
    ids = [each.event_id for each in entries]
    ring.doubt({ids[2]: ids[1], ids[0]: "unknown"})
    assert [entries[1], entries[2]] == ring.after(ids[2])
    assert entries[1:3] == ring.after(ids[0])
    ring.add(entries[3])
    assert entries[1:4] == ring.after(ids[2])
    assert [] == ring.after(ids[3])
    ring.add(entries[4])
    assert entries[2:] == ring.after(ids[2]), "what is forgotten cannot be replayed"
