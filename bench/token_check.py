"""`token_check`: what checking a token costs, warm and cold, beside PyJWT's bare verification.

Warm is a token that was found good before: its cost is a digest, a look and the clock. Cold is the
first time: one signature, and what the token says. The peer only verifies the signature and reads
the claims. Nobody is asked over the network: the keys are at hand, and a socket would be seen.
"""

import json
import socket
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final
from uuid import uuid4

import jwt as pyjwt

from bench.issuer import AUDIENCE, ISSUER, Issuer, verifier
from bench.measure import Result, in_pairs, percentile

WARM_GOAL_MICROSECONDS: Final = 5.0
COLD_GOAL: Final = 1.5
"""Times the bare verification: about one signature, and our own reading of the claims."""

TOKENS: Final = 400
ROUNDS: Final = 50


class AskedSomebody(Exception):
    """A check opened a connection."""


@contextmanager
def _nobody_is_asked() -> Iterator[None]:
    """Refuse every connection while the block runs."""

    def refuse(*_args: Any, **_named: Any) -> None:
        raise AskedSomebody

    whole, socket.socket.connect = socket.socket.connect, refuse  # type: ignore[method-assign]
    try:
        yield
    finally:
        socket.socket.connect = whole  # type: ignore[method-assign]


def run() -> Result:
    """Measure both, in pairs with the peer."""
    issuer = Issuer()
    tokens = [issuer.token(str(uuid4()), "analyst") for _ in range(TOKENS)]
    key = pyjwt.PyJWK(json.loads(issuer.public())["keys"][0]).key

    def cold() -> float:
        check = verifier(issuer.public()).verify
        return _microseconds(check, tokens)

    def bare() -> float:
        return _microseconds(
            lambda text: pyjwt.decode(
                text, key, algorithms=["ES256"], audience=AUDIENCE, issuer=ISSUER
            ),
            tokens,
        )

    with _nobody_is_asked():
        ratio = in_pairs(cold, bare)
        checking = verifier(issuer.public())
        for each in tokens:
            checking.verify(each)
        warm = sorted(_microseconds(checking.verify, tokens) for _ in range(ROUNDS))
    median = statistics.median(warm)
    return Result(
        name="token_check",
        figure=round(median, 2),
        unit="microseconds for a token that was checked before",
        goal=f"<= {WARM_GOAL_MICROSECONDS}; cold <= {COLD_GOAL} x PyJWT's verification",
        met=median <= WARM_GOAL_MICROSECONDS and ratio.median <= COLD_GOAL,
        peer="PyJWT verifying the same tokens, for the cold check",
        spread=f"{warm[0]:.2f} to {percentile(warm, 0.99):.2f} in {ROUNDS} rounds of {TOKENS}",
        detail={
            "cold_microseconds": [round(each, 1) for each in ratio.ours],
            "peer_microseconds": [round(each, 1) for each in ratio.peer],
            "cold_ratio": round(ratio.median, 2),
            "cold_ratio_spread": ratio.spread,
            "connections": 0,
        },
    )


def _microseconds(check: Callable[[str], object], tokens: list[str]) -> float:
    """Return what one check costs, over all of the tokens."""
    began = time.thread_time()  # neighbours take none of it
    for each in tokens:
        check(each)
    return (time.thread_time() - began) / len(tokens) * 1e6
