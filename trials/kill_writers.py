"""Officers who issue and withdraw alerts while everything dies, and know what was acknowledged."""

import random
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import Enum
from typing import Any, Final, TypeVar
from uuid import uuid4

import grpc

from bench.issuer import Issuer
from chassis.rpc_errors import refusal_of
from isp.alerts.v1 import alert_pb2, alerts_pb2, alerts_pb2_grpc, sharing_pb2
from isp.kernel.v1 import kernel_pb2

T = TypeVar("T")

CALL_SECONDS: Final = 5
PATIENCE_SECONDS: Final = 90
"""How long one alert is tried for, however often what is asked dies meanwhile."""

PAUSE_SECONDS: Final = 0.4
WITHDRAWN_SHARE: Final = 0.2
_AGAIN: Final = {
    *(grpc.StatusCode.UNAVAILABLE, grpc.StatusCode.DEADLINE_EXCEEDED),
    grpc.StatusCode.ABORTED,
}
_LOOK_AGAIN: Final = "WARNINGS_NOT_SEEN"
"""What another writer issued meanwhile made this one unusual in another way."""


FOR_FEW: Final = "Words for few"
"""What stands in each alert that not everyone may read."""


class Kind(Enum):
    """Who gets an alert of the trial, and how much of it."""

    PUBLIC = 1
    RESTRICTED = 2
    LINE = 3
    """Restricted and Immediate: everyone is told its action line."""


_KINDS: Final = (Kind.LINE, Kind.PUBLIC, Kind.RESTRICTED, Kind.PUBLIC)


@dataclass(slots=True)
class Issued:
    """An alert whose issue was acknowledged to us; `restricted` is one of which few hear at all."""

    number: int
    alert_id: str
    restricted: bool
    ended: bool = False


@dataclass(slots=True)
class Writer:
    """An author and an approver who take turns until told to stop."""

    stub: alerts_pb2_grpc.AlertsServiceStub
    issuer: Issuer
    author: str
    approver: str
    numbers: Any
    issued: list[Issued] = field(default_factory=list)
    tries: int = 0
    given_up: int = 0

    def work(self, stop: threading.Event) -> None:
        """Issue one alert after another.

        Raises:
            RpcError: it was refused, which no death of a process explains.
        """
        while not stop.is_set():
            number = next(self.numbers)
            try:
                done = self._issue(number, _KINDS[number % len(_KINDS)])
            except TimeoutError:
                self.given_up += 1
                continue
            if random.random() < WITHDRAWN_SHARE:
                stop.wait(random.random())
                self._withdraw(done)
            stop.wait(PAUSE_SECONDS)

    def _issue(self, number: int, kind: Kind) -> Issued:
        key = str(uuid4())
        request = alerts_pb2.DraftAlertRequest(content=_content(number, kind), idempotency_key=key)
        draft = self._until_done(lambda: self.stub.DraftAlert(request, **self._as(self.author)))
        alert_id = draft.alert.alert_id
        submitted = self._moved(alert_id, self._submit, alert_pb2.ALERT_STATUS_SUBMITTED)
        self._moved(submitted.alert_id, self._approve, alert_pb2.ALERT_STATUS_ISSUED)
        done = Issued(number, alert_id, restricted=kind is Kind.RESTRICTED)
        self.issued.append(done)
        return done

    def _withdraw(self, done: Issued) -> None:
        done.ended = True  # from now on nobody can say who gets the original
        try:
            self._moved(done.alert_id, self._end, alert_pb2.ALERT_STATUS_WITHDRAWN)
        except TimeoutError:
            self.given_up += 1

    def _moved(
        self,
        alert_id: str,
        move: Callable[[alert_pb2.Alert], None],
        to: "alert_pb2.AlertStatus.ValueType",
    ) -> alert_pb2.Alert:
        """Move an alert on; whatever was not answered, look what became of it first."""

        def once() -> alert_pb2.Alert:
            there: alert_pb2.Alert = self.stub.GetAlert(
                alerts_pb2.GetAlertRequest(alert_id=alert_id), **self._as(self.approver)
            ).alert
            if there.status != to:
                move(there)
                there.status = to
            return there

        return self._until_done(once)

    def _submit(self, alert: alert_pb2.Alert) -> None:
        seen = self.stub.GetSharingWarnings(
            sharing_pb2.GetSharingWarningsRequest(alert_id=alert.alert_id), **self._as(self.author)
        )
        request = alerts_pb2.SubmitAlertRequest(
            alert_id=alert.alert_id, expected_version=alert.version, warnings_digest=seen.digest
        )
        self.stub.SubmitAlert(request, **self._as(self.author))

    def _approve(self, alert: alert_pb2.Alert) -> None:
        reach = self.stub.GetReach(
            alerts_pb2.GetReachRequest(alert_id=alert.alert_id), **self._as(self.approver)
        )
        request = alerts_pb2.ApproveAlertRequest(
            alert_id=alert.alert_id,
            read_digest=alert.digest,
            audience_size=reach.size,
            counted=reach.count,
        )
        self.stub.ApproveAlert(request, **self._as(self.approver))

    def _end(self, alert: alert_pb2.Alert) -> None:
        request = alerts_pb2.WithdrawAlertRequest(
            alert_id=alert.alert_id, expected_version=alert.version, reason="The trial's."
        )
        self.stub.WithdrawAlert(request, **self._as(self.approver))

    def _until_done(self, ask: Callable[[], T]) -> T:
        """Ask until it is answered.

        Raises:
            TimeoutError: it is not for a long time.
        """
        until = time.monotonic() + PATIENCE_SECONDS
        while True:
            try:
                return ask()
            except grpc.RpcError as error:
                again = error.code() in _AGAIN or refusal_of(error).reason == _LOOK_AGAIN
                if not again:
                    raise
                if time.monotonic() > until:
                    raise TimeoutError from error
                self.tries += 1
                time.sleep(0.2)

    def _as(self, subject: str) -> dict[str, Any]:
        role = "alert-author" if subject == self.author else "alert-approver"
        token = self.issuer.token(subject, role, tier="VERIFIED")
        return {
            "metadata": (("authorization", f"Bearer {token}"),),
            "timeout": CALL_SECONDS,
            "wait_for_ready": False,
        }


def _content(number: int, kind: Kind) -> alert_pb2.AlertContent:
    public, line = kind is Kind.PUBLIC, kind is Kind.LINE
    content = alert_pb2.AlertContent(
        headline=FOR_FEW if line else headline(number),
        description="Demonstration, not official." if public else FOR_FEW,
        instruction="Do nothing." if public else FOR_FEW,
        action_line=headline(number) if line else "Demonstration: do nothing.",
        language="en-GB",
        severity=alert_pb2.SEVERITY_SEVERE,
        urgency=alert_pb2.URGENCY_IMMEDIATE if line else alert_pb2.URGENCY_EXPECTED,
        certainty=alert_pb2.CERTAINTY_LIKELY,
        marking=kernel_pb2.Marking(
            tlp=kernel_pb2.TLP_CLEAR if public else kernel_pb2.TLP_AMBER,
            minimum_tier=kernel_pb2.TIER_PUBLIC if public else kernel_pb2.TIER_VERIFIED,
        ),
    )
    content.audience.add(
        mode=kernel_pb2.AUDIENCE_MODE_INCLUDE,
        kind=kernel_pb2.AUDIENCE_KIND_REGION,
        value="LON",
    )
    content.expires_at.FromDatetime(datetime.now(UTC) + timedelta(hours=6))
    return content


def headline(number: int) -> str:
    """Return the words by which an alert is known wherever it arrives."""
    return f"Trial {number:06} demonstration"
