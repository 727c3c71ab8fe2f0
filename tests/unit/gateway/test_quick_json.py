"""Answers are written quickly, and say what Flask's own JSON says."""

import json
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from services.gateway.quick_json import QuickJson

_TEXTS = st.text(st.characters(exclude_categories=["Cs"]))
_PLAIN = st.none() | st.booleans() | st.integers(-(2**53), 2**53) | _TEXTS
_VALUES = st.recursive(_PLAIN, lambda each: st.lists(each) | st.dictionaries(_TEXTS, each))


def _written(said: Any) -> str:
    app = Flask(__name__)
    app.json = QuickJson(app)
    app.json.sort_keys = False
    with app.app_context():
        answer = app.json.response(said)
    assert answer.mimetype == "application/json"
    return str(answer.get_data(as_text=True))


@given(_VALUES)
def test_what_is_written_reads_as_what_was_said(said: Any) -> None:
    """Whatever the text, in whatever depth."""
    assert json.loads(_written(said)) == said


def test_names_keep_the_order_in_which_they_were_said() -> None:
    """The reference shows it so."""
    assert _written({"b": 1, "a": [2]}) == '{"b":1,"a":[2]}\n'


@pytest.mark.parametrize(
    ("said", "reads"),
    [
        ({1: "a key that is no text"}, {"1": "a key that is no text"}),
        ({"half": "\ud800"}, {"half": "\ud800"}),
        (
            {"at": datetime(2026, 11, 27, 20, 0, tzinfo=UTC)},
            {"at": "Fri, 27 Nov 2026 20:00:00 GMT"},
        ),
        ({"id": UUID(int=1)}, {"id": "00000000-0000-0000-0000-000000000001"}),
    ],
)
def test_what_is_not_plain_is_written_as_flask_writes_it(said: Any, reads: Any) -> None:
    """So that no answer fails for how quickly it is written."""
    assert json.loads(_written(said)) == reads


def test_what_cannot_be_said_in_json_is_an_error() -> None:
    """An object of ours never leaves as the text of its class."""
    with pytest.raises(TypeError):
        _written({"what": object()})
