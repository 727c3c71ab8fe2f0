"""What a statement must be to be read, and that nothing of it is lost or changed."""

from contextlib import suppress
from copy import deepcopy
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chassis.errors import Invalid
from services.training.domain.cmi5_session import Score, Verb
from services.training.domain.xapi import (
    CMI5_CATEGORY,
    MASTERY_SCORE,
    MOVE_ON_CATEGORY,
    PROGRESS,
    SESSION_ID,
    VOIDED,
    Account,
)
from services.training.inbound.xapi_json import LARGEST, read_statements

GOOD: dict[str, Any] = {
    "id": "a1b2c3d4-0000-4000-8000-000000000001",
    "actor": {
        "objectType": "Agent",
        "account": {"homePage": "https://platform.example", "name": "5f0c"},
    },
    "verb": {"id": Verb.PASSED.value, "display": {"en": "passed"}},
    "object": {
        "objectType": "Activity",
        "id": "https://platform.example/units/1",
        "definition": {"interactionType": "choice", "correctResponsesPattern": ["a[,]b"]},
    },
    "context": {
        "registration": "a1b2c3d4-0000-4000-8000-000000000002",
        "contextActivities": {
            "category": [{"id": CMI5_CATEGORY}, {"id": MOVE_ON_CATEGORY}],
            "grouping": [{"id": "https://author.example/unit/1"}],
        },
        "extensions": {SESSION_ID: "this one", MASTERY_SCORE: 0.8125},
    },
    "result": {
        "score": {"scaled": 0.9, "raw": 9, "min": 0, "max": 10},
        "success": True,
        "duration": "PT12.5S",
        "extensions": {PROGRESS: 70},
    },
    "timestamp": "2026-03-01T12:00:00.123Z",
    "version": "1.0.0",
}


def changed(path: str, value: object) -> dict[str, Any]:
    """Return the good statement with one place changed; a value of `...` takes it away."""
    whole = deepcopy(GOOD)
    *parents, last = path.split("/")
    part = whole
    for name in parents:
        part = part[name]
    if value is ...:
        del part[last]
    else:
        part[last] = value
    return whole


def read(whole: object) -> Any:
    return read_statements(orjson.dumps(whole))


def test_a_statement_is_read_whole() -> None:
    statement = read(GOOD)[0]
    said = statement.said
    assert UUID("a1b2c3d4-0000-4000-8000-000000000001") == statement.statement_id
    assert Account("https://platform.example", "5f0c") == statement.actor
    assert datetime(2026, 3, 1, 12, 0, 0, 123_000, UTC) == statement.timestamp
    assert ("this one", Verb.PASSED, True) == (said.session_id, said.verb, said.defined)
    assert (True, None, True) == (said.success, said.completion, said.has_duration)
    assert Score(scaled=Decimal("0.9"), raw=Decimal(9), least=Decimal(0), most=Decimal(10)) == (
        said.score
    )
    assert Decimal("0.8125") == said.mastery_said
    assert frozenset({"https://author.example/unit/1"}) == said.groupings
    assert said.move_on_category
    assert 70 == statement.progress


def test_what_the_store_adds_is_not_the_authors_to_say() -> None:
    """It is left out of what is kept, and of what makes two statements the same."""
    more = GOOD | {"stored": "2020-01-01T00:00:00Z", "authority": {"mbox": "mailto:a@b.example"}}
    first, second = read([GOOD, more])
    assert first.digest == second.digest
    assert GOOD.keys() - {"version"} == orjson.loads(second.document).keys()


def test_the_order_of_properties_does_not_make_another_statement_and_a_value_does() -> None:
    turned = dict(reversed(GOOD.items()))
    first, second, third = read([GOOD, turned, changed("result/success", False)])
    assert first.digest == second.digest != third.digest


def test_one_activity_of_a_context_is_kept_as_a_list() -> None:
    alone = changed("context/contextActivities/grouping", {"id": "https://author.example/unit/1"})
    assert read(GOOD)[0].digest == read(alone)[0].digest


