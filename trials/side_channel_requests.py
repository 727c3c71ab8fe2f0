"""What the trial of search's side channels asks: every way in, with words open, hidden and near."""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

WHO: Final = ("", "registered")
SECTORS: Final = ("retail", "events", "faith", "education", "transport", "hotels-restaurants")
REGIONS: Final = ("LON", "NW", "WAL", "SCO", "NI", "SE")
KINDS: Final = ("GUIDANCE", "BULLETIN", "RESOURCE", "CASE_STUDY", "BRIEFING", "NEWS", "PACK")
LANGUAGES: Final = ("en-GB", "cy")


@dataclass(frozen=True, slots=True)
class Request:
    """A request to read: its address, and by whom: "" for nobody in particular."""

    path: str
    who: str


@dataclass(frozen=True, slots=True)
class Words:
    """Words that open documents have, that only hidden ones have, and that begin like those."""

    open: Sequence[str]
    hidden: Sequence[str]


@dataclass(frozen=True, slots=True)
class Ids:
    """Ids of documents that anybody may read, that are hidden in world B, and that are of none."""

    open: Sequence[str]
    hidden: Sequence[str]
    absent: Sequence[str]


def requests_of(words: Words, ids: Ids, *, number: int) -> list[Request]:
    """Return so many requests, the same each time for the same words and ids."""
    chance = random.Random(20_261_127)
    ways: tuple[tuple[int, Callable[[], str]], ...] = (
        (50, lambda: _search(chance, words)),
        (10, lambda: _suggest(chance, words)),
        (10, lambda: _list(chance)),
        (20, lambda: f"/v1/documents/{_id(chance, ids)}"),
        (5, lambda: f"/v1/documents/{_id(chance, ids)}/similar"),
        (5, lambda: f"/v1/documents/{_id(chance, ids)}/attachments"),
        (5, lambda: _feed(chance)),
        (3, lambda: f"/v1/documents/{_id(chance, ids)}/formats"),
    )
    weights = [weight for weight, _ in ways]
    return [
        Request(chance.choices(ways, weights)[0][1](), chance.choice(WHO)) for _ in range(number)
    ]


def _id(chance: random.Random, ids: Ids) -> str:
    return chance.choice(chance.choice([ids.open, ids.hidden, ids.absent]))


def _suggest(chance: random.Random, words: Words) -> str:
    word = chance.choice(words.open if chance.random() < 0.5 else words.hidden)
    return f"/v1/search/suggestions?{urlencode({'q': word[: chance.randint(2, len(word))]})}"


def _search(chance: random.Random, words: Words) -> str:
    asked: dict[str, str | int] = {"q": _text(chance, words)} if chance.random() < 0.95 else {}
    if chance.random() < 0.2:
        asked["sector"] = chance.choice(SECTORS)
    if chance.random() < 0.2:
        asked["region"] = chance.choice(REGIONS)
    if chance.random() < 0.15:
        asked["kind"] = chance.choice(KINDS)
    if chance.random() < 0.15:
        asked["language"] = chance.choice(LANGUAGES)
    if chance.random() < 0.2:
        asked["page_size"] = chance.randint(1, 50)
    return f"/v1/search?{urlencode(asked)}"


def _list(chance: random.Random) -> str:
    asked: dict[str, str | int] = {"page_size": chance.randint(1, 100)}
    if chance.random() < 0.3:
        asked["language"] = chance.choice(LANGUAGES)
    return f"/v1/documents?{urlencode(asked)}"


def _feed(chance: random.Random) -> str:
    """Return the address of the public feed, narrowed as pages narrow it."""
    asked: dict[str, str | int] = {"page_size": chance.randint(1, 50)}
    if chance.random() < 0.3:
        asked["sector"] = chance.choice(SECTORS)
    if chance.random() < 0.3:
        asked["kind"] = chance.choice(KINDS)
    if chance.random() < 0.3:
        asked["language"] = chance.choice(LANGUAGES)
    return f"/v1/documents/feed.atom?{urlencode(asked)}"


def _text(chance: random.Random, words: Words) -> str:
    """Return a few words: known, hidden, misspelt, begun, joined, quoted or nonsense."""
    return " ".join(_word(chance, words) for _ in range(chance.choice((1, 1, 2, 2, 3, 5))))


def _word(chance: random.Random, words: Words) -> str:
    word = chance.choice(words.open if chance.random() < 0.55 else words.hidden)
    way = chance.random()
    if way < 0.12 and len(word) > 4:
        place = chance.randrange(1, len(word) - 1)
        return word[:place] + word[place + 1] + word[place] + word[place + 2 :]
    if way < 0.22:
        return word[: max(2, len(word) // 2)]
    if way < 0.27:
        return word + chance.choice(words.open)
    if way < 0.31:
        return f'"{word}"'
    if way < 0.34:
        return chance.choice(("*", "title:" + word, word + "~2", "+" + word, "(" + word, "AND"))
    return word
