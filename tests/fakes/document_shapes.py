"""Every shape of document, everyone who may look, and the oracle of who sees what.

The oracle is written here, from the rule of markings, and calls nothing that decides. Each place
of a document has a canary of its own: a word that stands there and nowhere else.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from hashlib import sha256
from itertools import product
from typing import Final
from uuid import UUID, uuid4

from kernel.markings import Marking, Tlp
from kernel.tiers import Tier
from services.content.domain.document import Document, Kind, PartnerOrigin
from services.content.domain.receipt import ReceiptAsked
from services.content.domain.upkeep import Upkeep
from tests.fakes.content import FILM, NOON, published

LADDER = ("PUBLIC", "REGISTERED", "VERIFIED", "TRUSTED")
FLOORS = {"CLEAR": 0, "GREEN": 1, "AMBER": 2, "AMBER_STRICT": 2, "RED": 2}
MARKINGS: tuple[tuple[str, str, str, tuple[str, ...]], ...] = (
    ("CLEAR", "PUBLIC", "", ()),
    ("CLEAR", "TRUSTED", "", ()),
    ("CLEAR", "PUBLIC", "ports", ()),
    ("GREEN", "REGISTERED", "", ()),
    ("GREEN", "REGISTERED", "stadiums", ()),
    ("GREEN", "REGISTERED", "", ("named",)),
    ("AMBER", "VERIFIED", "", ()),
    ("AMBER", "TRUSTED", "", ()),
    ("AMBER", "VERIFIED", "", ("named", "registered")),
    ("AMBER_STRICT", "VERIFIED", "ports", ()),
    ("AMBER_STRICT", "TRUSTED", "stadiums", ()),
    ("RED", "VERIFIED", "", ("named", "editor")),
    ("RED", "VERIFIED", "ports", ("named", "member")),
)
"""The label of the Traffic Light Protocol, the tier, the closed group, and who is named."""


@dataclass(frozen=True)
class Reader:
    """Somebody who looks."""

    name: str
    tier: str = "PUBLIC"
    groups: frozenset[str] = frozenset()
    editor: bool = False
    suspended: bool = False


READERS = (
    Reader("nobody"),
    Reader("public", "PUBLIC"),
    Reader("registered", "REGISTERED"),
    Reader("registered-member", "REGISTERED", frozenset({"stadiums", "ports"})),
    Reader("verified", "VERIFIED"),
    Reader("member", "VERIFIED", frozenset({"ports"})),
    Reader("trusted", "TRUSTED"),
    Reader("trusted-member", "TRUSTED", frozenset({"ports", "stadiums"})),
    Reader("named", "VERIFIED", frozenset({"ports"})),
    Reader("editor", "TRUSTED", editor=True),
    Reader("suspended", "TRUSTED", frozenset({"ports", "stadiums"}), suspended=True),
)


@dataclass(frozen=True)
class Shape:
    """A document, by what decides who sees it, and the words that nobody else may see."""

    number: int
    marking: tuple[str, str, str, tuple[str, ...]]
    language: str
    kind: Kind
    withdrawn: bool
    partner: bool
    translation_of: int | None

    def word(self, place: str) -> str:
        """Return the word that stands in one place of this document alone."""
        return word_of(f"{place} {self.number}")

    @property
    def canaries(self) -> frozenset[bytes]:
        """All of its words."""
        return frozenset(self.word(place).encode() for place in PLACES)


PLACES: Final = (
    *("title", "summary", "body", "tag", "source", "teaser", "author", "comment"),
    *("file name", "file text", "earlier"),
)
"""Where a canary is: in the document, in what is attached, said of it, and what it was once."""

CANARY: Final = re.compile(b"[a-kmnprs]q[a-kmnprs]{14}")


def word_of(of: str) -> str:
    """Return a word that nobody would write, and that `CANARY` finds."""
    letters = sha256(of.encode()).hexdigest().translate(_LETTERS)
    return f"{letters[0]}q{letters[1:15]}"


_LETTERS: Final = str.maketrans("0123456789", "ghijkmnprs")


def _shapes() -> Iterator[Shape]:
    """Each marking with each kind, life and origin, in both languages; one translates another."""
    rest = product(Kind, (False, True), (False, True))
    for turn, (kind, withdrawn, partner) in enumerate(rest):
        for place, marking in enumerate(MARKINGS):
            number = 2 * (turn * len(MARKINGS) + place)
            other = MARKINGS[(place + turn + 1) % len(MARKINGS)]
            yield Shape(number, marking, "en-GB", kind, withdrawn, partner, None)
            yield Shape(number + 1, other, "cy", kind, withdrawn, partner, number)


SHAPES = tuple(_shapes())
SAMPLE = tuple(each for each in SHAPES if each.number // (2 * len(MARKINGS)) in {0, 9, 18, 27})
"""Each marking in each language, life and origin, the kinds in turn: for what is asked one by one.

Nothing of whom a document is for depends on its kind; what is asked of all at once is asked of all.
"""


def allowed(reader: Reader, shape: Shape) -> bool:
    """The oracle. All parts of a marking must be met, and its label has a floor of its own."""
    label, tier, group, named = shape.marking
    if reader.suspended or (shape.withdrawn and not reader.editor):
        return False
    if LADDER.index(reader.tier) < max(LADDER.index(tier), FLOORS[label]):
        return False
    if group and group not in reader.groups:
        return False
    return not named or reader.name in named


def document_of(shape: Shape, ids: dict[int, UUID], subjects: dict[str, str]) -> Document:
    """Return the document of a shape, with a word in each of its places."""
    label, tier, group, named = shape.marking
    kind, author = shape.kind, shape.word("author")
    asks = ReceiptAsked.NONE if shape.partner else ReceiptAsked.COUNTED
    document = published(
        at=NOON + timedelta(minutes=shape.number),
        by=author,
        title=f"Bollards {shape.word('title')}",
        summary=f"Advice {shape.word('summary')}",
        body=f"Demonstration, not official. Bollards where {shape.word('body')} gather.",
        language=shape.language,
        kind=kind,
        marking=Marking(
            tlp=Tlp[label],
            minimum_tier=Tier[tier],
            closed_group=group or None,
            named_subjects=frozenset(subjects[each] for each in named),
        ),
        sectors=frozenset({sector_of(shape)}),
        regions=frozenset({("LON", "WAL")[shape.number % 2]}),
        tags=(shape.word("tag"),),
        sources=(f"From {shape.word('source')}",),
        teaser=shape.word("teaser"),
        translation_of=None if shape.translation_of is None else ids[shape.translation_of],
        video=FILM if kind is Kind.VIDEO else None,
        receipt=asks if kind in {Kind.BULLETIN, Kind.BRIEFING} else ReceiptAsked.NONE,
    )
    document = replace(document, document_id=ids[shape.number])
    if shape.partner:
        return replace(document, partner=_origin(shape))
    return replace(document, upkeep=Upkeep(owner=author, review_on=date(2026, 1, 1)))


def sector_of(shape: Shape) -> str:
    """Return the one sector that a shape's document is for."""
    return SECTORS[shape.number % len(SECTORS)]


SECTORS: Final = ("retail", "events", "faith")


def _origin(shape: Shape) -> PartnerOrigin:
    word = shape.word("source")
    return PartnerOrigin(
        catalogue_id=uuid4(),
        item_id=word,
        name="A partner",
        account="",
        url=f"https://p.example/{word}",
    )
