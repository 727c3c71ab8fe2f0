"""What counts at a premises as an event of the stream: for its organisation's people alone."""

from datetime import UTC
from typing import Any, Final

import orjson
from google.protobuf.timestamp_pb2 import Timestamp

from isp.alerts.v1 import alerts_events_pb2, site_response_pb2, threat_level_pb2
from kernel.audiences import AudienceRow, Kind, Mode
from kernel.markings import Marking, Tlp
from kernel.tiers import Tier
from services.alerts.inbound.stream.entry import Entry
from services.alerts.inbound.stream.threat_entry import standing_json, words_json
from services.alerts.inbound.stream.wire import event_bytes
from services.alerts.messages import word

SITE: Final = alerts_events_pb2.SiteResponseChanged.DESCRIPTOR.full_name
KIND: Final = "site-response"

_FOR_PEOPLE: Final = Marking(tlp=Tlp.GREEN, minimum_tier=Tier.REGISTERED)
"""Nobody without an account: those get whatever everyone may read, whoever it is for."""

_FOLLOWS: Final = site_response_pb2.SITE_STANDING_FOLLOWS


def site_entry_from(_subject: str, event_id: str, payload: bytes) -> Entry:
    """Return the entry of a SiteResponseChanged; of one premises the later version counts.

    It stays current until the own level's date.

    Raises:
        DecodeError: it is no such message.
        UnknownAudience: it names no organisation, so that nobody may be shown it.
    """
    event = alerts_events_pb2.SiteResponseChanged.FromString(payload)
    site, own = event.site, event.site.override
    over = site.standing == _FOLLOWS
    happened = event.told_at.ToDatetime(tzinfo=UTC)
    return Entry(
        event_id=event_id,
        alert_id=f"{KIND}:{site.premises_id}",
        version=site.version,
        ended=over,
        marking=_FOR_PEOPLE,
        audience=(AudienceRow(Mode.INCLUDE, Kind.ORGANISATION, event.organisation_id),),
        expires_at=happened if over else own.until.ToDatetime(tzinfo=UTC),
        happened_at=happened,
        wire=event_bytes(KIND, event_id, orjson.dumps(_json(site))),
        organisation=event.organisation_id,
        kind=KIND,
    )


def _json(site: site_response_pb2.SiteResponse) -> dict[str, Any]:
    """Return it as GET /v1/site-responses/{id} says it, without why and who."""
    pb, own = threat_level_pb2, site.override
    counts = site.response != pb.RESPONSE_LEVEL_UNSPECIFIED
    return {
        "premises_id": site.premises_id,
        "version": site.version,
        "series": word(pb.ThreatSeries.DESCRIPTOR, site.series, "THREAT_SERIES_"),
        "threat_level": standing_json(site.national) if site.HasField("national") else None,
        "standing": word(
            site_response_pb2.SiteStanding.DESCRIPTOR, site.standing, "SITE_STANDING_"
        ),
        "response": _response(site.response) if counts else None,
        "response_meaning": words_json(site.response_meaning) if counts else None,
        "own": {
            "response": _response(own.response),
            "since": _text(own.since),
            "until": _text(own.until),
        }
        if site.HasField("override")
        else None,
    }


def _response(value: int) -> str:
    return word(threat_level_pb2.ResponseLevel.DESCRIPTOR, value, "RESPONSE_LEVEL_")


def _text(stamp: Timestamp) -> str:
    at = stamp.ToDatetime(tzinfo=UTC)
    return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")
