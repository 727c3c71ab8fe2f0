"""`filtered`: what an alert for 5 % of 10,000 streams costs, over sending to those alone."""

import time
from contextlib import ExitStack
from typing import Final

from bench import stream_platform
from bench.measure import Ratio, Result, say
from bench.stream_people import people
from bench.stream_platform import OTHER_CORE
from bench.streams_client import streams_client

STREAMS: Final = 10_000
REACHED: Final = 500
ALERTS: Final = 100
"""Alerts of one measurement."""

PAIRS: Final = 3
REGION: Final = "WAL"
GOAL: Final = 1.5


def run() -> Result:
    """Run two stream processes, each on the same core with the same events: one with all streams.

    What counts is the time that each ran on its core for an alert; each person has another
    organisation than three of four others, and every region and sector is there.
    """
    with ExitStack() as stack:
        platform, _ = stack.enter_context(stream_platform.stream_platform())
        many, few = platform.server, platform.another()
        clients = [stack.enter_context(streams_client(OTHER_CORE)) for _ in range(2)]
        chosen = platform.requests_of(people(REACHED, REGION))
        others = platform.requests_of(
            [each for each in people(2 * STREAMS) if each.region != REGION][: STREAMS - REACHED]
        )
        greeting = stream_platform.GREETING
        clients[0].open(many.port, chosen, REACHED, greeting=greeting)
        clients[0].open(many.port, others, STREAMS - REACHED, greeting=greeting)
        clients[1].open(few.port, chosen, REACHED, greeting=greeting)
        time.sleep(1)
        ours, peer = [], []
        for pair in range(PAIRS + 1):
            before = many.cpu_seconds(), few.cpu_seconds()
            for _ in range(ALERTS):
                number, _ = platform.publish(region=REGION)
                for client in clients:
                    client.wait(number, REACHED)
            spent = many.cpu_seconds() - before[0], few.cpu_seconds() - before[1]
            say(f"{spent[0] / ALERTS * 1000:.1f} ms of {STREAMS}, {spent[1] / ALERTS * 1000:.1f}")
            if pair:
                ours.append(spent[0])
                peer.append(spent[1])
        for client in clients:
            client.check_nothing_lost()
    ratio = Ratio(tuple(ours), tuple(peer))
    return Result(
        name="filtered",
        figure=round(ratio.median, 2),
        unit=f"times the CPU of sending to {REACHED} streams alone, with {STREAMS} open",
        goal=f"<= {GOAL}",
        met=ratio.median <= GOAL,
        peer=f"the same process with the same events and only the {REACHED} streams they are for",
        spread=ratio.spread,
        detail={
            "milliseconds_an_alert": [round(each / ALERTS * 1000, 2) for each in ours],
            "milliseconds_an_alert_alone": [round(each / ALERTS * 1000, 2) for each in peer],
        },
    )
