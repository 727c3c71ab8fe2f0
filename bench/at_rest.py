"""`at_rest`: what a worker asks the record while nothing happens, and how soon it notices.

`alerts work` with nothing to do for a while: how many transactions a second its database commits,
and how much of a core the process takes. Then alerts one after another, each for one endpoint, at
moments that have nothing to do with the worker's clock: from the commit that issued each to its
post. The same with the listener's connection ended before each: what a lost notice costs.
"""

import os
import random
import statistics
import time
from contextlib import ExitStack
from pathlib import Path
from typing import Final

from bench.bulk_people import keep_endpoints
from bench.measure import Result, percentile, say
from bench.sink import Sink, open_sink
from stack.alone import Alone
from stack.harness import Harness
from stack.places import throw_away_folder
from trials.sending import issue

GOAL: Final = 10.0
GOAL_NOTICED: Final = 0.25
"""The median that blind looks four times a second had, of queue and sender together."""

QUIET_SECONDS: Final = 30.0
ALERTS: Final = 40
LONGEST_WAIT: Final = 30.0
FEW: Final = 20
_COMMITS: Final = "SELECT xact_commit FROM pg_stat_database WHERE datname = 'alerts'"
_DEAFEN: Final = """
SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
WHERE datname = 'alerts' AND query LIKE 'LISTEN%%'
"""


def run() -> Result:
    """Run alerts' worker with PostgreSQL, NATS and a sink."""
    with ExitStack() as stack:
        folder = stack.enter_context(throw_away_folder("isp-bench-"))
        servers = frozenset({"postgres", "nats", "mail"})
        harness = stack.enter_context(Harness(folder, servers=servers))
        alone = Alone(harness, {"ISP_OIDC_JWKS_URL": "http://localhost:1/none"})
        stack.callback(alone.stop_all)
        sink = stack.enter_context(open_sink())
        alone.migrate("alerts")
        keep_endpoints(alone, FEW, sink.port)
        alone.start("alerts-work")
        time.sleep(5)
        commits, share = _quiet(alone)
        noticed = [_noticed(alone, sink) for _ in range(ALERTS)]
        deaf = [_noticed(alone, sink, deaf=True) for _ in range(ALERTS // 4)]
    median = statistics.median(noticed)
    return Result(
        name="at_rest",
        figure=round(commits, 1),
        unit="transactions a second of a worker with nothing to do",
        goal=f"<= {GOAL:.0f}, the median from an alert's commit to its post <= {GOAL_NOTICED} s",
        met=commits <= GOAL and median <= GOAL_NOTICED,
        peer="none: a bound, not a comparison",
        spread=f"posts after {min(noticed):.3f} to {max(noticed):.3f} s",
        detail={
            "share_of_a_core": round(share, 3),
            "commit_to_post_seconds_median": round(median, 3),
            "commit_to_post_seconds_p95": round(percentile(noticed, 0.95), 3),
            "with_the_listener_ended_seconds": [round(min(deaf), 3), round(max(deaf), 3)],
        },
    )


def _quiet(alone: Alone) -> tuple[float, float]:
    """Return how many transactions a second there are, and the share of a core."""
    process = alone.process_id("alerts-work")
    commits, ticks, began = _commits(alone), _ticks(process), time.perf_counter()
    time.sleep(QUIET_SECONDS)
    took = time.perf_counter() - began
    share = (_ticks(process) - ticks) / os.sysconf("SC_CLK_TCK") / took
    a_second = (_commits(alone) - commits - 1) / took  # one of them asked how many there were
    say(f"at rest {a_second:.1f} transactions a second, {share:.1%} of a core")
    return a_second, share


def _commits(alone: Alone) -> int:
    time.sleep(1.5)  # PostgreSQL's processes say once a second how many there were
    return int(str(alone.execute("alerts", _COMMITS)[0][0]))


def _ticks(process: int) -> int:
    fields = Path(f"/proc/{process}/stat").read_text("ascii").rsplit(")", 1)[1].split()
    return int(fields[11]) + int(fields[12])


def _noticed(alone: Alone, sink: Sink, *, deaf: bool = False) -> float:
    """Return how many seconds after an alert's commit its post came."""
    time.sleep(random.uniform(0.5, 1.5))
    if deaf:
        alone.execute("alerts", _DEAFEN)
    alert_id = issue(alone, severity="Extreme", audience=(("INCLUDE", "REGION", "LON"),))
    began = time.time()
    while not (taken := sink.taken(alert_id)).posts:
        time.sleep(0.01)
        if time.time() - began > LONGEST_WAIT:
            raise TimeoutError(alone.log("alerts-work"))
    return taken.first - began
