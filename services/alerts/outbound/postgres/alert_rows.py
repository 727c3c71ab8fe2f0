"""An alert as a row, and back."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import zip_longest
from typing import Any

from sqlalchemy import Row, null

from kernel.audiences import AudienceRow, Kind, Mode
from kernel.digests import Digest
from kernel.markings import Marking, Tlp
from kernel.tiers import Tier
from services.alerts.domain.acts import AllClearProposal, Ending, Return
from services.alerts.domain.alert import Alert, Status
from services.alerts.domain.content import EXERCISES, AlertContent, Certainty, Severity, Urgency
from services.alerts.domain.drill import Drill, Scenario
from services.alerts.domain.hands import Hand, Hands, Part
from services.alerts.domain.kinds import kinds_of
from services.alerts.domain.review import Review
from services.alerts.domain.sharing import Openness
from services.alerts.domain.thread import Successor, Thread
from services.alerts.domain.welsh import Confirmation, Welsh
from services.alerts.domain.wording import EVERY_CHANNEL, CapStatus, Channel, Translation
from services.alerts.outbound.postgres.area_rows import area_of_row, area_row


def row_of(alert: Alert) -> dict[str, Any]:
    """Return the columns of an alert."""
    assert not alert.part, "what stands for the rest is only to be read"
    marking, proposal, ending = alert.content.marking, alert.proposal, alert.ending
    returned, successor, review = alert.returned, alert.successor, alert.review
    return {
        "alert_id": alert.alert_id,
        "status": alert.status.name,
        "version": alert.version,
        "content": _content_json(alert.content),
        "digest": alert.digest,
        "minimum_tier": marking.minimum_tier.value,
        "closed_group": marking.closed_group,
        "named_subjects": sorted(marking.named_subjects),
        "hands": [hand.by for hand in alert.worked],
        "hand_parts": [hand.part.value for hand in alert.worked],
        "created_at": alert.created_at,
        "sorted_at": alert.issued_at or alert.created_at,
        "expires_at": alert.content.expires_at,
        "issued_at": alert.issued_at,
        "issued_by": alert.issued_by,
        "proposal_text": proposal.text if proposal else None,
        "proposal_text_cy": proposal.text_cy if proposal else None,
        "proposal_reference": proposal.authority_reference if proposal else None,
        "proposed_by": proposal.by if proposal else None,
        "ending_text": ending.text if ending else None,
        "ending_text_cy": ending.text_cy if ending else None,
        "ending_reference": ending.authority_reference if ending else None,
        "ending_why": ending.why if ending else None,
        "ended_at": ending.ended_at if ending else None,
        "ended_by": ending.by if ending else None,
        "returned_why": returned.why if returned else None,
        "returned_by": returned.by if returned else None,
        "returned_at": returned.at if returned else None,
        "thread_id": alert.thread.thread_id,
        "thread_number": alert.thread.number,
        "thread_earlier": list(alert.thread.earlier),
        "reach": alert.reach,
        "template_id": alert.template_id,
        "review_due_at": review.due_at if review else None,
        "reviewed_by": review.by if review else None,
        "reviewed_at": review.at if review else None,
        "review_finding": review.finding if review else None,
        **_welsh_row(alert.welsh),
        "source_tlp": alert.source.tlp.value if alert.source else None,
        "source_tier": alert.source.minimum_tier.value if alert.source else None,
        "source_group": alert.source.closed_group if alert.source else None,
        "warnings_seen": alert.warnings_seen,
        "drill_of": alert.drill.organisation_id if alert.drill else None,
        "drill_scenario": alert.drill.scenario.value if alert.drill else None,
        "origin_region": alert.origin or None,
        "superseded_by": successor.alert_id if successor else None,
        "superseded_at": successor.since if successor else None,
    }


def alert_of(row: Row[Any]) -> Alert:
    """Return the alert of a row."""
    return Alert(
        alert_id=row.alert_id,
        status=Status[row.status],
        content=_content(row.content, frozenset(row.named_subjects)),
        worked=_worked(row),
        version=row.version,
        created_at=row.created_at,
        issued_at=row.issued_at,
        issued_by=row.issued_by,
        proposal=None if row.proposal_text is None else _proposal(row),
        ending=None if row.ending_text is None else _ending(row),
        returned=None if row.returned_why is None else _returned(row),
        thread=Thread(
            thread_id=row.thread_id or row.alert_id,
            number=row.thread_number,
            earlier=tuple(row.thread_earlier),
        ),
        reach=row.reach,
        template_id=row.template_id,
        review=None if row.review_due_at is None else _review(row),
        successor=None if row.superseded_by is None else _successor(row),
        welsh=_welsh(row),
        source=None if row.source_tlp is None else _source(row),
        warnings_seen=row.warnings_seen,
        drill=None if row.drill_of is None else _drill(row),
        origin=row.origin_region or "",
    )


def _drill(row: Row[Any]) -> Drill:
    return Drill(organisation_id=row.drill_of, scenario=Scenario(row.drill_scenario))


def _source(row: Row[Any]) -> Openness:
    return Openness(
        tlp=Tlp(row.source_tlp),
        minimum_tier=Tier(row.source_tier),
        closed_group=row.source_group,
    )


def _welsh_row(welsh: Welsh) -> dict[str, Any]:
    said, aside = welsh.confirmation, welsh.set_aside
    return {
        "welsh_earlier": welsh.earlier,
        "welsh_confirmed_by": said.by if said else None,
        "welsh_confirmed_at": said.at if said else None,
        "welsh_confirmed_digest": said.read if said else None,
        "welsh_stand_in": welsh.stand_in,
        # SQL's null, not JSON's.
        "welsh_set_aside": aside.fields() if aside else null(),
        "welsh_due_at": welsh.due_at,
    }


def _welsh(row: Row[Any]) -> Welsh:
    said = row.welsh_confirmed_by
    return Welsh(
        earlier=row.welsh_earlier,
        confirmation=(
            None
            if said is None
            else Confirmation(
                by=said, at=row.welsh_confirmed_at, read=Digest(row.welsh_confirmed_digest)
            )
        ),
        stand_in=row.welsh_stand_in,
        set_aside=Translation(**row.welsh_set_aside) if row.welsh_set_aside else None,
        due_at=row.welsh_due_at,
    )


def _review(row: Row[Any]) -> Review:
    return Review(
        due_at=row.review_due_at,
        by=row.reviewed_by,
        at=row.reviewed_at,
        finding=row.review_finding or "",
    )


def _successor(row: Row[Any]) -> Successor:
    return Successor(alert_id=row.superseded_by, since=row.superseded_at)


def _worked(row: Row[Any]) -> Hands:
    """Return who had which part; those of whom the part was not kept wrote it."""
    pairs = zip_longest(row.hands, row.hand_parts or (), fillvalue=Part.WRITER.value)
    return tuple(Hand(by, Part(part)) for by, part in list(pairs)[: len(row.hands)])


def _returned(row: Row[Any]) -> Return:
    return Return(why=row.returned_why, by=row.returned_by, at=row.returned_at)


def _proposal(row: Row[Any]) -> AllClearProposal:
    return AllClearProposal(
        text=row.proposal_text,
        authority_reference=row.proposal_reference,
        by=row.proposed_by,
        text_cy=row.proposal_text_cy or "",
    )


def _ending(row: Row[Any]) -> Ending:
    return Ending(
        text=row.ending_text,
        ended_at=row.ended_at,
        by=row.ended_by,
        why=row.ending_why,
        authority_reference=row.ending_reference,
        text_cy=row.ending_text_cy or "",
    )


def _content_json(content: AlertContent) -> dict[str, Any]:
    """Return the content without the people it names: they stand in a column of their own."""
    return {
        "headline": content.headline,
        "description": content.description,
        "instruction": content.instruction,
        "action_line": content.action_line,
        "language": content.language,
        "severity": content.severity.value,
        "urgency": content.urgency.value,
        "certainty": content.certainty.value,
        "tlp": content.marking.tlp.value,
        "minimum_tier": content.marking.minimum_tier.name,
        "closed_group": content.marking.closed_group,
        "audience": [[row.mode.value, row.kind.value, row.value] for row in content.audience],
        "expires_at": content.expires_at.isoformat(),
        "cap_status": content.cap_status.value,
        "translations": [each.fields() for each in content.translations],
        "channels": sorted(channel.value for channel in content.channels),
        **area_row(content.area),
        "authority_reference": content.authority_reference,
        "digest_version": content.digest_version,
        "asks_answer": content.asks_answer,
        "cascaded": content.cascaded,
        **content.kinds.fields(),
    }


def _content(said: dict[str, Any], named_subjects: frozenset[str]) -> AlertContent:
    return AlertContent(
        headline=said["headline"],
        description=said["description"],
        instruction=said["instruction"],
        action_line=said["action_line"],
        language=said["language"],
        severity=Severity(said["severity"]),
        urgency=Urgency(said["urgency"]),
        certainty=Certainty(said["certainty"]),
        marking=Marking(
            tlp=Tlp(said["tlp"]),
            minimum_tier=Tier[said["minimum_tier"]],
            closed_group=said["closed_group"],
            named_subjects=named_subjects,
        ),
        audience=audience_of_row(said["audience"]),
        expires_at=datetime.fromisoformat(said["expires_at"]),
        cap_status=_cap_status(said),
        translations=tuple(Translation(**each) for each in said.get("translations", ())),
        channels=(
            frozenset(map(Channel, said["channels"])) if "channels" in said else EVERY_CHANNEL
        ),
        area=area_of_row(said),
        authority_reference=said.get("authority_reference", ""),
        digest_version=said.get("digest_version", EXERCISES if said.get("exercise") else 1),
        asks_answer=said.get("asks_answer", False),  # as above
        cascaded=said.get("cascaded", False),  # as above
        kinds=kinds_of(said),
    )


def audience_of_row(rows: Iterable[Sequence[str]]) -> tuple[AudienceRow, ...]:
    """Return an audience as a row has it."""
    return tuple(AudienceRow(Mode(mode), Kind(kind), value) for mode, kind, value in rows)


def _cap_status(said: dict[str, Any]) -> CapStatus:
    """Return the status; before there was one, rows said no more than whether it is an exercise."""
    default = CapStatus.EXERCISE if said.get("exercise") else CapStatus.ACTUAL
    return CapStatus(said.get("cap_status", default.value))
