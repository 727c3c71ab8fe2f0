"""What comes of a SCO's report as statements: judged and kept as those of cmi5's units are."""

import hashlib
import json
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from services.training.domain.cmi5_session import Said, Score, Verb
from services.training.domain.launch import Launched
from services.training.domain.lms_statements import moment
from services.training.domain.scorm_run import Spoken
from services.training.domain.xapi import (
    CMI5_CATEGORY,
    MASTERY_SCORE,
    MOVE_ON_CATEGORY,
    SESSION_ID,
    Statement,
)


def statement(statement_id: UUID, launched: Launched, spoken: Spoken, at: datetime) -> Statement:
    """Return the statement that a launched unit makes by its report."""
    session = launched.session
    how = spoken.success is not None or spoken.completion is not None
    score = None if spoken.scaled is None else Score(scaled=spoken.scaled)
    mastery = session.mastery_score if score else None
    categories = [CMI5_CATEGORY, MOVE_ON_CATEGORY] if how else [CMI5_CATEGORY]
    account = {"homePage": launched.actor.home_page, "name": launched.actor.name}
    document: dict[str, Any] = {
        "id": str(statement_id),
        "actor": {"objectType": "Agent", "account": account},
        "verb": {"id": spoken.verb.value, "display": {"en": spoken.verb.name.lower()}},
        "object": {"objectType": "Activity", "id": launched.activity_id},
        "context": {
            "registration": str(launched.registration),
            "contextActivities": {
                "category": [{"objectType": "Activity", "id": each} for each in categories],
                "grouping": [{"objectType": "Activity", "id": session.publisher_id}],
            },
            "extensions": {SESSION_ID: session.session_id}
            | ({} if mastery is None else {MASTERY_SCORE: float(mastery)}),
        },
        "timestamp": moment(at),
    }
    if spoken.verb is not Verb.INITIALIZED:
        lasted = max(at - (session.initialized_at or at), timedelta()).total_seconds()
        result: dict[str, Any] = {"duration": f"PT{lasted:.2f}S"}
        result |= {} if spoken.success is None else {"success": spoken.success}
        result |= {} if spoken.completion is None else {"completion": spoken.completion}
        result |= {} if spoken.scaled is None else {"score": {"scaled": float(spoken.scaled)}}
        document["result"] = result
    whole = json.dumps(document).encode()
    return Statement(
        statement_id=statement_id,
        actor=launched.actor,
        verb_id=spoken.verb.value,
        activity_id=launched.activity_id,
        registration=launched.registration,
        timestamp=at,
        said=Said(
            session_id=session.session_id,
            timestamp=at,
            verb=spoken.verb,
            defined=True,
            score=score,
            success=spoken.success,
            completion=spoken.completion,
            has_duration=spoken.verb is not Verb.INITIALIZED,
            move_on_category=how,
            groupings=frozenset({session.publisher_id}),
            mastery_said=mastery,
        ),
        progress=None,
        document=whole,
        digest=hashlib.sha256(whole).digest(),
    )
