"""What a client's channel asks again by itself, and what an answer is to it."""

from concurrent.futures import ThreadPoolExecutor

import grpc
import pytest

from chassis.channels import open_channel
from chassis.errors import Unavailable
from isp.alerts.v1 import alerts_pb2, alerts_pb2_grpc
from tests.fakes.serving import served

SERVICE = alerts_pb2.DESCRIPTOR.services_by_name["AlertsService"]


class Counting(alerts_pb2_grpc.AlertsServiceServicer):
    def __init__(self) -> None:
        self.calls = 0

    def ListAlerts(self, request, context):
        self.calls += 1
        raise Unavailable("The record cannot be reached at the moment.")


class Failing(Counting):
    """A server whose answer is lost on the way, as far as its client can tell."""

    def ListAlerts(self, request, context):
        self.calls += 1
        context.abort(grpc.StatusCode.UNAVAILABLE, "Socket closed")

    def WithdrawAlert(self, request, context):
        self.calls += 1
        context.abort(grpc.StatusCode.UNAVAILABLE, "Socket closed")


def test_a_service_that_says_that_it_cannot_is_not_asked_again() -> None:
    """Its database is away for everyone: three more calls would not help it."""
    counting = Counting()
    add = {SERVICE: lambda to: alerts_pb2_grpc.add_AlertsServiceServicer_to_server(counting, to)}
    with served(add) as server, open_channel(server.address, SERVICE) as channel:
        stub = alerts_pb2_grpc.AlertsServiceStub(channel)
        with pytest.raises(grpc.RpcError) as raised:
            stub.ListAlerts(alerts_pb2.ListAlertsRequest(), timeout=5)
    assert "UNAVAILABLE" == raised.value.code().name
    assert 1 == counting.calls


@pytest.mark.parametrize(("rpc", "calls"), [("ListAlerts", 4), ("WithdrawAlert", 1)])
def test_a_server_that_is_lost_is_asked_again_for_what_may_be_asked_again(
    rpc: str, calls: int
) -> None:
    failing = Failing()
    server = grpc.server(ThreadPoolExecutor(2))
    alerts_pb2_grpc.add_AlertsServiceServicer_to_server(failing, server)
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    with open_channel(f"127.0.0.1:{port}", SERVICE) as channel:
        stub = alerts_pb2_grpc.AlertsServiceStub(channel)
        with pytest.raises(grpc.RpcError):
            getattr(stub, rpc)(getattr(alerts_pb2, f"{rpc}Request")(), timeout=5)
    server.stop(0).wait()
    assert calls == failing.calls
