"""`footprint`: the memory of each of our processes, and how long a warm `make up` takes."""

import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Final

import psutil

from bench.measure import Result, say
from stack import services
from stack.places import CHECKOUT, throw_away_folder
from stack.ports import Ports, variable
from stack.supervise import Supervisor

MEGABYTES_GOAL: Final = 120
SECONDS_GOAL: Final = 45
_SETTLE_SECONDS: Final = 5


def run() -> Result:
    """Start the platform twice on free ports; the second start, with a filled cache, counts."""
    with throw_away_folder("isp-bench-") as folder:
        state = folder / "state"
        ports = Ports.free().numbers
        environment = {
            **os.environ,
            "ISP_STATE": str(state),
            **{variable(name): str(port) for name, port in ports.items()},
        }
        try:
            first = _stack("up", environment)
            _stack("down", environment)
            warm = _stack("up", environment)
            time.sleep(_SETTLE_SECONDS)
            memory = _memory(state)
        finally:
            _stack("down", environment)
    ours = {services.name_of(service, role) for service, role in services.PROCESSES}
    each = {name: max(sizes) for name, sizes in memory.items()}
    largest = max(each[name] for name in ours)
    return Result(
        name="footprint",
        figure=round(largest, 1),
        unit="MB resident, the largest of our processes",
        goal=f"< {MEGABYTES_GOAL}, and a warm `make up` < {SECONDS_GOAL} s",
        met=largest < MEGABYTES_GOAL and warm < SECONDS_GOAL,
        peer="none: a bound, not a comparison",
        spread=f"{min(each[name] for name in ours):.1f} to {largest:.1f} MB",
        detail={
            "make_up_warm_seconds": round(warm, 1),
            "make_up_with_an_empty_state_seconds": round(first, 1),
            "megabytes_each_process": {
                name: [round(size, 1) for size in sizes] for name, sizes in sorted(memory.items())
            },
        },
    )


def _stack(verb: str, environment: dict[str, str]) -> float:
    """Run what `make` calls; return the seconds it took."""
    began = time.monotonic()
    subprocess.run(
        [sys.executable, "-m", "stack", verb],
        cwd=CHECKOUT,
        env=environment,
        check=True,
        stdout=sys.stderr,
    )
    took = time.monotonic() - began
    say(f"{verb}: {took:.1f} s")
    return took


def _memory(state: Path) -> dict[str, list[float]]:
    """Return the resident megabytes of each program's processes; a server has several."""
    found = {}
    for each in Supervisor(state).processes():
        process = psutil.Process(each["pid"])
        family = [process, *process.children(recursive=True)]
        found[each["name"]] = [member.memory_info().rss / 1024**2 for member in family]
    return found
