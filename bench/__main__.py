"""`python -m bench [NAME]`: runs one benchmark or all; each ends with one line of JSON."""

import sys
from importlib import import_module
from typing import Final

BENCHMARKS: Final = {
    "grpc": "bench.grpc_calls",
    "fanout": "bench.fanout",
    "replay": "bench.replay",
    "idle_memory": "bench.idle_memory",
    "filtered": "bench.filtered",
    "publish_to_subscriber": "bench.publish_to_subscriber",
    "rest_auth": "bench.rest_auth",
    "search": "bench.search",
    "indexing": "bench.indexing",
    "relevance": "bench.relevance",
    "search_gateway": "bench.search_gateway",
    "phone": "bench.phone",
    "footprint": "bench.footprint",
    "audience": "bench.audience",
    "bulk": "bench.bulk",
    "at_rest": "bench.at_rest",
    "token_check": "bench.token_check",
    "certificate_check": "bench.certificate_check",
    "learners": "bench.learners",
}


def main(names: list[str]) -> int:
    """Run what the command line names, or all; the status says whether every goal was met."""
    if any(name not in BENCHMARKS for name in names):
        print(f"usage: python -m bench [{' | '.join(BENCHMARKS)}]", file=sys.stderr)
        return 2
    met = True
    for name in names or BENCHMARKS:
        result = import_module(BENCHMARKS[name]).run()
        print(result.line(), flush=True)
        met = met and result.met
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
