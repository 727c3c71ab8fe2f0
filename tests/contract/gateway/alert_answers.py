"""What programs read of the alert that the scripted backend answers with."""

from typing import Any, Final

from tests.contract.gateway import freeze_routes, guard_routes, template_routes
from tests.contract.gateway.route import CASE_ID, TEMPLATE_ID
from tests.contract.gateway.routes import ALERT_BODY, ALERT_ID, DIGEST, PERSON_ID

DECISION_READ: Final[dict[str, Any]] = {
    "entry_id": CASE_ID,
    "at": "2026-11-24T09:00:00.000Z",
    "actor": "a1b2c3d4e5",
    "subject": PERSON_ID,
    "action": "alerts:all-clear",
    "resource": ALERT_ID,
    "digest": DIGEST.hex(),
    "detail": {"authority_reference": "CAD 7", "why": "It is <over>."},
    "seal": {"number": 5, "hash": DIGEST.hex()},
}
ALERT_READ: Final[dict[str, Any]] = {
    "alert_id": ALERT_ID,
    "status": "ALL_CLEAR",
    "version": 3,
    "content": ALERT_BODY | {"expires_at": "2026-11-24T12:00:00.000Z"},
    "created_at": "2026-11-24T08:00:00.000Z",
    "part": False,
    "issued_at": "2026-11-24T09:00:00.000Z",
    "ending": {
        "text": "It is over.",
        "text_cy": "Mae drosodd.",
        "authority_reference": "R-1",
        "ended_at": "2026-11-24T10:00:00.000Z",
    },
    "drill": None,
    "origin_region": None,
    "digest": DIGEST.hex(),
    "all_clear_proposal": {
        "text": "It is over.",
        "text_cy": "Mae drosodd.",
        "authority_reference": "R-1",
        "digest": DIGEST.hex(),
    },
    "hands": [{"subject": PERSON_ID, "part": "TRANSLATOR"}],
    "reach": 12,
    "warnings_seen": DIGEST.hex(),
    "template_id": TEMPLATE_ID,
    "review": {
        "due_at": "2026-11-24T09:00:00.000Z",
        "reviewed_at": "2026-11-24T10:00:00.000Z",
        "finding": "Right.",
    },
    "welsh": {
        "needed": True,
        "confirmed_at": "2026-11-24T08:00:00.000Z",
        "stand_in_template_id": TEMPLATE_ID,
        "set_aside": ALERT_BODY["translations"][0],
        "due_at": "2026-11-24T10:00:00.000Z",
    },
    "returned": {"reason": "Which street?", "returned_at": "2026-11-24T08:00:00.000Z"},
    "thread": {
        "thread_id": CASE_ID,
        "number": 2,
        "earlier": [CASE_ID],
        "superseded_at": None,
        "superseded_by": None,
    },
}
READ: Final[dict[str, Any]] = {
    **freeze_routes.READ,
    **template_routes.READ,
    **guard_routes.READ,
    "ListWelshDue": {"alerts": [ALERT_READ]},
    "ListReviews": {"alerts": [ALERT_READ]},
    "GetDecisions": {"decisions": [DECISION_READ]},
    "GetReachMap": {
        "squares": [
            {"latitude": 51.4, "longitude": -2.3, "premises": 12},
            {"latitude": 51.5, "longitude": -2.3, "premises": None},
        ],
        "premises": 14,
        "complete": True,
    },
    "GetReach": {
        "count": 40,
        "size": "TENS",
        "submitted_count": 12,
        "drifted": True,
        "messages": 51,
    },
    "GetThread": {"alerts": [ALERT_READ]},
}
"""What each RPC that does not answer with one alert shows."""
