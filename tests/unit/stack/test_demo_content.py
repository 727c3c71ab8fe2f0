"""The demonstration's documents are fit to be shown: sourced, under the banner, rightly marked."""

import re
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from kernel.markings import Marking, Tlp
from kernel.tiers import Tier
from services.content.domain.document import DocumentContent, Kind
from services.gateway.resources.content import DocumentIn
from stack.demo_content.files import BANNERS, BadDocument, DemoDocument, demo_documents, read

DOCUMENTS = demo_documents()
BY_NAME = {each.name: each for each in DOCUMENTS}
WELSH = [each for each in DOCUMENTS if each.language == "cy"]
PUBLIC = [each for each in DOCUMENTS if each.minimum_tier == "PUBLIC"]
HIDDEN = [each for each in DOCUMENTS if each.minimum_tier != "PUBLIC"]

SOURCE = re.compile(r"[A-Za-z].+ \([^()]+\)")
"""A title, with its publisher in brackets at the end."""

HOST = re.compile(
    r"(?i)\b(?:https?://\S+|www\.\S+|[\w-]+(?:\.[\w-]+)*\.(?:uk|com|org|net|io|eu))\b"
)
KNOWN_HOSTS = {"gov.uk", "phishing.gov.uk", "legislation.gov.uk"}


def _hosts(said: str) -> set[str]:
    return {each.lower() for each in HOST.findall(said)}


every_document = pytest.mark.parametrize("document", DOCUMENTS, ids=lambda each: each.name)


def test_there_are_enough_and_each_is_there_once() -> None:
    assert len(DOCUMENTS) - len(WELSH) >= 60
    assert len(WELSH) >= 10
    titles = Counter((each.language, each.title) for each in DOCUMENTS)
    assert [] == [title for title, times in titles.items() if times > 1]


def test_some_are_for_members_and_some_for_verified_ones() -> None:
    tiers = Counter(each.minimum_tier for each in DOCUMENTS)
    assert {"PUBLIC", "REGISTERED", "VERIFIED"} == tiers.keys()
    assert min(tiers.values()) >= 4


def test_every_kind_is_there_and_some_are_for_one_region() -> None:
    """But films: we have made none."""
    kinds = Counter(each.kind for each in DOCUMENTS)
    assert {kind.name for kind in Kind if kind is not Kind.VIDEO} == kinds.keys()
    assert min(kinds.values()) >= 2
    assert {"NI", "SCO"} <= {each.regions[0] for each in DOCUMENTS if len(each.regions) == 1}


@every_document
def test_content_would_take_it(document: DemoDocument) -> None:
    """Its fields, codes and sizes are good, and its marking is not below the label's floor."""
    said = document.said()
    marking = Marking(tlp=Tlp(document.tlp), minimum_tier=Tier[document.minimum_tier])
    content = DocumentContent(
        kind=Kind[document.kind],
        title=said["title"],
        summary=said["summary"],
        body=said["body"],
        language=document.language,
        marking=marking,
        sectors=frozenset(document.sectors),
        regions=frozenset(document.regions),
        sources=document.sources,
        tags=document.tags,
        teaser=said["teaser"],
    )
    assert [] == content.violations()


@every_document
def test_the_front_would_take_it(document: DemoDocument) -> None:
    """It has every field that `POST /v1/documents` asks for, and none that it does not know."""
    assert {} == DocumentIn().validate(document.said())


@every_document
def test_it_names_its_sources_with_their_publishers(document: DemoDocument) -> None:
    assert len(document.sources) >= 2
    assert [] == [each for each in document.sources if not SOURCE.fullmatch(each)]


@every_document
def test_it_has_a_few_tags(document: DemoDocument) -> None:
    assert 1 <= len(document.tags) <= 4


@every_document
def test_the_banner_is_the_first_thing_in_it_and_is_in_every_list(document: DemoDocument) -> None:
    banner, said = BANNERS[document.language], document.said()
    assert said["body"].startswith(f"> **{banner}**")
    assert said["summary"].endswith(f" {banner}")
    assert str(document.review_by.year) in said["body"].splitlines()[-1]


@every_document
def test_it_can_be_read_in_a_few_minutes(document: DemoDocument) -> None:
    """Parts with headings, below the title that the page shows; no HTML, which would be text."""
    assert 150 <= len(document.text.split()) <= 1500
    assert len(re.findall(r"^## \S", document.text, re.MULTILINE)) >= 3
    assert not re.search(r"^# |<[a-z/!]", document.text, re.MULTILINE)


@every_document
def test_it_sends_nobody_to_a_strange_host(document: DemoDocument) -> None:
    said = f"{document.summary} {document.text} {' '.join(document.sources)}"
    assert _hosts(said) <= KNOWN_HOSTS


