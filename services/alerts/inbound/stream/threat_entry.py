"""A change of a threat level as an event of the stream: everyone gets it."""

from datetime import UTC, datetime
from typing import Final

import orjson
from google.protobuf.timestamp_pb2 import Timestamp

from isp.alerts.v1 import alerts_events_pb2, threat_level_pb2
from kernel.audiences import AudienceRow, Kind, Mode
from kernel.markings import Marking
from services.alerts.inbound.stream.entry import Entry
from services.alerts.inbound.stream.wire import event_bytes
from services.alerts.messages import word

THREAT_LEVEL: Final = alerts_events_pb2.ThreatLevelChanged.DESCRIPTOR.full_name
KIND: Final = "threat-level"

_EVERYONE: Final = (AudienceRow(Mode.INCLUDE, Kind.EVERYONE),)
_NEVER: Final = datetime.max.replace(tzinfo=UTC)
"""A level does not expire: the next one takes its place."""


def threat_entry_from(_subject: str, event_id: str, payload: bytes) -> Entry:
    """Return the entry of a ThreatLevelChanged; of one series the later version counts.

    Raises:
        DecodeError: it is no such message.
    """
    standing = alerts_events_pb2.ThreatLevelChanged.FromString(payload).standing
    said = standing_json(standing)
    return Entry(
        event_id=event_id,
        alert_id=f"{KIND}:{said['series']}",
        version=standing.version,
        ended=False,
        marking=Marking.clear(),
        audience=_EVERYONE,
        expires_at=_NEVER,
        happened_at=standing.set_at.ToDatetime(tzinfo=UTC),
        wire=event_bytes(KIND, event_id, orjson.dumps(said)),
        kind=KIND,
    )


def standing_json(standing: threat_level_pb2.StandingThreatLevel) -> dict[str, object]:
    """Return a level as GET /v1/threat-levels says it."""
    pb = threat_level_pb2
    return {
        "series": word(pb.ThreatSeries.DESCRIPTOR, standing.series, "THREAT_SERIES_"),
        "version": standing.version,
        "level": word(pb.ThreatLevel.DESCRIPTOR, standing.level, "THREAT_LEVEL_"),
        "wording": words_json(standing.wording),
        "response": word(pb.ResponseLevel.DESCRIPTOR, standing.response, "RESPONSE_LEVEL_"),
        "response_meaning": words_json(standing.response_meaning),
        "since": _text(standing.since),
        "set_at": _text(standing.set_at),
    }


def words_json(words: threat_level_pb2.ThreatWords) -> dict[str, str]:
    """Return a text in both languages."""
    return {"en": words.en, "cy": words.cy}


def _text(stamp: Timestamp) -> str:
    at = stamp.ToDatetime(tzinfo=UTC)
    return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")
