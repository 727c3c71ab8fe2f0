"""CAP messages as the tests make them."""

from datetime import UTC, datetime
from typing import Any

from services.alerts.domain.cap import terms
from services.alerts.domain.cap.message import CapArea, CapInfo, CapMessage
from services.alerts.domain.cap.writing import to_xml

SENT = datetime(2026, 11, 24, 12, tzinfo=UTC)
EXPIRES = datetime(2026, 11, 24, 18, tzinfo=UTC)
LONDON = CapArea(area_desc="London", geocodes=(("ISP-REGION", "LON"),))


def info(**given: Any) -> CapInfo:
    """A good info block, unless said otherwise."""
    return CapInfo(
        **{
            "language": "en-GB",
            "category": (terms.Category.SECURITY,),
            "event": "Security alert",
            "urgency": terms.CapUrgency.EXPECTED,
            "severity": terms.CapSeverity.SEVERE,
            "certainty": terms.CapCertainty.OBSERVED,
            "expires": EXPIRES,
            "headline": "Demonstration",
            "description": "Demonstration, not official.",
            "instruction": "Do nothing.",
            "areas": (LONDON,),
        }
        | given
    )


def message(**given: Any) -> CapMessage:
    """A good message, unless said otherwise."""
    return CapMessage(
        **{
            "identifier": "demo-1",
            "sender": "demo@elsewhere.example",
            "sent": SENT,
            "status": terms.Status.ACTUAL,
            "msg_type": terms.MsgType.ALERT,
            "scope": terms.Scope.PUBLIC,
            "infos": (info(),),
        }
        | given
    )


def document(**given: Any) -> str:
    """A good document, as text in which a test spoils something."""
    return to_xml(message(**given)).decode()