def test_the_search_for_strange_hosts_finds_one() -> None:
    """The control of the test above."""
    for strange in ("https://a.example/b", "www.shop.example", "see some-shop.co.uk now"):
        assert not _hosts(strange) <= KNOWN_HOSTS


@pytest.mark.parametrize("document", WELSH, ids=lambda each: each.name)
def test_a_welsh_document_is_its_original_in_welsh_and_says_that_it_is_unreviewed(
    document: DemoDocument,
) -> None:
    original = BY_NAME[document.translation_of]
    assert "en-GB" == original.language
    assert "unreviewed Welsh" in document.said()["body"]
    for name in ("kind", "tlp", "minimum_tier", "sectors", "regions", "sources", "review_by"):
        assert getattr(original, name) == getattr(document, name)
    assert DOCUMENTS.index(original) < DOCUMENTS.index(document)
    assert abs(document.text.count("\n## ") - original.text.count("\n## ")) <= 1


def test_only_welsh_documents_are_translations() -> None:
    assert {each.name for each in WELSH} == {each.name for each in DOCUMENTS if each.translation_of}


@pytest.mark.parametrize("hidden", HIDDEN, ids=lambda each: each.name)
def test_no_public_document_tells_of_a_hidden_one(hidden: DemoDocument) -> None:
    for public in PUBLIC:
        said = f"{public.title} {public.summary} {public.text} {' '.join(public.sources)}"
        assert hidden.title.casefold() not in said.casefold(), public.name


GOOD = """+++
kind = "GUIDANCE"
title = "A title"
summary = "A summary."
tlp = "CLEAR"
minimum_tier = "PUBLIC"
language = "en-GB"
sources = ["A source (A publisher)"]
review_by = 2027-02-03
+++
Words.
"""


def test_a_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "good.md"
    path.write_text(GOOD)
    said = read(path).said("an-id")
    assert ("A title", "an-id") == (said["title"], said["translation_of"])
    assert said["body"].endswith("\n\nWords.\n\n*To be reviewed by 3 February 2027.*\n")


def test_the_day_of_review_is_said_while_it_is_to_come(tmp_path: Path) -> None:
    """The platform refuses a day that is over: the demonstration must start on that day too."""
    path = tmp_path / "good.md"
    path.write_text(GOOD)
    document = read(path)
    assert "2027-02-03" == document.said(today=date(2027, 2, 2))["review_on"]
    assert "" == document.said(today=date(2027, 2, 3))["review_on"]


def test_a_teaser_is_confirmed_and_under_the_banner(tmp_path: Path) -> None:
    path = tmp_path / "good.md"
    path.write_text(GOOD)
    assert ("", False) == (read(path).said()["teaser"], read(path).said()["teaser_confirmed"])
    path.write_text(GOOD.replace("review_by", 'teaser = "There is more."\nreview_by'))
    said = read(path).said()
    assert f"There is more. {BANNERS['en-GB']}" == said["teaser"]
    assert said["teaser_confirmed"]


def test_only_what_is_hidden_has_a_teaser_and_none_has_its_title_in_it() -> None:
    teased = [each for each in DOCUMENTS if each.teaser]
    assert {"REGISTERED", "VERIFIED"} == {each.minimum_tier for each in teased}
    for each in teased:
        assert each.title.casefold() not in each.teaser.casefold()


def test_a_bulletin_asks_to_be_confirmed_and_nothing_else_does() -> None:
    asks = [(each.kind, each.receipt) for each in DOCUMENTS if each.receipt]
    assert [("BULLETIN", "COUNTED")] == asks
    assert {None, "COUNTED"} == {each.said()["receipt"] for each in DOCUMENTS}


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        (GOOD.replace("+++\nWords", "Words"), "between two lines"),
        (GOOD.removeprefix("+++\n"), "between two lines"),
        (GOOD.replace("Words.\n", ""), "between two lines"),
        (GOOD.replace('"A title"', "A title"), "bad.md"),
        (GOOD.replace("title = ", "headline = "), "unknown headline"),
        (GOOD.replace('tlp = "CLEAR"\n', ""), "tlp"),
    ],
)
def test_a_file_that_is_no_document_is_refused_by_name(
    tmp_path: Path, wrong: str, why: str
) -> None:
    path = tmp_path / "bad.md"
    path.write_text(wrong)
    with pytest.raises(BadDocument, match=why):
        read(path)


def test_a_translation_of_nothing_is_refused(tmp_path: Path) -> None:
    text = GOOD.replace("review_by", 'translation_of = "away"\nreview_by')
    (tmp_path / "welsh.md").write_text(text)
    with pytest.raises(BadDocument, match="away"):
        demo_documents(tmp_path)
