"""Follows people's rights and identity's heartbeat, and chooses anew for streams they touch."""

from collections import OrderedDict
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from chassis.errors import Unauthenticated
from chassis.logs import logger
from chassis.principals import PrincipalRow
from kernel.ports import Clock
from kernel.principals import ANONYMOUS, Principal
from kernel.tiers import Tier
from services.alerts.inbound.stream.entry import Entry
from services.alerts.inbound.stream.holdings import KnownHoldings
from services.alerts.inbound.stream.members import Members
from services.alerts.inbound.stream.ring import Ring
from services.alerts.inbound.stream.session import Session
from services.alerts.inbound.stream.who import Holder, reader_of, rights_of
from services.alerts.inbound.stream.wire import UNSEEN, checkpoint_bytes, standing_bytes

SILENCE: Final = timedelta(minutes=5)
"""After so long without a heartbeat of identity, what we know of people may be old."""

REMEMBERED: Final = timedelta(minutes=1)
"""Who comes back so soon is known as if their stream had stayed open."""

_KEPT_ROWS: Final = 20_000


class Standing:
    """What we know of the people behind the streams, and since when we may not know enough."""

    def __init__(self, members: Members, ring: Ring, holdings: KnownHoldings, clock: Clock) -> None:
        self._members = members
        self._ring = ring
        self._holdings = holdings
        self._clock = clock
        self._rows: OrderedDict[str, PrincipalRow] = OrderedDict()
        self._left: OrderedDict[str, tuple[datetime, PrincipalRow]] = OrderedDict()
        self._heard_at = clock.now()
        self._heard = False
        self.silent = False
        self._blind: set[Session] = set()
        """Those that are chosen for nobody in particular: what they are shown is not all."""

    def newest(self, subject: str | None, row: PrincipalRow | None) -> PrincipalRow | None:
        """Return the newer of a row from the database and one that came as an event.

        The event may be here before our database has it.
        """
        known = self._rows.get(subject) if subject else None
        if known is None or (row is not None and row.rights_version >= known.rights_version):
            return row
        return known

    def remember(self, session: Session) -> None:
        """Keep for a while what is known of the person whose stream ended."""
        self._blind.discard(session)
        if session.row is not None:
            self._left[session.row.subject] = self._clock.now() + REMEMBERED, session.row
            self._left.move_to_end(session.row.subject)
            if len(self._left) > _KEPT_ROWS:
                self._left.popitem(last=False)

    def remembered(self, subject: str, at_least: int) -> PrincipalRow | None:
        """Return the row of a person with a stream, or who had one just now; None else.

        Thousands come back at once after a cut: the record need not be asked for each. As for a
        stream that is open, NATS tells of changes, and the record of those that NATS did not bring.
        None too when they prove a higher rights version than the row has.
        """
        for session in self._members.of(subject):
            if session.row is not None and session.row.rights_version >= at_least:
                return session.row
        until, row = self._left.get(subject, (None, None))
        if row is None or until is None or until < self._clock.now():
            return None
        return row if row.rights_version >= at_least else None

    def reader(self, holder: Holder, principal: Principal) -> Principal:
        """Return for whom to choose: nobody in particular while identity is silent."""
        if self.silent and holder.subject is not None:
            return ANONYMOUS
        return reader_of(principal)

    def greeting(self, session: Session) -> bytes:
        """Return what tells a stream that opens while identity is silent: it is public for now."""
        if self.silent and session.holder.subject is not None:
            session.blind_from = self._ring.end
            self._blind.add(session)
            return standing_bytes(Tier.PUBLIC, "identity-silent")
        return b""

    def is_blind(self, session: Session) -> bool:
        """Tell whether a stream is shown less than its reader might read."""
        return session in self._blind

    def last_id(self, session: Session) -> str:
        """Return with which id a reader comes back who has all that they were shown."""
        if session in self._blind:
            return UNSEEN
        return self._ring.newest_id(lambda entry: entry.seen_as(session.reader, session.holdings))

    def leave_blind_unseen(self) -> None:
        """Let who is shown less than they might read come back as if they had seen nothing.

        Else the id of what everyone may read would stand for what was hidden before it.
        """
        for session in self._blind:
            session.follow(checkpoint_bytes(UNSEEN))

    def changed(self, rows: Iterable[PrincipalRow]) -> None:
        """Follow people's rights. A row no newer than the known one changes nothing."""
        for row in rows:
            known = self._rows.get(row.subject)
            if known is None or known.rights_version < row.rights_version:
                self._rows[row.subject] = row
                self._rows.move_to_end(row.subject)
                if len(self._rows) > _KEPT_ROWS:
                    self._rows.popitem(last=False)
            for session in self._members.of(row.subject):
                if session.row is None or session.row.rights_version < row.rights_version:
                    session.row = row
                    self._judge(session, "rights-changed")

    def moved(self, organisation_ids: Iterable[str]) -> None:
        """Choose anew for the people of organisations whose premises or sectors changed."""
        for organisation_id in organisation_ids:
            for session in self._members.of_organisation(organisation_id):
                self._judge(session, "premises-changed")

    def begin(self, last: datetime | None) -> None:
        """Begin with the newest heartbeat that the record has, so that a restart is no new one.

        If it has none, identity is given its time from now.
        """
        if last is not None and not self._heard:
            self._heard_at = min(last, self._clock.now())
            self.watch()

    def heard(self, sent_at: datetime) -> None:
        """Note a heartbeat of identity, by the time at which it was sent, not at which it came."""
        if not self._heard or sent_at > self._heard_at:
            self._heard, self._heard_at = True, min(sent_at, self._clock.now())
        self.watch()

    def watch(self) -> None:
        """See whether identity was silent for too long, or is heard again."""
        now = self._clock.now()
        while self._left and next(iter(self._left.values()))[0] < now:
            self._left.popitem(last=False)
        silent = now - self._heard_at > SILENCE
        if silent == self.silent:
            return
        self.silent = silent
        logger().error("identity's heartbeat", silent=silent, last=str(self._heard_at))
        for subject in self._members.subjects():
            for session in self._members.of(subject):
                self._judge(session, "identity-silent" if silent else "identity-back")
        if not silent:  # of whom nothing changed: everyone's alerts are all that they may read
            for session in tuple(self._blind):
                self._catch_up(session)

    def _judge(self, session: Session, reason: str) -> None:
        """Choose anew for a stream; show what it may see now and could not before."""
        try:
            principal = session.holder.principal(session.row, opening=False)
        except Unauthenticated:
            session.say(standing_bytes(Tier.PUBLIC, "signed-out"))
            session.line.end()
            return
        reader = self.reader(session.holder, principal)
        holdings = self._holdings.of(reader.organisation_id)
        if rights_of(reader) != rights_of(session.reader) or holdings != session.holdings:
            self._members.move(session, reader, holdings)
            session.say(standing_bytes(reader.tier, reason))
            self._catch_up(session)

    def _catch_up(self, session: Session) -> None:
        now, before = self._clock.now(), (session.known_reader, session.known_holdings)
        if self.silent:
            session.blind_from = self._ring.end
            self._blind.add(session)
            session.replay((), self._ring, now, checkpoint_bytes(UNSEEN))
            return
        gained = [
            entry
            for entry in self._ring.active(now)
            if _told_more(entry.seen_as(session.reader, session.holdings), entry.seen_as(*before))
        ]
        blind = session.blind_from
        missed = [] if blind is None else self._ring.since(blind)
        session.known_reader, session.known_holdings = session.reader, session.holdings
        session.blind_from = None
        self._blind.discard(session)
        then = b"" if blind is None else checkpoint_bytes(self.last_id(session))
        session.replay([*gained, *missed], self._ring, now, then)


def _told_more(now: Entry | None, before: Entry | None) -> bool:
    return now is not None and (before is None or now.order > before.order)
