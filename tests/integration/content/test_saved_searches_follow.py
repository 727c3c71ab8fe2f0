"""What is published is held against saved searches by the worker, on the real NATS."""

from time import monotonic, sleep
from uuid import uuid4

import grpc
import pytest

from bench.editors import OPEN, Editors
from bench.issuer import Issuer
from bench.officers import keep_people
from isp.content.v1 import document_pb2
from stack.alone import Alone


@pytest.fixture
def issuer():
    return Issuer()


@pytest.fixture
def alone(servers, issuer):
    """Content with a search engine that is away."""
    with issuer.trusted() as trusting:
        away = {"CONTENT_ELASTICSEARCH_URL": "http://127.0.0.1:1"}
        processes = Alone(servers, {**trusting, **away, "ISP_DRAIN_SECONDS": "1"})
        try:
            processes.migrate("content")
            processes.start("content-serve", "content-work")
            yield processes
        finally:
            processes.stop_all()


def test_a_saved_search_is_told_while_the_search_engine_is_away(alone: Alone, issuer) -> None:
    """The index waits for the engine; saved searches have a consumer that does not."""
    owner, saved, word = str(uuid4()), uuid4(), f"word{uuid4().hex}"
    keep_people(alone, {owner: ()}, database="content")
    alone.execute(
        "content",
        "INSERT INTO saved_searches (saved_search_id, version, owner, name, text, sectors, regions,"
        " kinds, language, tags, saved_at)"
        " VALUES (%s, 1, %s, 'Mine', %s, '{}', '{}', '{}', '', '{}', now())",
        (saved, owner, word),
    )
    with grpc.insecure_channel(f"127.0.0.1:{alone.harness.port('content')}") as channel:
        said = document_pb2.DocumentContent(
            kind=document_pb2.DOCUMENT_KIND_NEWS,
            title=f"About {word}",
            summary="What is looked for.",
            body="Words.",
            language="en-GB",
            marking=OPEN,
            sources=["A test"],
        )
        document_id = Editors.known(alone, issuer).publish(channel, said)
    matched = (
        "content",
        "SELECT document_id::text FROM saved_search_matches WHERE saved_search_id = %s",
        (saved,),
    )
    end = monotonic() + 30
    while not (found := alone.execute(*matched)) and monotonic() < end:
        sleep(0.1)
    assert [(document_id,)] == found, alone.log("content-work")
