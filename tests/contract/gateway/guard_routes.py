"""The routes of what guards a draft before it goes out."""

from typing import Final

from isp.alerts.v1 import welsh_pb2
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
    Route("GET", "/v1/alerts/welsh-due", "ListWelshDue", welsh_pb2.ListWelshDueRequest()),
)
