"""The people who work with alerts, and what they ask for, through the front."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from uuid import uuid4

from google.protobuf.timestamp_pb2 import Timestamp

from isp.alerts.v1 import alert_pb2 as pb
from isp.alerts.v1 import alerts_pb2 as rpc
from isp.alerts.v1 import sharing_pb2
from isp.alerts.v1.alerts_pb2_grpc import AlertsServiceStub
from isp.kernel.v1 import kernel_pb2
from kernel.tiers import Tier
from services.alerts.domain.reach import size_of
from tests.fakes.serving import Caller, Served

TICKET_KEY: Final = "tickets-" * 4
CALLBACK_SECRET: Final = "shared"
CLEAR: Final = kernel_pb2.Marking(tlp=kernel_pb2.TLP_CLEAR, minimum_tier=kernel_pb2.TIER_PUBLIC)
AMBER: Final = kernel_pb2.Marking(tlp=kernel_pb2.TLP_AMBER, minimum_tier=kernel_pb2.TIER_VERIFIED)
LONDON: Final = kernel_pb2.AudienceRow(
    mode=kernel_pb2.AUDIENCE_MODE_INCLUDE, kind=kernel_pb2.AUDIENCE_KIND_REGION, value="LON"
)
EVERYONE: Final = kernel_pb2.AudienceRow(
    mode=kernel_pb2.AUDIENCE_MODE_INCLUDE, kind=kernel_pb2.AUDIENCE_KIND_EVERYONE
)


def ahead(much: timedelta) -> Timestamp:
    """Return the moment that is so far ahead of now."""
    moment = Timestamp()
    moment.FromDatetime(datetime.now(UTC) + much)
    return moment


def content(**given: Any) -> pb.AlertContent:
    """Return what a good alert says, unless said otherwise; a timedelta is counted from now."""
    said: dict[str, Any] = {
        "headline": "Demonstration",
        "description": "Demonstration, not official.",
        "instruction": "Do nothing.",
        "action_line": "Demonstration: do nothing.",
        "language": "en-GB",
        "severity": pb.SEVERITY_SEVERE,
        "urgency": pb.URGENCY_EXPECTED,
        "certainty": pb.CERTAINTY_OBSERVED,
        "marking": CLEAR,
        "audience": [LONDON],
        "expires_at": timedelta(hours=6),
        "cap_status": pb.CAP_STATUS_ACTUAL,
        "categories": [pb.CAP_CATEGORY_SECURITY],
        "channels": [
            pb.CHANNEL_EMAIL,
            pb.CHANNEL_MOBILE_PUSH,
            pb.CHANNEL_SMS,
            pb.CHANNEL_WEBHOOK,
            pb.CHANNEL_WEB_PUSH,
        ],
    } | given
    if isinstance(said["expires_at"], timedelta):
        said["expires_at"] = ahead(said["expires_at"])
    return pb.AlertContent(**said)


def draft_of(key: str | None = None, **given: Any) -> rpc.DraftAlertRequest:
    """Return a request for a draft under a new key, unless said otherwise."""
    return rpc.DraftAlertRequest(
        content=content(**given), idempotency_key=str(uuid4()) if key is None else key
    )


def submission_of(alert: pb.Alert, seen: bytes = b"") -> rpc.SubmitAlertRequest:
    return rpc.SubmitAlertRequest(
        alert_id=alert.alert_id, expected_version=alert.version, warnings_digest=seen
    )


def edit_of(alert: pb.Alert, **given: Any) -> rpc.EditAlertRequest:
    said = content(**{"headline": "Another street"} | given)
    return rpc.EditAlertRequest(
        alert_id=alert.alert_id, expected_version=alert.version, content=said
    )


def return_of(alert: pb.Alert, reason: str = "Which street?") -> rpc.ReturnAlertRequest:
    return rpc.ReturnAlertRequest(
        alert_id=alert.alert_id, expected_version=alert.version, reason=reason
    )


def discard_of(alert: pb.Alert, reason: str = "A false report.") -> rpc.DiscardAlertRequest:
    return rpc.DiscardAlertRequest(
        alert_id=alert.alert_id, expected_version=alert.version, reason=reason
    )


def update_of(alert: pb.Alert, key: str | None = None, **given: Any) -> rpc.UpdateAlertRequest:
    return rpc.UpdateAlertRequest(
        alert_id=alert.alert_id,
        content=content(**given),
        idempotency_key=str(uuid4()) if key is None else key,
    )


def export_of(since: timedelta = -timedelta(days=1)) -> rpc.ExportDecisionsRequest:
    return rpc.ExportDecisionsRequest(since=ahead(since), until=ahead(timedelta(days=1)))


def approval_of(alert: pb.Alert) -> rpc.ApproveAlertRequest:
    return rpc.ApproveAlertRequest(
        alert_id=alert.alert_id,
        read_digest=alert.digest,
        audience_size=pb.AudienceSize.Value(f"AUDIENCE_SIZE_{size_of(alert.reach).name}"),
    )


def withdrawal_of(alert: pb.Alert, reason: str = "Wrong town.") -> rpc.WithdrawAlertRequest:
    return rpc.WithdrawAlertRequest(
        alert_id=alert.alert_id, expected_version=alert.version, reason=reason
    )


def proposal_for(alert: pb.Alert, text: str = "It is over.") -> rpc.ProposeAllClearRequest:
    return rpc.ProposeAllClearRequest(
        alert_id=alert.alert_id,
        expected_version=alert.version,
        text=text,
        authority_reference="CAD 1",
    )


def all_clear_of(alert: pb.Alert) -> rpc.GiveAllClearRequest:
    return rpc.GiveAllClearRequest(
        alert_id=alert.alert_id, read_digest=alert.all_clear_proposal.digest
    )


@dataclass(frozen=True)
class Desk:
    """An author, two approvers, and one person for every part."""

    alerts: AlertsServiceStub
    author: Caller
    approver: Caller
    second: Caller
    duty: Caller

    @classmethod
    def opened(cls, server: Served, alerts: AlertsServiceStub) -> "Desk":
        return cls(
            alerts,
            server.caller("alert-author", tier=Tier.TRUSTED),
            server.caller("alert-approver", tier=Tier.TRUSTED),
            server.caller("alert-approver", tier=Tier.TRUSTED),
            server.caller("duty-officer", tier=Tier.TRUSTED),
        )

    def drafted(self, by: Caller | None = None, **given: Any) -> pb.Alert:
        who = by or self.author
        return self.alerts.DraftAlert(draft_of(**given), metadata=who.metadata).alert

    def submitted(self, by: Caller | None = None, **given: Any) -> pb.Alert:
        draft = self.drafted(by, **given)
        who = by or self.author
        looked = sharing_pb2.GetSharingWarningsRequest(alert_id=draft.alert_id)
        seen = self.alerts.GetSharingWarnings(looked, metadata=who.metadata).digest
        return self.alerts.SubmitAlert(submission_of(draft, seen), metadata=who.metadata).alert

    def issued(self, **given: Any) -> pb.Alert:
        waiting = self.submitted(**given)
        asked = approval_of(waiting)
        return self.alerts.ApproveAlert(asked, metadata=self.approver.metadata).alert

    def proposed(self, **given: Any) -> pb.Alert:
        out = self.issued(**given)
        asked = proposal_for(out)
        return self.alerts.ProposeAllClear(asked, metadata=self.approver.metadata).alert
