"""What a document may say beside its text: tags, a teaser, a film."""

from dataclasses import replace

import pytest

from services.content.domain.document import DocumentContent, Kind
from services.content.domain.video import LONGEST_TRANSCRIPT
from tests.fakes.content import FILM, content


def fields(said: DocumentContent) -> list[str]:
    return [each.field for each in said.violations()]


def test_good_ones_are_good() -> None:
    for each in (
        content(tags=("vans", "night-time economy"), teaser="There is more of this."),
        content(kind=Kind.VIDEO, video=FILM),
        content(kind=Kind.PACK),
        content(kind=Kind.NEWS),
    ):
        assert [] == each.violations()


@pytest.mark.parametrize(
    "tags",
    [
        ("Vans",),
        ("",),
        (" vans",),
        ("x" * 41,),
        ("a\nb",),
        ("vans", "vans"),
        tuple("abcdefghijklmnopqrstu"),
    ],
)
def test_a_tag_is_a_short_word_in_lower_case_and_stands_once(tags: tuple[str, ...]) -> None:
    assert {"content.tags"} == set(fields(content(tags=tags)))


@pytest.mark.parametrize("teaser", ["x" * 401, "a\x7fb"])
def test_a_teaser_is_short_and_plain(teaser: str) -> None:
    assert ["content.teaser"] == fields(content(teaser=teaser))


def test_a_film_stands_with_its_kind_alone() -> None:
    assert ["content.video"] == fields(content(kind=Kind.VIDEO))
    assert ["content.video"] == fields(content(kind=Kind.GUIDANCE, video=FILM))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("transcript", ""),
        ("transcript", " "),
        ("transcript", "x" * (LONGEST_TRANSCRIPT + 1)),
        ("captions", ""),
        ("captions", "http://films.example/vans.vtt"),
        ("captions", "attachment:nothing"),
        ("film", ""),
        ("film", "https://127.0.0.1/film"),
        ("film", "javascript:alert(1)"),
        ("signed_film", "file:///etc/passwd"),
    ],
)
def test_a_film_without_captions_or_words_is_refused(name: str, value: str) -> None:
    said = content(kind=Kind.VIDEO, video=replace(FILM, **{name: value}))
    assert [f"content.video.{name}"] == fields(said)


def test_a_film_may_be_attached_and_signed() -> None:
    place = "attachment:0b7d43a5-9a0e-4a64-8a44-3f0f7d1d9a10"
    film = replace(FILM, film=place, captions=place, signed_film=place)
    assert [] == fields(content(kind=Kind.VIDEO, video=film))
