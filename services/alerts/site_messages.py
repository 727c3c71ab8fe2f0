"""Response levels of premises as protobuf, for answers and events."""

from datetime import datetime

from isp.alerts.v1 import alerts_events_pb2, threat_level_pb2
from isp.alerts.v1 import site_response_pb2 as pb
from services.alerts.domain.site_response import Site, SiteOverride
from services.alerts.domain.threat_levels import ResponseLevel, meaning_of, wording_of
from services.alerts.messages import moment
from services.alerts.threat_messages import standing_to_pb


def site_to_pb(site: Site, at: datetime) -> pb.SiteResponse:
    """Return what counts at a premises, as its own people read it."""
    message = pb.SiteResponse(
        premises_id=str(site.premises_id),
        version=site.version,
        series=threat_level_pb2.ThreatSeries.Value(f"THREAT_SERIES_{site.series.value}"),
        standing=pb.SiteStanding.Value(f"SITE_STANDING_{site.standing(at).value}"),
    )
    if site.national is not None:
        wording = wording_of(site.national.level, at)
        message.national.CopyFrom(standing_to_pb(site.national, wording))
    if (counts := site.response(at)) is not None:
        message.response = response_to_pb(counts)
        message.response_meaning.CopyFrom(meaning_to_pb(counts))
    if (own := site.override(at)) is not None:
        message.override.CopyFrom(override_to_pb(own))
    return message


def override_to_pb(own: SiteOverride) -> pb.SiteOverride:
    """Return an own level with who set it and why."""
    message = pb.SiteOverride(
        override_id=str(own.override_id),
        number=own.number,
        response=response_to_pb(own.response),
        response_meaning=meaning_to_pb(own.response),
        reason=own.reason,
        since=moment(own.since),
        until=moment(own.until),
        set_by=own.decided.by,
        set_at=moment(own.decided.at),
    )
    if own.end is not None and own.ended_at is not None:
        message.end = pb.SiteOverrideEnd.Value(f"SITE_OVERRIDE_END_{own.end.value}")
        message.ended_at.CopyFrom(moment(own.ended_at))
    if own.ended is not None:
        message.ended_by, message.ended_why = own.ended.by, own.ended.why
    return message


def site_changed_to_pb(site: Site, at: datetime) -> alerts_events_pb2.SiteResponseChanged:
    """Return the event, without why and who: those are read at the premises' own page alone."""
    message = alerts_events_pb2.SiteResponseChanged(
        site=site_to_pb(site, at), organisation_id=site.organisation_id, told_at=moment(at)
    )
    for name in ("reason", "set_by", "ended_by", "ended_why"):
        message.site.override.ClearField(name)
    if site.override(at) is None:
        message.site.ClearField("override")
    return message


def response_to_pb(response: ResponseLevel) -> threat_level_pb2.ResponseLevel.ValueType:
    """Return a response level as protobuf."""
    return threat_level_pb2.ResponseLevel.Value(f"RESPONSE_LEVEL_{response.value}")


def meaning_to_pb(response: ResponseLevel) -> threat_level_pb2.ThreatWords:
    """Return what a response level means."""
    words = meaning_of(response)
    return threat_level_pb2.ThreatWords(en=words.en, cy=words.cy)
