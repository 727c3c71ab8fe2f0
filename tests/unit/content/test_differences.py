"""What differs between two texts, and that it never lies about either."""

import time
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from services.content.domain.differences import Piece, Side, compared, differences
from services.content.domain.document import Kind
from tests.fakes.content import AMBER, FILM, content

TEXTS = st.text(alphabet=st.sampled_from("ab \n.<"), max_size=60)


@given(before=TEXTS, after=TEXTS)
def test_the_pieces_make_either_text_again(before: str, after: str) -> None:
    pieces = compared(before, after)
    old, new = (
        "".join(each.text for each in pieces if each.side is not other)
        for other in (Side.AFTER, Side.BEFORE)
    )
    assert (before, after) == (old, new)
    assert all(each.text for each in pieces)


def test_words_are_compared_and_not_letters() -> None:
    assert [
        Piece(Side.BOTH, "Move the "),
        Piece(Side.BEFORE, "queue"),
        Piece(Side.AFTER, "crowd"),
        Piece(Side.BOTH, " inside."),
    ] == compared("Move the queue inside.", "Move the crowd inside.")


def test_only_fields_that_differ_are_named_in_the_order_of_a_page() -> None:
    before = content(tags=("vans",))
    after = replace(
        before, kind=Kind.VIDEO, video=FILM, marking=AMBER, title="Vans", tags=("vans", "crowds")
    )
    assert ["kind", "title", "marking", "tags", "film", "captions", "transcript"] == [
        each.field for each in differences(before, after)
    ]
    assert [] == differences(after, after)


def test_of_a_new_document_all_is_new() -> None:
    found = differences(None, content())
    assert {"title", "summary", "body"} < {each.field for each in found}
    assert {Side.AFTER} == {piece.side for each in found for piece in each.pieces}


def test_the_longest_texts_take_seconds_at_most() -> None:
    one = ("a b " * 700 + "\n") * 35
    other = ("b c " * 700 + "\n") * 35
    began = time.process_time()
    compared(one[:100_000], other[:100_000])
    assert time.process_time() - began < 5
