"""What bears a marking above OFFICIAL-SENSITIVE is refused; a word in a sentence is no marking."""

import time

import pytest

from services.content.domain.document import DocumentContent, Kind
from services.content.domain.protective_marking import WHERE_INSTEAD, bears_marking
from tests.fakes.content import FILM, content

MARKED = [
    "SECRET",
    "TOP SECRET",
    "# SECRET",
    "**UK TOP SECRET**",
    "UK SECRET",
    "TOP SECRET // UK EYES ONLY",
    "SECRET UK EYES ONLY",
    "TOP-SECRET STRAP 2",
    "NATO SECRET",
    "COSMIC TOP SECRET",
    "SECRET: movements of a visitor",
    "SECRET - movements of a visitor",
    "TOP SECRET \u2013 movements of a visitor",
    "Movements of a visitor // SECRET",
    "Movements of a visitor \u2014 TOP SECRET",
    "Movements of a visitor (SECRET)",
    "[TOP SECRET] Movements",
    "Classification: secret",
    "Protective marking: Top Secret",
    "**Marking:** SECRET",
    "Security classification - TOP SECRET",
    "This document is classified as Top Secret.",
    "This briefing is marked SECRET.",
    "An ordinary beginning.\n\nSECRET\n\nAn ordinary end.",
    "An ordinary beginning.\r\nTOP SECRET\r\nAn ordinary end.",
    "S\u200bECRET",
    "\uff33\uff25\uff23\uff32\uff25\uff34",
    "TOP\u00a0SECRET",
    "CYFRINACHOL IAWN",
]
ORDINARY = [
    "Keep the code of the door secret.",
    "KEEP THE CODE OF THE DOOR SECRET",
    "A secret",
    "Secret",
    "Top secret: not here, said the comedian",
    "An open secret: staff know the way round the back.",
    "The Secret Service looked at it.",
    "THE SECRET SERVICE",
    "Trade secrets and personal data are what insiders take.",
    "SECRETS OF A GOOD DOOR SUPERVISOR",
    "Home Secretary",
    "SECRETARY OF STATE",
    "Secret shopper visits - how to run them",
    "secret - tell nobody",
    "What is marked SECRET or TOP SECRET does not belong on this platform.",
    "Material classified above OFFICIAL-SENSITIVE goes another way.",
    "OFFICIAL-SENSITIVE",
    "OFFICIAL",
    "Cyfrinachol",
    "Keep passwords (and other secrets) apart.",
    "A client secret is a password of a program.",
    "",
]


@pytest.mark.parametrize("text", MARKED)
def test_a_marking_is_known(text: str) -> None:
    assert bears_marking(text)


@pytest.mark.parametrize("text", ORDINARY)
def test_a_word_is_no_marking(text: str) -> None:
    assert not bears_marking(text)


@pytest.mark.parametrize(
    ("field", "marked"),
    [
        ("content.title", content(title="SECRET: vans")),
        ("content.summary", content(summary="Vans (TOP SECRET)")),
        ("content.body", content(body="Vans.\n\n**SECRET**\n\nMore vans.")),
        ("content.teaser", content(teaser="Marking: SECRET")),
        ("content.sources", content(sources=("A paper", "Another // TOP SECRET"))),
        ("content.tags", content(tags=("top secret",))),
    ],
)
def test_wherever_it_stands_the_refusal_says_where_it_goes_instead(
    field: str, marked: DocumentContent
) -> None:
    (wrong,) = marked.violations()
    assert (field, WHERE_INSTEAD) == (wrong.field, wrong.description)
    assert "security officer" in wrong.description
    assert "accredited" in wrong.description


def test_what_is_said_in_a_film_is_looked_at_too() -> None:
    said = replace_transcript("SECRET\nA van stops.")
    assert ["content.video.transcript"] == [each.field for each in said.violations()]


def replace_transcript(text: str) -> DocumentContent:
    video = type(FILM)(film=FILM.film, captions=FILM.captions, transcript=text)
    return content(kind=Kind.VIDEO, video=video)


def test_a_long_text_is_looked_at_in_no_time() -> None:
    began = time.process_time()
    assert not bears_marking(("((**__ SECRETLY - " * 6000)[:100_000])
    assert time.process_time() - began < 1
