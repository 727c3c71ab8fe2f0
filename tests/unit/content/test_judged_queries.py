"""The judged queries are whole: many, each once, graded over documents that are there."""

from collections import Counter

import pytest

from bench.judgements import BEST, JudgedQuery, judged_queries
from stack.demo_content.files import demo_documents

QUERIES = judged_queries()
LANGUAGES = {each.name: each.language for each in demo_documents()}

every_query = pytest.mark.parametrize("query", QUERIES, ids=lambda each: each.text)


def test_there_are_enough_and_each_is_there_once() -> None:
    assert len(QUERIES) >= 75
    assert [] == [text for text, times in Counter(q.text for q in QUERIES).items() if times > 1]
    assert sum(each.language == "cy" for each in QUERIES) >= 10


@every_query
def test_its_grades_are_of_documents_that_are_there(query: JudgedQuery) -> None:
    assert query.grades.keys() <= LANGUAGES.keys()
    assert set(query.grades.values()) <= set(range(1, BEST + 1))
    assert max(query.grades.values()) > 1


@every_query
def test_the_language_that_was_typed_comes_first(query: JudgedQuery) -> None:
    """Welsh for Welsh, English as a second best; no Welsh for who typed English."""
    others = [grade for name, grade in query.grades.items() if LANGUAGES[name] != query.language]
    assert set(others) <= ({1} if query.language == "cy" else set())


def test_every_document_is_of_use_to_somebody() -> None:
    graded = {name for query in QUERIES for name in query.grades}
    assert LANGUAGES.keys() == graded


def test_about_a_third_is_held_out_in_both_languages() -> None:
    held = [each for each in QUERIES if each.held_out]
    assert 0.25 <= len(held) / len(QUERIES) <= 0.42
    assert {"en-GB", "cy"} == {each.language for each in held}


def test_what_is_held_out_follows_from_the_text_alone() -> None:
    """Written out by hand, with sha256sum: whoever changes the rule changes the promise."""
    expected = {"VAW": False, "bollards": False, "hvm": True, "lock down": True, "museum": True}
    assert expected == {q.text: q.held_out for q in QUERIES if q.text in expected}
