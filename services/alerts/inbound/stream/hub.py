"""All open streams: a stream comes, gets what it missed and what is new, and goes."""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from random import Random
from typing import Final

from chassis.principals import PrincipalRow
from kernel.ports import Clock
from services.alerts.domain.whereabouts import Organisation, Premises
from services.alerts.inbound.stream import wire
from services.alerts.inbound.stream.entry import Entry
from services.alerts.inbound.stream.holdings import KnownHoldings
from services.alerts.inbound.stream.measures import DELAY, SHOWN
from services.alerts.inbound.stream.members import Members
from services.alerts.inbound.stream.replay import Replays
from services.alerts.inbound.stream.ring import Ring
from services.alerts.inbound.stream.session import Line, Session
from services.alerts.inbound.stream.standing import Standing
from services.alerts.inbound.stream.who import Holder

LONGEST_SESSION: Final = timedelta(hours=6)
LONGEST_STALL: Final = timedelta(seconds=30)
RETRY_MILLISECONDS: Final = (1_000, 4_000)
"""Between these a client waits before it comes back, so that not all come at once."""

_RANDOM: Final = Random()  # noqa: S311 - nobody gains by guessing a delay


class Hub:
    """The open streams of this process. Lives in one event loop; nothing here waits."""

    def __init__(self, clock: Clock, ring: Ring | None = None) -> None:
        self.ring = ring or Ring()
        self.members = Members()
        self._replays = Replays(self.ring)
        self.holdings = KnownHoldings()
        self.standing = Standing(self.members, self.ring, self.holdings, clock)
        self._clock = clock
        self._seconds = 0

    def enter(
        self, line: Line, holder: Holder, row: PrincipalRow | None, last_id: str | None, head: bytes
    ) -> Session:
        """Open a stream: register, then replay to this moment, then live.

        `row` is what the database says; a newer one that came as an event wins.

        Raises:
            Unauthenticated: they may not open it; nothing was written.
        """
        row = self.standing.newest(holder.subject, row)
        principal = holder.principal(row, opening=True)
        now = self._clock.now()
        session = Session(line, holder, self.standing.reader(holder, principal), now)
        session.row = row
        session.holdings = session.known_holdings = self.holdings.of(session.reader.organisation_id)
        self.members.add(session)
        retry = wire.retry_bytes(_milliseconds(*RETRY_MILLISECONDS))
        self._begin(session, last_id, head + retry + self.standing.greeting(session), now)
        return session

    def _begin(self, session: Session, last_id: str | None, first: bytes, now: datetime) -> None:
        person = session.reader, session.holdings
        missed = (
            None
            if last_id is None
            else self._replays.since(last_id, session.group.rights, person, now)
        )
        if missed is not None:
            then = wire.checkpoint_bytes(wire.UNSEEN) if self.standing.is_blind(session) else b""
            session.begin(first, missed, then, self.ring, now)
            return
        if last_id is not None:
            first += wire.reset_bytes()
        # Without an id of its own a client that saw nothing yet would miss what comes meanwhile.
        seen = self.standing.last_id(session)
        then = wire.checkpoint_bytes(seen)
        out = self._replays.active(session.group.rights, person, now)
        session.begin(first, out, then, self.ring, now)

    def heard(self, told: Iterable[Organisation | Premises]) -> None:
        """Follow what organisations have to lose."""
        self.standing.moved(self.holdings.heard(told))

    def loaded(
        self,
        organisation_ids: Collection[str],
        organisations: Iterable[Organisation],
        premises: Iterable[Premises],
    ) -> None:
        """Take what the record says of organisations that were not known, and choose anew."""
        self.standing.moved(self.holdings.loaded(organisation_ids, organisations, premises))

    def leave(self, session: Session) -> None:
        """Forget a stream that was closed."""
        self.members.remove(session)
        self.standing.remember(session)

    def publish(self, entry: Entry) -> int:
        """Show an event to all for whom it is; return how many streams got it."""
        if not self.ring.add(entry):
            return 0
        if not entry.current(self._clock.now()):
            return 0
        place = self.ring.end - 1
        reached = sum(group.publish(entry, place) for group in self.members.groups())
        self.standing.leave_blind_unseen()
        SHOWN.labels(entry.kind).inc(reached)
        DELAY.observe(max(0.0, (self._clock.now() - entry.happened_at).total_seconds()))
        return reached

    def stalled(self, session: Session) -> None:
        """Note that a reader is behind."""
        session.moved_at = self._clock.now()
        session.look()

    def moved(self, session: Session) -> None:
        """Go on with a reader who has caught up."""
        session.go_on(self.ring, self._clock.now())

    def tick(self) -> None:
        """Do what each second asks for: keepalives in turn, ends of sessions, cuts, silence."""
        self.standing.watch()
        now = self._clock.now()
        self._seconds += 1
        for session in self.members.turn(self._seconds):
            if now - session.opened_at > LONGEST_SESSION:
                self._send_away(session, *RETRY_MILLISECONDS)
            elif session.line.congested and now - session.moved_at > LONGEST_STALL:
                session.line.cut("stalled")
            else:
                session.say(wire.KEEPALIVE)

    def farewell(self) -> None:
        """Ask every stream to come back, spread over a time that grows with their number."""
        everyone = list(self.members)
        least, most = RETRY_MILLISECONDS
        for session in everyone:
            self._send_away(session, least, most + 5 * len(everyone))

    @staticmethod
    def _send_away(session: Session, least: int, most: int) -> None:
        session.say(wire.reconnect_bytes(_milliseconds(least, most)))
        session.line.end()


def _milliseconds(least: int, most: int) -> int:
    return least + int(_RANDOM.random() * (most - least + 1))
