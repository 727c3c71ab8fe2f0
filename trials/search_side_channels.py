"""Claim: nothing that a caller may see changes when there are documents that they may not see.

World A has open documents. World B is a copy of its record with 1,000 documents more, for verified
people and for closed groups, full of words that open ones have, that nobody has, and that begin
like others. The same requests go to both, by nobody in particular and by registered people: whole
answers must be equal byte for byte, with the search engine and, when it is killed, from the record.
Then ids that do not exist and ids that may not be seen are asked for in turn: from how long an
answer takes nobody can tell which is which.

The control keeps all in one index with a filter over it, asks it the very searches of the service,
and must be seen to differ.
"""

import random
import re
from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import Any, Final

from bench.measure import say
from trials.one_shared_index import in_one_index
from trials.side_channel_requests import Request, requests_of
from trials.side_channel_worlds import World, Worlds
from trials.verdict import Verdict

CONTROLS: Final = ("shared-index",)
REQUESTS: Final = 5_000
CONTROL_REQUESTS: Final = 300
IDS: Final = 1_500
GOAL_AUC: Final = 0.55
_CHANGES: Final = frozenset({"date"})
_SEALED: Final = frozenset({"date", "link", "etag", "content-length"})
_TOKEN: Final = re.compile(rb'("next_page_token":\s*")[^"]+')
"""What differs from moment to moment: the time, and what seals where a search stands. That there is
a next page is compared, and so is every other byte."""


@dataclass(slots=True)
class Found:
    """Where the worlds answered differently, and how well times tell ids apart."""

    asked: int = 0
    different: list[str] = field(default_factory=list)
    statuses: dict[int, int] = field(default_factory=dict)
    auc: dict[str, float] = field(default_factory=dict)


def run(control: str | None = None) -> Verdict:
    """Ask both worlds the same, and compare; or compare what one shared index would say."""
    found = Found()
    with ExitStack() as stack:
        worlds = stack.enter_context(Worlds.built())
        if control is not None:
            found.asked, found.different = in_one_index(worlds, CONTROL_REQUESTS)
        else:
            asked = requests_of(worlds.words, worlds.ids, number=REQUESTS)
            _compare(worlds, asked, found, "engine")
            _time(worlds, found)
            worlds.kill_the_engine()
            _compare(worlds, asked, found, "record")
    worst = max(found.auc.values(), default=0.5)
    same = not found.different
    return Verdict(
        name="search_side_channels",
        figure=len(found.different),
        unit=f"of {found.asked} answers that differ by what is hidden",
        goal="0, and times that tell ids apart by an AUC of at most 0.55"
        if control is None
        else "more than 0: the control must differ",
        met=(same and worst <= GOAL_AUC) if control is None else not same,
        peer=control or "",
        spread="",
        detail={
            "auc": found.auc,
            "hidden": len(worlds.ids.hidden),
            "statuses": found.statuses,
            "first": found.different[:5],
        },
    )


def _compare(worlds: Worlds, asked: list[Request], found: Found, by: str) -> None:
    for number, request in enumerate(asked, 1):
        open_, hidden = (_said(world, request, number) for world in (worlds.without, worlds.with_))
        found.asked += 1
        found.statuses[open_[0]] = found.statuses.get(open_[0], 0) + 1
        if open_ != hidden:
            found.different.append(f"{by}: {request}: {_difference(open_, hidden)}")
        if number % 1_000 == 0:
            say(f"{number} requests of both, by the {by}: {len(found.different)} differ")


def _difference(one: tuple[Any, ...], other: tuple[Any, ...]) -> str:
    """Return where two answers part, with some of what each says there."""
    if one[:2] != other[:2]:
        return f"{one[:2]} and {other[:2]}"[:300]
    place = next(n for n, (a, b) in enumerate(zip_longest(one[2], other[2])) if a != b)
    piece = slice(max(0, place - 30), place + 50)
    return f"{one[2][piece]!r} and {other[2][piece]!r}"


def _said(world: World, request: Request, number: int) -> tuple[int, dict[str, str], bytes]:
    """Return an answer as anybody sees it: all but the moment of it."""
    status, headers, body = world.ask(request, number)
    plain = _TOKEN.sub(rb"\1", body)
    left_out = _CHANGES if plain == body else _SEALED
    seen = {name.lower(): value for name, value in headers if name.lower() not in left_out}
    return status, seen, plain


def _time(worlds: Worlds, found: Found) -> None:
    """Tell how well the times of refusals tell hidden ids from ids that are of nothing."""
    chance = random.Random(11)
    for who in ("", "registered"):
        absent: list[float] = []
        forbidden: list[float] = []
        for number in range(IDS):
            pairs = [(absent, str(worlds.an_absent_id())), (forbidden, worlds.a_hidden_id())]
            chance.shuffle(pairs)
            for took, document in pairs:
                request = Request("/v1/documents/" + document, who)
                took.append(worlds.with_.seconds(request, number))
        found.auc[who or "nobody"] = round(told_apart(absent, forbidden), 3)
    say(f"times tell ids apart by {found.auc}")


def told_apart(one: list[float], other: list[float]) -> float:
    """Return the area under the curve of the better of both guesses: 0.5 is chance, 1 certainty."""
    ranked = sorted([(each, 0) for each in one] + [(each, 1) for each in other])
    ranks = sum(place for place, (_, which) in enumerate(ranked, 1) if which)
    below = ranks - len(other) * (len(other) + 1) / 2
    area = below / (len(one) * len(other))
    return max(area, 1 - area)
