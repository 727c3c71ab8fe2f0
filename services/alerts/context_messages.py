"""What was added on the way of a cascade as protobuf, for events."""

from dataclasses import replace

from isp.alerts.v1 import alert_pb2, alerts_events_pb2
from kernel.tiers import Tier
from services.alerts.domain.cascade import rows_of
from services.alerts.domain.events import ContextAdded
from services.alerts.domain.exercise import enclosed
from services.alerts.domain.wording import CapStatus
from services.alerts.messages import audience_row_to_pb, marking_to_pb, moment


def context_added_to_pb(event: ContextAdded) -> alerts_events_pb2.ContextAdded:
    """Return the event; it says neither who added it nor whom it has not reached.

    It is never for people without an account: those get whatever everyone may read, whichever
    branch it was added in. Beside an exercise it says so first and last.
    """
    alert, step, context = event.alert, event.step, event.context
    marking = context.marking(alert.content.marking)
    known = replace(marking, minimum_tier=max(marking.minimum_tier, Tier.REGISTERED))
    drill = alert.content.cap_status is CapStatus.EXERCISE
    own = enclosed if drill else str
    return alerts_events_pb2.ContextAdded(
        alert_id=str(alert.alert_id),
        thread_id=str(alert.thread.thread_id),
        number=alert.thread.number,
        region=step.region,
        sector=step.sector,
        version=step.version,
        text=own(context.text),
        text_cy=own(context.text_cy) if context.text_cy else "",
        marking=marking_to_pb(known),
        audience=map(audience_row_to_pb, rows_of(step.branch, alert.content.audience)),
        added_at=moment(step.done_at or step.given_at),
        expires_at=moment(alert.content.expires_at),
        cap_status=alert_pb2.CapStatus.Value(f"CAP_STATUS_{alert.content.cap_status.name}"),
    )
