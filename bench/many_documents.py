"""Twenty thousand documents, made of the lines of the demonstration's, and published by gRPC."""

import random
import re
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Final

import grpc

from bench.editors import OPEN, Editors
from bench.issuer import Issuer
from bench.measure import say
from isp.content.v1 import (
    document_pb2,
)
from isp.kernel.v1 import kernel_pb2
from stack.alone import Alone
from stack.demo_content.files import demo_documents

Metadata = tuple[tuple[str, str], ...]

CALLERS: Final = 8
LINES: Final = 24
_MARKINGS: Final = (
    *[OPEN] * 8,
    kernel_pb2.Marking(tlp=kernel_pb2.TLP_GREEN, minimum_tier=kernel_pb2.TIER_REGISTERED),
    kernel_pb2.Marking(tlp=kernel_pb2.TLP_AMBER, minimum_tier=kernel_pb2.TIER_VERIFIED),
)
_KINDS: Final = [
    each
    for each in document_pb2.DocumentKind.values()
    if each not in {document_pb2.DOCUMENT_KIND_UNSPECIFIED, document_pb2.DOCUMENT_KIND_VIDEO}
]
"""A film needs a film."""

_SECTORS: Final = ("retail", "events", "faith", "education", "hotels-restaurants", "transport")
_REGIONS: Final = ("LON", "NW", "WAL", "SCO", "NI", "SE")


def publish_many(alone: Alone, issuer: Issuer, number: int) -> None:
    """Publish so many documents, each time the same, by several callers at once."""
    editors = Editors.known(alone, issuer)
    began = time.monotonic()
    with (
        grpc.insecure_channel(f"127.0.0.1:{alone.harness.port('content')}") as channel,
        ThreadPoolExecutor(CALLERS) as pool,
    ):
        published = pool.map(lambda content: editors.publish(channel, content), _contents(number))
        for done, _ in enumerate(published, 1):
            if done % 5_000 == 0:
                say(f"{done} documents published in {time.monotonic() - began:.0f} s")


def _contents(number: int) -> Iterator[document_pb2.DocumentContent]:
    chance = random.Random(7)
    texts = [each.text for each in demo_documents() if each.language == "en-GB"]
    lines = [line for text in texts for line in text.splitlines() if len(line) > 40]
    words = sorted(set(re.findall(r"[a-z]{4,}", " ".join(lines))))
    for _ in range(number):
        yield document_pb2.DocumentContent(
            kind=chance.choice(_KINDS),
            title=" ".join(chance.sample(words, 5)).capitalize(),
            summary=" ".join(chance.sample(words, 15)).capitalize(),
            body="\n\n".join(chance.sample(lines, LINES)),
            language="en-GB",
            marking=chance.choice(_MARKINGS),
            sectors=chance.sample(_SECTORS, 2),
            regions=chance.sample(_REGIONS, 1),
            sources=["Lines of the demonstration (this benchmark)"],
        )
