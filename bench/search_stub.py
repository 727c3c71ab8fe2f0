"""A content service that answers every search with one page: for the benchmark `search_gateway`."""

import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Final

import grpc

from isp.content.v1 import content_pb2, content_pb2_grpc, document_pb2
from isp.kernel.v1 import kernel_pb2

THREADS: Final = 16
HITS: Final = 10


def ten_hits() -> content_pb2.SearchResponse:
    """Return a page of ten documents of usual length, with highlights and facets."""
    answer = content_pb2.SearchResponse(total=1_234)
    for number in range(HITS):
        hit = answer.hits.add(
            highlights=["Keep \ue000vehicles\ue001 away from where people gather, and slow them."]
            * 3
        )
        document = hit.document
        document.document_id = f"00000000-0000-4000-8000-{number:012}"
        document.version = document.material_version = 2
        document.status = document_pb2.DOCUMENT_STATUS_PUBLISHED
        document.published_at.FromDatetime(datetime(2026, 11, 24, 12, 0, tzinfo=UTC))
        document.changed_at.CopyFrom(document.published_at)
        document.material_changed_at.CopyFrom(document.published_at)
        content = document.content
        content.kind = document_pb2.DOCUMENT_KIND_GUIDANCE
        content.title = "Hostile vehicles where people gather"
        content.summary = "Words that say what the advice is about, for whom, and when. " * 4
        content.language = "en-GB"
        content.marking.tlp = kernel_pb2.TLP_CLEAR
        content.marking.minimum_tier = kernel_pb2.TIER_PUBLIC
        content.sectors.extend(["retail", "events"])
        content.sources.append("A public source")
    for name in ("sectors", "regions", "kinds", "language"):
        answer.facets.add(
            name=name,
            values=[content_pb2.FacetValue(value=f"{name}-{n}", count=99 - n) for n in range(8)],
        )
    return answer


class TenHits(content_pb2_grpc.ContentServiceServicer):
    """Answers Search with the same page each time, serialised anew."""

    def __init__(self) -> None:
        self._page = ten_hits()

    def Search(
        self, request: content_pb2.SearchRequest, context: grpc.ServicerContext
    ) -> content_pb2.SearchResponse:
        """Return the page."""
        del request, context
        return self._page


def main() -> None:
    """Serve until the standard input ends; say the port first."""
    server = grpc.server(ThreadPoolExecutor(THREADS), options=[("grpc.so_reuseport", 0)])
    servicer = TenHits()  # type: ignore[abstract] # only Search is called
    content_pb2_grpc.add_ContentServiceServicer_to_server(servicer, server)
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    print(port, flush=True)
    sys.stdin.buffer.read()
    server.stop(0).wait()


if __name__ == "__main__":
    main()
