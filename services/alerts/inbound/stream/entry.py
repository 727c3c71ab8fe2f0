"""One event of the stream: whom it is for, and its bytes, made once for all who see it."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Final

from isp.alerts.v1 import alert_pb2, alerts_events_pb2
from kernel.access import may_read
from kernel.audiences import AREAS, AudienceRow, Kind, Mode
from kernel.markings import Marking
from kernel.principals import ANONYMOUS, Principal
from services.alerts.domain.audience import Audience, Person, compiled
from services.alerts.domain.content import AlertContent
from services.alerts.domain.public_part import has_public_part, public_content
from services.alerts.domain.whereabouts import NO_HOLDINGS, Holdings
from services.alerts.domain.wording import CapStatus
from services.alerts.inbound.stream.public_part import public_part_of
from services.alerts.inbound.stream.wire import alert_json, event_bytes, notice_json
from services.alerts.inbound.translate import content_from

PERSONAL: Final = frozenset({Kind.ORGANISATION, Kind.PREMISES_TYPE, *AREAS})
"""Rows that differ between readers of one group: they ask whose somebody's places are, what is
there, or where that is. Of places a group shares their regions (`shared_rights_of`)."""

Order = tuple[int, int, int]
"""Where something stands in its thread: the message, its version, and how much of it it tells."""

NOTICE: Final = 0
"""That it ended, or that an update took its place, and nothing else."""

PART: Final = 1
WHOLE: Final = 2

ISSUED: Final = alerts_events_pb2.AlertIssued.DESCRIPTOR.full_name
ENDED: Final = alerts_events_pb2.AlertEnded.DESCRIPTOR.full_name


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One event. `notice` is what someone reads of an end or an update that they may not read.

    The messages of a thread follow one another: `number` counts them, and `superseded` says of an
    old one, told again, that an update took its place.
    """

    event_id: str
    alert_id: str
    version: int
    ended: bool
    marking: Marking
    audience: tuple[AudienceRow, ...]
    expires_at: datetime
    happened_at: datetime
    wire: bytes
    notice: bytes = b""
    thread_id: str = ""
    number: int = 1
    superseded: bool = False
    test: bool = False
    """Only staff see a technical test, and they look at the desk."""

    under: str = ""
    """The thread of alerts to which it belongs without being a message of it; it ends with it."""

    beside: int = 0
    """The number of the message of that thread beside which it stands, and with which it is over
    once a later one takes its place; 0 for what stands as long as the thread does."""

    organisation: str = ""
    """The one organisation for whose people it is: of the others nobody is even asked."""

    kind: str = "alert"
    """What the event is called on the wire."""

    part: "Entry | None" = None
    """What everyone may know of it who may not read it: of an Immediate alert what to do."""

    telling: int = WHOLE
    """How much of it this tells."""

    open: bool = field(init=False)
    """Whether it is for everyone, whoever reads."""

    personal: bool = field(init=False)
    """Whether it asks for more than the rights that a group shares: for people, or theirs."""

    addressed: Audience = field(init=False, repr=False, compare=False)
    """The audience, ready to be asked."""

    def __post_init__(self) -> None:
        # Judged for thousands of streams: what is the same for all of them is found once.
        kinds = {row.kind for row in self.audience}
        personal = bool(self.marking.named_subjects) or not kinds.isdisjoint(PERSONAL)
        only_includes = all(row.mode is Mode.INCLUDE for row in self.audience)
        to_all = only_includes and Kind.EVERYONE in kinds and not (personal or self.test)
        object.__setattr__(self, "addressed", compiled(self.audience))
        object.__setattr__(self, "personal", personal)
        object.__setattr__(self, "open", to_all and may_read(ANONYMOUS, self.marking))

    @property
    def thread(self) -> str:
        """The thread; a message that says none is one of its own."""
        return self.thread_id or self.alert_id

    @property
    def order(self) -> Order:
        """Where it stands in its thread: nothing is shown after what is later, or tells more."""
        return self.number, self.version, self.telling

    @property
    def lesser_ids(self) -> tuple[str, ...]:
        """The ids of what tells less of it: whoever has one of them may lack the rest."""
        part = () if self.part is None else (self.part.event_id,)
        return (*part, notice_id(self.event_id)) if self.replaces else part

    @property
    def order_of_notice(self) -> Order:
        """Where the notice of it stands: whoever may read it later still gets it."""
        return self.number, self.version, NOTICE

    @property
    def replaces(self) -> bool:
        """Whether those who were shown the thread must hear of it, though they may not read it."""
        return self.ended or self.number > 1

    def current(self, at: datetime) -> bool:
        """Tell whether it may still be shown: an end always, an alert until it expires."""
        return self.ended or self.expires_at > at

    def visible_to(self, reader: Principal, holdings: Holdings = NO_HOLDINGS) -> bool:
        """Tell whether a reader gets all of this."""
        return self.seen_as(reader, holdings) is self

    def seen_as(self, reader: Principal, holdings: Holdings = NO_HOLDINGS) -> "Entry | None":
        """Return what a reader gets of this: it, its part, or nothing."""
        return self if self.open else self.seen_as_each([(reader, holdings)])[0]

    def seen_as_each(self, readers: Sequence[Person]) -> "list[Entry | None]":
        """Return what each reader gets of this, who is among those whom it is for: it, or its part.

        Someone without an account gets everything that everyone may read. Areas are looked at
        once, for all who may read anything of it.
        """
        if self.open:
            return [self] * len(readers)
        may = [self._may_be_seen_by(reader) for reader, _ in readers]
        asked = [each for each, can in zip(readers, may, strict=True) if can and each[0].subject]
        answers = iter(self.addressed.among(asked))
        return [
            can if can and (reader.subject is None or next(answers)) else None
            for (reader, _), can in zip(readers, may, strict=True)
        ]

    def _may_be_seen_by(self, reader: Principal) -> "Entry | None":
        """Return what of this somebody may know, if it is for them."""
        if self.test:
            return None
        return self if may_read(reader, self.marking) else self.part


