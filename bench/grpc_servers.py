"""The two servers of the benchmark `grpc`: ours with all that stands before an RPC, and bare."""

import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

import grpc

from bench.issuer import verifier
from chassis.calls import Authenticator
from chassis.principals import PrincipalRow
from chassis.server import ServerLimits, build_server
from isp.alerts.v1 import alert_pb2, alerts_pb2, alerts_pb2_grpc
from isp.kernel.v1 import kernel_pb2
from kernel.standing import Standing
from kernel.tiers import Tier

THREADS: Final = 16
DOCUMENTS: Final = 10


def ten_documents() -> alerts_pb2.ListAlertsResponse:
    """Return a page of ten alerts of usual length, about one kilobyte each."""
    answer = alerts_pb2.ListAlertsResponse()
    now = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
    for number in range(DOCUMENTS):
        alert = answer.alerts.add(
            alert_id=f"00000000-0000-4000-8000-{number:012}",
            status=alert_pb2.ALERT_STATUS_ISSUED,
            version=3,
        )
        content = alert.content
        content.headline = "Suspicious vehicle near the station"
        content.description = "Words that say what is happening and where. " * 16
        content.instruction = "Stay away from the area and follow what the police say. " * 3
        content.language = "en-GB"
        content.severity = alert_pb2.SEVERITY_SEVERE
        content.urgency = alert_pb2.URGENCY_EXPECTED
        content.certainty = alert_pb2.CERTAINTY_LIKELY
        content.marking.tlp = kernel_pb2.TLP_CLEAR
        content.marking.minimum_tier = kernel_pb2.TIER_PUBLIC
        content.expires_at.FromDatetime(now + timedelta(hours=2))
        alert.created_at.FromDatetime(now)
        alert.issued_at.FromDatetime(now)
    return answer


class TenDocuments(alerts_pb2_grpc.AlertsServiceServicer):
    """Answers ListAlerts with the same page each time, serialised anew."""

    def __init__(self) -> None:
        self._page = ten_documents()

    def ListAlerts(
        self,
        request: alerts_pb2.ListAlertsRequest,
        context: grpc.ServicerContext,
    ) -> alerts_pb2.ListAlertsResponse:
        """Return the page."""
        del request, context
        return self._page


@dataclass(frozen=True, slots=True)
class OneRow:
    """A principals table in memory, in which everybody is registered."""

    def find(self, subject: str) -> PrincipalRow | None:
        """Return a row."""
        return PrincipalRow(
            subject=subject,
            tier=Tier.REGISTERED,
            roles=frozenset(),
            regions=frozenset({"LON"}),
            sectors=frozenset({"retail"}),
            closed_groups=frozenset(),
            organisation_id=None,
            standing=Standing.ACTIVE,
            valid_after=None,
            rights_version=1,
        )


def _add(server: grpc.Server) -> None:
    servicer = TenDocuments()  # type: ignore[abstract] # only ListAlerts is called
    alerts_pb2_grpc.add_AlertsServiceServicer_to_server(servicer, server)


def _ours(public: bytes) -> grpc.Server:
    service = alerts_pb2.DESCRIPTOR.services_by_name["AlertsService"]
    return build_server(
        authenticator=Authenticator(verifier(public), OneRow()),
        services={service: _add},
        limits=ServerLimits(threads=THREADS),
    ).grpc


def _bare(_public: bytes) -> grpc.Server:
    server = grpc.server(ThreadPoolExecutor(THREADS), options=[("grpc.so_reuseport", 0)])
    _add(server)
    return server


SERVERS: Final[dict[str, Callable[[bytes], grpc.Server]]] = {"ours": _ours, "bare": _bare}


def main() -> None:
    """Serve one of them until the standard input ends; say the port first."""
    server = SERVERS[sys.argv[1]](sys.stdin.buffer.readline())
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    print(port, flush=True)
    sys.stdin.buffer.read()
    server.stop(0).wait()


if __name__ == "__main__":
    main()
