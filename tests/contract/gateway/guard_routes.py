"""The routes of what guards a draft before it goes out."""

from typing import Any, Final

from google.protobuf.message import Message

from isp.alerts.v1 import sharing_pb2, welsh_pb2
from tests.contract.gateway.alert_routes import DIGEST
from tests.contract.gateway.route import ALERT_ID, Route

GUARD_ROUTES: Final = (
    Route(
        "POST",
        "/v1/alerts/{alert_id}/welsh-confirmation",
        "ConfirmWelsh",
        body={"read_digest": DIGEST.hex()},
        message=welsh_pb2.ConfirmWelshRequest(alert_id=ALERT_ID, read_digest=DIGEST),
    ),
    Route(
        "GET",
        "/v1/alerts/{alert_id}/sharing-warnings",
        "GetSharingWarnings",
        sharing_pb2.GetSharingWarningsRequest(alert_id=ALERT_ID),
    ),
    Route("GET", "/v1/alerts/welsh-due", "ListWelshDue", welsh_pb2.ListWelshDueRequest()),
)

WARNINGS: Final = sharing_pb2.GetSharingWarningsResponse(
    warnings=[
        sharing_pb2.SharingWarning(
            kind=sharing_pb2.UNUSUAL_NEW_REGIONS,
            values=["WAL", "SCO"],
            sentence_en="New <regions>.",
            sentence_cy="Rhanbarthau newydd.",
        ),
        sharing_pb2.SharingWarning(
            kind=sharing_pb2.UNUSUAL_WIDER_SHARING,
            values=["AMBER+STRICT", "GREEN"],
            sentence_en="Wider.",
            sentence_cy="Lletach.",
        ),
    ],
    digest=DIGEST,
)
ANSWERS: Final[dict[str, Message]] = {"GetSharingWarnings": WARNINGS}
READ: Final[dict[str, Any]] = {
    "GetSharingWarnings": {
        "digest": DIGEST.hex(),
        "warnings": [
            {
                "kind": "NEW_REGIONS",
                "values": ["WAL", "SCO"],
                "sentence": {"en": "New <regions>.", "cy": "Rhanbarthau newydd."},
            },
            {
                "kind": "WIDER_SHARING",
                "values": ["AMBER+STRICT", "GREEN"],
                "sentence": {"en": "Wider.", "cy": "Lletach."},
            },
        ],
    }
}
