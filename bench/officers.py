"""Two officers of a benchmark: one writes alerts, the other approves them, through gRPC."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final
from uuid import uuid4

import grpc

from bench.issuer import Issuer
from isp.alerts.v1 import alert_pb2, alerts_pb2, alerts_pb2_grpc, sharing_pb2
from isp.kernel.v1 import kernel_pb2
from stack.alone import Alone

NOT_TOLD: Final = "WAL"
"""The region that no alert of theirs reaches."""


def keep_people(
    alone: Alone,
    people: Mapping[str, tuple[str, ...]],
    *,
    database: str = "alerts",
    tier: str = "REGISTERED",
) -> None:
    """Put people with their roles into the principals of a service, as its worker would."""
    for subject, roles in people.items():
        alone.execute(
            database,
            "INSERT INTO principals (subject, tier, roles, regions, sectors, closed_groups,"
            " standing, rights_version)"
            " VALUES (%s, %s, %s, '{}', '{}', '{}', 'ACTIVE', 1)",
            (subject, tier, list(roles)),
        )


@dataclass(frozen=True, slots=True)
class Officers:
    """An author and an approver with their tokens."""

    alerts: alerts_pb2_grpc.AlertsServiceStub
    author: str
    approver: str

    @classmethod
    def on(cls, alone: Alone, issuer: Issuer, channel: grpc.Channel) -> "Officers":
        """Make two officers known to alerts."""
        people = {str(uuid4()): ("alert-author",), str(uuid4()): ("alert-approver",)}
        keep_people(alone, people)
        author, approver = (issuer.token(subject, *roles) for subject, roles in people.items())
        return cls(alerts_pb2_grpc.AlertsServiceStub(channel), author, approver)

    def submitted(self, headline: str) -> alert_pb2.Alert:
        """Return a new alert for everyone outside Wales that waits for approval.

        What can reach Wales would wait for a Welsh approver as well.
        """
        content = alert_pb2.AlertContent(
            headline=headline,
            description="Words that say what is happening and where. " * 16,
            instruction="Stay away from the area.",
            language="en-GB",
            severity=alert_pb2.SEVERITY_SEVERE,
            urgency=alert_pb2.URGENCY_EXPECTED,
            certainty=alert_pb2.CERTAINTY_LIKELY,
            marking=kernel_pb2.Marking(
                tlp=kernel_pb2.TLP_CLEAR, minimum_tier=kernel_pb2.TIER_PUBLIC
            ),
        )
        content.audience.add(
            mode=kernel_pb2.AUDIENCE_MODE_INCLUDE, kind=kernel_pb2.AUDIENCE_KIND_EVERYONE
        )
        content.audience.add(
            mode=kernel_pb2.AUDIENCE_MODE_EXCLUDE,
            kind=kernel_pb2.AUDIENCE_KIND_REGION,
            value=NOT_TOLD,
        )
        content.expires_at.FromDatetime(datetime.now(UTC) + timedelta(hours=1))
        drafted = self.alerts.DraftAlert(
            alerts_pb2.DraftAlertRequest(content=content, idempotency_key=str(uuid4())),
            metadata=_metadata(self.author),
        ).alert
        seen = self.alerts.GetSharingWarnings(
            sharing_pb2.GetSharingWarningsRequest(alert_id=drafted.alert_id),
            metadata=_metadata(self.author),
        )
        return self.alerts.SubmitAlert(
            alerts_pb2.SubmitAlertRequest(
                alert_id=drafted.alert_id,
                expected_version=drafted.version,
                warnings_digest=seen.digest,
            ),
            metadata=_metadata(self.author),
        ).alert

    def approve(self, alert: alert_pb2.Alert) -> None:
        """Issue an alert on the second officer's word."""
        reach = self.alerts.GetReach(
            alerts_pb2.GetReachRequest(alert_id=alert.alert_id), metadata=_metadata(self.approver)
        )
        self.alerts.ApproveAlert(
            alerts_pb2.ApproveAlertRequest(
                alert_id=alert.alert_id,
                read_digest=alert.digest,
                audience_size=reach.size,
                counted=reach.count,
            ),
            metadata=_metadata(self.approver),
        )


def _metadata(token: str) -> tuple[tuple[str, str], ...]:
    return (("authorization", f"Bearer {token}"),)
