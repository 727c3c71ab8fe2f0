"""An alert as a row, and back."""

from datetime import datetime
from typing import Any

from sqlalchemy import Row

from kernel.audiences import AudienceRow, Kind, Mode
from kernel.markings import Marking, Tlp
from kernel.tiers import Tier
from services.alerts.domain.alert import Alert, AllClearProposal, Ending, Status
from services.alerts.domain.content import AlertContent, Certainty, Severity, Urgency


def row_of(alert: Alert) -> dict[str, Any]:
    """Return the columns of an alert."""
    marking, proposal, ending = alert.content.marking, alert.proposal, alert.ending
    return {
        "alert_id": alert.alert_id,
        "status": alert.status.name,
        "version": alert.version,
        "content": _content_json(alert.content),
        "digest": alert.digest,
        "minimum_tier": marking.minimum_tier.value,
        "closed_group": marking.closed_group,
        "named_subjects": sorted(marking.named_subjects),
        "hands": sorted(alert.hands),
        "created_at": alert.created_at,
        "sorted_at": alert.issued_at or alert.created_at,
        "expires_at": alert.content.expires_at,
        "issued_at": alert.issued_at,
        "issued_by": alert.issued_by,
        "proposal_text": proposal.text if proposal else None,
        "proposal_reference": proposal.authority_reference if proposal else None,
        "proposed_by": proposal.by if proposal else None,
        "ending_text": ending.text if ending else None,
        "ending_reference": ending.authority_reference if ending else None,
        "ending_why": ending.why if ending else None,
        "ended_at": ending.ended_at if ending else None,
        "ended_by": ending.by if ending else None,
    }


def alert_of(row: Row[Any]) -> Alert:
    """Return the alert of a row."""
    return Alert(
        alert_id=row.alert_id,
        status=Status[row.status],
        content=_content(row.content, frozenset(row.named_subjects)),
        hands=frozenset(row.hands),
        version=row.version,
        created_at=row.created_at,
        issued_at=row.issued_at,
        issued_by=row.issued_by,
        proposal=None if row.proposal_text is None else _proposal(row),
        ending=None if row.ending_text is None else _ending(row),
    )


def _proposal(row: Row[Any]) -> AllClearProposal:
    return AllClearProposal(
        text=row.proposal_text, authority_reference=row.proposal_reference, by=row.proposed_by
    )


def _ending(row: Row[Any]) -> Ending:
    return Ending(
        text=row.ending_text,
        ended_at=row.ended_at,
        by=row.ended_by,
        why=row.ending_why,
        authority_reference=row.ending_reference,
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
        "exercise": content.exercise,
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
        audience=tuple(
            AudienceRow(Mode(mode), Kind(kind), value) for mode, kind, value in said["audience"]
        ),
        expires_at=datetime.fromisoformat(said["expires_at"]),
        exercise=said.get("exercise", False),  # rows from before there were exercises say nothing
    )
