"""What differs between two versions of a document, word by word."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import Enum
from typing import Final

from services.content.domain.document import DocumentContent
from services.content.domain.receipt import ReceiptAsked

MOST_WORDS: Final = 1500
"""A changed passage that has more words is shown whole, old and new: words take quadratic time."""

_WORDS: Final = re.compile(r"\s+|\w+|[^\w\s]")


class Side(Enum):
    """Where a piece of text stands."""

    BOTH = "BOTH"
    BEFORE = "BEFORE"
    AFTER = "AFTER"


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of text, plain, and where it stands."""

    side: Side
    text: str


@dataclass(frozen=True, slots=True)
class Difference:
    """A field that differs, as its pieces one after the other."""

    field: str
    pieces: tuple[Piece, ...]


def differences(before: DocumentContent | None, after: DocumentContent) -> list[Difference]:
    """Return the fields that differ, in the order of a page; of a new document, all that is said.

    Fields: kind, title, summary, body, language, marking, sectors, regions, sources,
    translation_of, tags, teaser, receipt, film, captions, transcript, signed_film and poster.
    Those of several values have one a line.
    """
    old = {} if before is None else dict(_fields(before))
    found = ((name, old.get(name, ""), text) for name, text in _fields(after))
    return [
        Difference(name, tuple(compared(said, text))) for name, said, text in found if said != text
    ]


def compared(before: str, after: str) -> list[Piece]:
    """Return two texts as pieces, which make either text where the other side's are left out."""
    pieces: list[Piece] = []
    for piece in _by_lines(before, after):
        if pieces and pieces[-1].side is piece.side:
            pieces[-1] = Piece(piece.side, pieces[-1].text + piece.text)
        elif piece.text:
            pieces.append(piece)
    return pieces


def _by_lines(before: str, after: str) -> Iterator[Piece]:
    old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, old, new).get_opcodes():
        gone, come = "".join(old[i1:i2]), "".join(new[j1:j2])
        if tag == "equal":
            yield Piece(Side.BOTH, gone)
        elif tag == "replace":
            yield from _by_words(gone, come)
        else:
            yield from (Piece(Side.BEFORE, gone), Piece(Side.AFTER, come))


def _by_words(before: str, after: str) -> Iterator[Piece]:
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    if max(len(old), len(new)) > MOST_WORDS:
        yield from (Piece(Side.BEFORE, before), Piece(Side.AFTER, after))
        return
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, old, new).get_opcodes():
        gone, come = "".join(old[i1:i2]), "".join(new[j1:j2])
        if tag == "equal":
            yield Piece(Side.BOTH, gone)
        else:
            yield from (Piece(Side.BEFORE, gone), Piece(Side.AFTER, come))


def _fields(content: DocumentContent) -> Iterator[tuple[str, str]]:
    marking, video = content.marking, content.video
    yield "kind", content.kind.name
    yield "title", content.title
    yield "summary", content.summary
    yield "body", content.body
    yield "language", content.language
    words = (f"TLP:{marking.tlp.value}", marking.minimum_tier.name, marking.closed_group or "")
    yield "marking", "\n".join(filter(None, (*words, *sorted(marking.named_subjects))))
    yield "sectors", "\n".join(sorted(content.sectors))
    yield "regions", "\n".join(sorted(content.regions))
    yield "sources", "\n".join(content.sources)
    yield "translation_of", str(content.translation_of or "")
    yield "tags", "\n".join(content.tags)
    yield "teaser", content.teaser
    yield "receipt", "" if content.receipt is ReceiptAsked.NONE else content.receipt.value
    for name in ("film", "captions", "transcript", "signed_film", "poster"):
        yield name, getattr(video, name) if video else ""
