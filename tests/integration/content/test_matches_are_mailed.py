"""A match of a saved search becomes a mail in identity's queue, over the real NATS."""

from collections.abc import Callable
from time import monotonic, sleep
from uuid import uuid4

import grpc
import pytest

from bench.editors import Editors
from bench.issuer import Issuer
from bench.officers import keep_people
from isp.content.v1 import document_pb2
from isp.kernel.v1 import kernel_pb2
from stack.alone import Alone

AMBER = kernel_pb2.Marking(tlp=kernel_pb2.TLP_AMBER, minimum_tier=kernel_pb2.TIER_VERIFIED)
TEMPLATE = "saved-search-matches"
_SECONDS = 60


@pytest.fixture
def issuer():
    return Issuer()


@pytest.fixture
def alone(servers, issuer):
    """Content and identity, with neither a search engine, Keycloak nor a mail server."""
    with issuer.trusted() as trusting:
        away = {"CONTENT_ELASTICSEARCH_URL": "http://127.0.0.1:1"}
        processes = Alone(servers, {**trusting, **away, "ISP_DRAIN_SECONDS": "1"})
        try:
            processes.migrate("identity", "content", "training")
            processes.start("content-serve", "content-work", "identity-work")
            yield processes
        finally:
            processes.stop_all()


def looks_for(alone: Alone, owner: str, word: str) -> None:
    """Have somebody save a search, choose mails at once, and keep an account."""
    keep_people(alone, {owner: ()}, database="content", tier="VERIFIED")
    alone.execute(
        "content",
        "INSERT INTO saved_searches (saved_search_id, version, owner, name, text, sectors, regions,"
        " kinds, language, tags, saved_at)"
        " VALUES (%s, 1, %s, 'Mine', %s, '{}', '{}', '{}', '', '{}', now())",
        (uuid4(), owner, word),
    )
    alone.execute(
        "content",
        "INSERT INTO saved_search_mails (subject, mailing, stop_token, told_until)"
        " VALUES (%s, 'AT_ONCE', %s, now())",
        (owner, f"token-{owner}"),
    )
    alone.execute(
        "identity",
        "INSERT INTO subscribers (subject, email, given_name, family_name, organisation_name,"
        " regions, sectors, language, tier, roles, standing, rights_version, created_at)"
        " VALUES (%s, %s, 'A', 'B', '', '{}', '{}', 'en', 'VERIFIED', '{}', 'ACTIVE', 1, now())",
        (owner, f"{owner}@mails.example"),
    )


def eventually(look: Callable[[], object], told: Callable[[], str]) -> None:
    end = monotonic() + _SECONDS
    while not look():
        assert monotonic() < end, told()
        sleep(0.1)


def published(alone: Alone, issuer: Issuer, word: str) -> None:
    """Publish a document for VERIFIED people."""
    said = document_pb2.DocumentContent(
        kind=document_pb2.DOCUMENT_KIND_NEWS,
        title=f"About {word}",
        summary="What is looked for.",
        body="Words.",
        language="en-GB",
        marking=AMBER,
        sources=["A test"],
    )
    with grpc.insecure_channel(f"127.0.0.1:{alone.harness.port('content')}") as channel:
        Editors.known(alone, issuer).publish(channel, said)


def test_a_match_is_mailed_to_who_may_still_read_it_and_to_nobody_else(
    alone: Alone, issuer: Issuer
) -> None:
    """Both may read it when it matches; one may not any more a moment later."""
    stays, falls, word = str(uuid4()), str(uuid4()), f"word{uuid4().hex}"
    for owner in (stays, falls):
        looks_for(alone, owner, word)
    published(alone, issuer, word)

    def waiting(*whose: str) -> list[tuple[object, ...]]:
        query = "SELECT 1 FROM saved_search_mails WHERE subject = ANY(%s) AND due_at IS NOT NULL"
        return alone.execute("content", query, (list(whose),))

    def log() -> str:
        return alone.log("content-work") + alone.log("identity-work")

    eventually(lambda: len(waiting(stays, falls)) == 2, log)
    alone.execute(
        "content", "UPDATE principals SET tier = 'REGISTERED' WHERE subject = %s", (falls,)
    )
    for owner in (falls, stays):
        alone.execute(
            "content", "UPDATE saved_search_mails SET due_at = now() WHERE subject = %s", (owner,)
        )
    eventually(lambda: not waiting(stays, falls), log)

    def mails() -> list[tuple[object, ...]]:
        query = "SELECT recipient, variables->>'count' FROM mails WHERE template = %s"
        found = alone.execute("identity", query, (TEMPLATE,))
        return [each for each in found if each[0] in {f"{o}@mails.example" for o in (stays, falls)}]

    eventually(mails, log)
    sleep(1)
    assert [(f"{stays}@mails.example", "1")] == mails()