def test_a_verb_of_the_authors_own_is_read_and_is_none_of_cmi5() -> None:
    own = changed("verb", {"id": "https://author.example/verbs/looked"})
    own["context"]["contextActivities"]["category"] = []
    said = read(own)[0].said
    assert (None, False) == (said.verb, said.defined)


def test_voiding_is_seen() -> None:
    assert read(changed("verb", {"id": VOIDED}))[0].said.voids


REFUSED = {
    "id": (["not one", 7, None, ...], "statement"),
    "timestamp": (
        ["2026-03-01T12:00:00", "2026-03-01T12:00:00+01:00", "yesterday", None, ...],
        "statement",
    ),
    "actor/account": ([..., {"homePage": "nowhere", "name": "x"}, None], "statement.actor"),
    "actor/mbox": (["mailto:somebody@example.org"], "statement.actor"),
    "actor/objectType": (["Group"], "statement.actor.objectType"),
    "verb/id": (["passed", "", None, ...], "statement.verb"),
    "verb/display": ([{"not a language!": "x"}, None, "passed"], "statement.verb.display"),
    "object/objectType": (["SubStatement", "StatementRef"], "statement.object.objectType"),
    "object/definition/interactionType": (["guess"], "statement.object.definition"),
    "result/score/scaled": (["0.9", None, True], "statement.result.score"),
    "result/duration": (["12 seconds", "P", "PT", "P1Y2W", None], "statement.result.duration"),
    "result/success": (["true", 1, None], "statement.result.success"),
    "result/extensions": ([{"no iri": 1}, {PROGRESS: 101}, {PROGRESS: True}], "statement.result"),
    "result/surprise": ([1], "statement.result"),
    "context/registration": (["7", ...], "statement.context"),
    "context/extensions": ([{}, {SESSION_ID: 7}, ...], "statement.context"),
    "context/statement": ([{}], "statement.context"),
    "version": (["0.9", "2.0.0", 1], "statement.version"),
    "attachments": ([[], [{}]], "statement.attachments"),
    "surprise": ([1], "statement"),
}


@pytest.mark.parametrize(
    ("path", "value", "place"),
    [(path, value, place) for path, (values, place) in REFUSED.items() for value in values],
)
def test_what_is_not_a_statement_is_refused_with_its_place(
    path: str, value: object, place: str
) -> None:
    with pytest.raises(Invalid) as refused:
        read(changed(path, value))
    assert refused.value.violations[0].field.startswith(place)


def test_of_a_list_the_place_says_which() -> None:
    with pytest.raises(Invalid, match=r"statement\[1\]\.verb"):
        read([GOOD, changed("verb/id", "passed")])


@pytest.mark.parametrize("duration", ["P1W", "P1Y2M3DT4H5M6.7S", "PT0S", "P1D", "PT36H"])
def test_durations_of_iso_8601_are_read(duration: str) -> None:
    assert read(changed("result/duration", duration))[0].said.has_duration


@pytest.mark.parametrize("body", [b"", b"{", b"7", b'"x"', b"[7]", b"\xff", b"[[]]"])
def test_what_is_no_object_is_refused(body: bytes) -> None:
    with pytest.raises(Invalid):
        read_statements(body)


def test_a_statement_has_a_bound_and_so_has_its_depth() -> None:
    with pytest.raises(Invalid, match="must have at most"):
        read(changed("context/extensions", {SESSION_ID: "x", "x:y": "z" * LARGEST}))
    deep = b"[" * 20_000 + b"]" * 20_000
    body = orjson.dumps(GOOD).replace(b'"this one"', b'"this one","x:deep":' + deep)
    with pytest.raises(Invalid):
        read_statements(body)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=10,
)


@given(path=st.sampled_from(sorted(REFUSED)), value=JSON)
def test_no_value_anywhere_does_anything_but_be_read_or_refused(path: str, value: object) -> None:
    with suppress(Invalid):
        assert 1 == len(read(changed(path, value)))
