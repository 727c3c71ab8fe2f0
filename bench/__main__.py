"""`python -m bench NAME`: runs one benchmark; its last line is its result as JSON."""

import sys
from importlib import import_module
from typing import Final

BENCHMARKS: Final = {
    "grpc": "bench.grpc_calls",
    "stream": "bench.stream_fanout",
    "rest_auth": "bench.rest_auth",
    "footprint": "bench.footprint",
}


def main() -> int:
    """Run what the command line names; the status says whether the goal was met."""
    if len(sys.argv) != 2 or sys.argv[1] not in BENCHMARKS:
        print(f"usage: python -m bench {' | '.join(BENCHMARKS)}", file=sys.stderr)
        return 2
    result = import_module(BENCHMARKS[sys.argv[1]]).run()
    print(result.line())
    return 0 if result.met else 1


sys.exit(main())
