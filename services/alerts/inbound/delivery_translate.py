"""Deliveries as protobuf, and what a provider reports of them as domain words."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

from chassis.requests import NUL, Wrong
from isp.alerts.v1 import alert_pb2, alerts_pb2, deliveries_pb2
from services.alerts.domain.delivery import Report
from services.alerts.domain.dispatch import Dispatch
from services.alerts.messages import moment
from services.alerts.usecases.delivery_ports import Tally

SECRET_LONGEST: Final = 200
NAME_LONGEST: Final = 100
_REPORTS: Final = {
    deliveries_pb2.DELIVERY_REPORT_DELIVERED: Report.DELIVERED,
    deliveries_pb2.DELIVERY_REPORT_TEMPORARY: Report.TEMPORARY,
    deliveries_pb2.DELIVERY_REPORT_PERMANENT: Report.PERMANENT,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """A provider's word. `reference` is None where it is none that we give."""

    secret: str = field(repr=False)
    reference: UUID | None
    provider_id: str
    report: Report


def receipt_from(request: alerts_pb2.RecordReceiptRequest) -> Receipt:
    """Return what a provider says.

    Raises:
        Invalid: the secret or an id is too long or has NUL, or the report is none.
    """
    wrong = Wrong()
    limits = {"secret": SECRET_LONGEST, "reference": 1000, "provider_id": NAME_LONGEST}
    for name, most in limits.items():
        said = getattr(request, name)
        if len(said) > most or NUL in said:
            wrong.say(name, f"must have at most {most} characters, none of them NUL")
    if request.report not in _REPORTS:
        wrong.say("report", "must be one that we know")
    wrong.check()
    return Receipt(
        secret=request.secret,
        reference=_ours(request.reference),
        provider_id=request.provider_id,
        report=_REPORTS[request.report],
    )


def tally_to_pb(tally: Tally) -> deliveries_pb2.DeliveryCount:
    """Return how many messages of one kind stand in one state."""
    return deliveries_pb2.DeliveryCount(
        notice=alert_pb2.AlertStatus.Value(f"ALERT_STATUS_{tally.notice.name}"),
        channel=deliveries_pb2.DeliveryChannel.Value(f"DELIVERY_CHANNEL_{tally.channel.name}"),
        state=deliveries_pb2.DeliveryState.Value(f"DELIVERY_STATE_{tally.state.name}"),
        count=tally.count,
        possible_repeats=tally.possible_repeats,
    )


def deliveries_to_pb(
    tallies: Sequence[Tally], dispatches: Sequence[Dispatch]
) -> alerts_pb2.GetDeliveriesResponse:
    """Return the counts, and the work of finding people."""
    message = alerts_pb2.GetDeliveriesResponse(counts=map(tally_to_pb, tallies))
    for run in dispatches:
        added = message.runs.add(
            notice=alert_pb2.AlertStatus.Value(f"ALERT_STATUS_{run.notice.name}"),
            queued=run.queued,
        )
        if run.finished_at is not None:
            added.finished_at.CopyFrom(moment(run.finished_at))
    return message


def _ours(reference: str) -> UUID | None:
    try:
        return UUID(reference)
    except ValueError:
        return None
