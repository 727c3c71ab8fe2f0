"""Replays are put together once for all who missed the same, and never for longer than true."""

from datetime import datetime, timedelta
from uuid import uuid4

from kernel.markings import Marking, Tlp
from kernel.principals import ANONYMOUS, Principal
from kernel.tiers import Tier
from services.alerts.domain.whereabouts import NO_HOLDINGS
from services.alerts.inbound.stream.entry import Entry
from services.alerts.inbound.stream.replay import Replay, Replays
from services.alerts.inbound.stream.ring import Ring
from services.alerts.inbound.stream.who import shared_rights_of
from services.alerts.inbound.stream.wire import NOTHING_YET
from tests.unit.alerts.stream.stage import NOON, end_of, entry


def reader(region: str = "LON") -> Principal:
    return Principal(subject=str(uuid4()), tier=Tier.VERIFIED, regions=frozenset({region}))


def since(replays: Replays, last_id: str, who: Principal, now: datetime = NOON) -> Replay:
    found = replays.since(last_id, shared_rights_of(who), (who, NO_HOLDINGS), now)
    assert found is not None
    return found


def active(replays: Replays, who: Principal, now: datetime = NOON) -> Replay:
    return replays.active(shared_rights_of(who), (who, NO_HOLDINGS), now)


def filled(*entries: Entry) -> tuple[Ring, Replays]:
    ring = Ring()
    for each in entries:
        ring.add(each)
    return ring, Replays(ring)


def test_readers_who_see_the_same_share_one_replay() -> None:
    first, second = entry(), entry()
    _, replays = filled(first, second)
    found = [since(replays, first.event_id, who) for who in (reader("LON"), reader("WAL"))]

    assert (second,) == found[0].entries
    assert found[0] is found[1]
    nobody = shared_rights_of(ANONYMOUS), (ANONYMOUS, NO_HOLDINGS)
    assert replays.since(str(uuid4()), *nobody, NOON) is None


def test_what_names_someone_is_in_no_other_readers_replay() -> None:
    named = reader()
    red = Marking(tlp=Tlp.RED, minimum_tier=Tier.VERIFIED, named_subjects={str(named.subject)})
    _, replays = filled(secret := entry(marking=red))

    assert (secret,) == since(replays, NOTHING_YET, named).entries
    assert () == since(replays, NOTHING_YET, reader()).entries
    assert (secret,) == active(replays, named).entries
    assert () == active(replays, reader()).entries


def test_a_replay_ends_with_the_next_event_and_with_an_expiry() -> None:
    short, long = entry(expires_at=NOON + timedelta(minutes=1)), entry()
    ring, replays = filled(short, long)
    assert (short, long) == active(replays, ANONYMOUS).entries
    assert (long,) == active(replays, ANONYMOUS, NOON + timedelta(minutes=1)).entries
    assert (short, long) == since(replays, NOTHING_YET, ANONYMOUS).entries
    # Nobody may have told of the end yet: what is over is not shown to who comes back either.
    over = NOON + timedelta(minutes=1)
    assert (long,) == since(replays, NOTHING_YET, ANONYMOUS, over).entries
    ring.add(end := end_of(long))

    assert (short, end) == since(replays, NOTHING_YET, ANONYMOUS).entries
    assert (short,) == active(replays, ANONYMOUS).entries
