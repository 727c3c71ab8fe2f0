"""A server of ours as a process, for tests of channels: HOST PORT SIDE_PORT CONNECTION_SECONDS."""

import sys
import time
from pathlib import Path

from chassis.calls import Authenticator
from chassis.configuration import Address
from chassis.health import Health
from chassis.server import ServerLimits, build_server, serve
from isp.alerts.v1 import alerts_pb2, alerts_pb2_grpc
from tests.fakes.plumbing import MemoryPrincipalRows
from tests.fakes.signing import TestIssuer

SERVICE = alerts_pb2.DESCRIPTOR.services_by_name["AlertsService"]


class Listing(alerts_pb2_grpc.AlertsServiceServicer):
    """Answers after a moment."""

    def ListAlerts(self, request, context):
        time.sleep(0.005)
        return alerts_pb2.ListAlertsResponse(next_page_token=sys.argv[1])


def main(host: str, port: str, side_port: str, connection_seconds: str) -> None:
    """Serve until told to stop."""
    limits = ServerLimits(threads=8, connection_seconds=float(connection_seconds))
    authenticator = Authenticator(TestIssuer().verifier(), MemoryPrincipalRows())
    add = {SERVICE: lambda to: alerts_pb2_grpc.add_AlertsServiceServicer_to_server(Listing(), to)}
    serve(
        build_server(authenticator=authenticator, services=add, limits=limits),
        listen=Address(host, int(port)),
        metrics=Address(host, int(side_port)),
        health_checks=Health(1),
        limits=limits,
    )


if __name__ == "__main__":
    sys.path.insert(0, str(Path.cwd()))
    main(*sys.argv[1:])
