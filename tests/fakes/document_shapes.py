"""Every shape of document, everyone who may look, and the oracle of who sees what.

The oracle is written here, from the rule of markings, and calls nothing that decides.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from hashlib import sha256
from itertools import product
from uuid import UUID, uuid4

from kernel.markings import Marking, Tlp
from kernel.tiers import Tier
from services.content.domain.document import Document, Kind, PartnerOrigin
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

    @property
    def canary(self) -> str:
        """A word of this document alone, in its title, summary, body, tag and source."""
        return word_of(f"{self.number}")

    @property
    def canaries(self) -> tuple[bytes, bytes]:
        """All of its words, that of its teaser too."""
        return self.canary.encode(), word_of(f"teaser {self.number}").encode()


def word_of(of: str) -> str:
    return "q" + sha256(of.encode()).hexdigest()[:15].translate(
        str.maketrans("0123456789", "ghijkmnprs")
    )


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


def tag_of(shape: Shape) -> str:
    """Return the one tag that a shape's document has."""
    return shape.canary


def document_of(shape: Shape, ids: dict[int, UUID], subjects: dict[str, str]) -> Document:
    label, tier, group, named = shape.marking
    word, kind = shape.canary, shape.kind
    origin = PartnerOrigin(
        catalogue_id=uuid4(), item_id=word, name="A partner", account="", url="https://p.example"
    )
    document = published(
        at=NOON + timedelta(minutes=shape.number),
        title=f"Bollards {word}",
        summary=f"Advice {word}",
        body=f"Demonstration, not official. Bollards where {word} gather.",
        language=shape.language,
        kind=kind,
        marking=Marking(
            tlp=Tlp[label],
            minimum_tier=Tier[tier],
            closed_group=group or None,
            named_subjects=frozenset(subjects[each] for each in named),
        ),
        sectors=frozenset({("retail", "events", "faith")[shape.number % 3]}),
        regions=frozenset({("LON", "WAL")[shape.number % 2]}),
        tags=(tag_of(shape),),
        sources=(f"From {word}",),
        teaser=word_of(f"teaser {shape.number}"),
        translation_of=None if shape.translation_of is None else ids[shape.translation_of],
        video=FILM if kind is Kind.VIDEO else None,
    )
    return replace(
        document, document_id=ids[shape.number], partner=origin if shape.partner else None
    )