def entry_from(subject: str, event_id: str, payload: bytes) -> Entry:
    """Return the entry of an AlertIssued or AlertEnded.

    Raises:
        Invalid: the message says something that we do not know.
        DecodeError: it is no such message.
    """
    ended = subject == ENDED
    message = alerts_events_pb2.AlertEnded() if ended else alerts_events_pb2.AlertIssued()
    message.ParseFromString(payload)
    content = content_from(message.alert.content)
    entry = _entry(event_id, message.alert, content, ended=ended)
    if not has_public_part(content):
        return entry
    kept = public_part_of(message.alert, content)
    part = _entry(part_id(event_id), kept, public_content(content), ended=ended)
    return replace(entry, part=replace(part, telling=PART))


def part_id(event_id: str) -> str:
    """Return the id of an event's part: who gets the whole later must not take it for a repeat."""
    return f"{event_id}-part"


def notice_id(event_id: str) -> str:
    """Return the id of an event's notice, for the same reason."""
    return f"{event_id}-notice"


def _entry(event_id: str, alert: alert_pb2.Alert, content: AlertContent, *, ended: bool) -> Entry:
    kind = "alert-ended" if ended else "alert"
    happened_at = alert.ending.ended_at if ended else alert.issued_at
    return Entry(
        event_id=event_id,
        alert_id=alert.alert_id,
        version=alert.version,
        ended=ended,
        marking=content.marking,
        audience=content.audience,
        expires_at=content.expires_at,
        happened_at=happened_at.ToDatetime(tzinfo=UTC),
        wire=event_bytes(kind, event_id, alert_json(alert)),
        notice=event_bytes("alert-ended", notice_id(event_id), notice_json(alert)),
        thread_id=alert.thread.thread_id,
        number=alert.thread.number or 1,
        superseded=alert.thread.HasField("superseded_at"),
        test=content.cap_status is CapStatus.TEST,
        kind=kind,
    )
