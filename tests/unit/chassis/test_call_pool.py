"""A server's end: what was begun is finished, what nobody took is given back at once."""

import threading
import time
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import contextmanager

import grpc
import pytest

from chassis.call_pool import CallPool, end_calls
from isp.privacy.v1 import privacy_pb2, privacy_pb2_grpc

LONG = 30
REQUEST = privacy_pb2.ExportSubjectRequest()


class LosingPool(CallPool):
    """Loses calls when told to, as gRPC itself does now and then when a server stops."""

    losing = False

    def submit(self, *call, **options):
        return Future() if self.losing else super().submit(*call, **options)


class Answering(privacy_pb2_grpc.PrivacyServiceServicer):
    """Answers when it is let."""

    def __init__(self) -> None:
        self.begun, self.let = threading.Event(), threading.Event()

    def ExportSubject(self, request, context):
        self.begun.set()
        self.let.wait(LONG)
        return privacy_pb2.ExportSubjectResponse()


@contextmanager
def serving(pool: CallPool, servicer: Answering) -> Iterator[tuple]:
    server = grpc.server(pool)
    privacy_pb2_grpc.add_PrivacyServiceServicer_to_server(servicer, server)
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    with grpc.insecure_channel(f"127.0.0.1:{port}") as channel:
        yield server, privacy_pb2_grpc.PrivacyServiceStub(channel)
    server.stop(0).wait()


def in_background(server: grpc.Server, pool: CallPool) -> threading.Thread:
    ending = threading.Thread(target=end_calls, args=(server, pool, LONG))
    ending.start()
    return ending


def test_a_call_that_was_begun_is_finished_and_one_that_nobody_took_is_given_back() -> None:
    pool, servicer = LosingPool(2), Answering()
    with serving(pool, servicer) as (server, stub):
        begun = stub.ExportSubject.future(REQUEST, timeout=LONG)
        assert servicer.begun.wait(LONG)
        pool.losing = True
        lost = stub.ExportSubject.future(REQUEST, timeout=LONG)
        time.sleep(0.2)
        ending = in_background(server, pool)
        with pytest.raises(grpc.FutureTimeoutError):
            lost.result(timeout=1)
        servicer.let.set()
        assert begun.result(timeout=LONG) == privacy_pb2.ExportSubjectResponse()
        assert grpc.StatusCode.UNAVAILABLE is lost.code()
        ending.join(LONG)
        assert not ending.is_alive()


def test_without_looking_at_its_pool_a_server_holds_such_a_call() -> None:
    """The control: what gRPC does by itself."""
    pool = LosingPool(2)
    pool.losing = True
    with serving(pool, Answering()) as (server, stub):
        lost = stub.ExportSubject.future(REQUEST, timeout=LONG)
        time.sleep(0.2)
        stopped = server.stop(LONG)
        assert not stopped.wait(2)
        assert not lost.done()


def test_a_pool_counts_what_it_was_given_until_it_is_done() -> None:
    pool, let = CallPool(1), threading.Event()
    futures = [pool.submit(let.wait, LONG) for _ in range(3)]
    assert pool.unfinished == len(futures)
    futures[-1].cancel()
    let.set()
    pool.shutdown(wait=True)
    assert pool.unfinished == 0
    with pytest.raises(RuntimeError):
        pool.submit(let.wait)
    assert pool.unfinished == 0
