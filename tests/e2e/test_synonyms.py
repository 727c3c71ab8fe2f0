"""What an editor keeps as meaning the same is searched by soon after, while people search."""

from typing import Any
from uuid import uuid4

import pytest

from stack.story.advice import a_document
from stack.story.front import Front, Person, eventually

pytestmark = pytest.mark.feature("F08")
SECONDS = 60
INVENTED = "quibblefrost"
"""A word that no document says."""


def english(front: Front, editor: Person) -> dict[str, Any]:
    every = front.ask("GET", "/v1/synonyms", by=editor).json()["synonyms"]
    (found,) = [each for each in every if each["language"] == "en-GB"]
    return dict(found)


def total(front: Front, query: str) -> int:
    answer = front.ask("GET", f"/v1/search?q={query}").json()
    assert not answer["degraded"]
    return int(answer["total"])


def change(
    front: Front, editor: Person, groups: list[list[str]], version: int, expect: int = 200
) -> None:
    front.ask(
        "PUT",
        "/v1/synonyms/en-GB",
        by=editor,
        body={"groups": groups},
        if_match=f'"v{version}"',
        expect=expect,
    )


def test_a_new_group_is_searched_by_and_taken_back(front: Front) -> None:
    editor = front.sign_in_demo("editor")
    before = english(front, editor)
    groups, version = before["groups"], before["version"]
    word = f"found{uuid4().hex[:10]}"
    front.ask("POST", "/v1/documents", by=editor, body=a_document(word), key=True, expect=201)
    eventually(lambda: total(front, word), lambda found: found == 1, SECONDS, "the document")
    assert 0 == total(front, INVENTED)
    change(front, editor, [*groups, [word, INVENTED]], version)
    eventually(lambda: total(front, INVENTED), lambda found: found > 0, SECONDS, "the new group")
    change(front, editor, groups, version, expect=412)
    change(front, editor, [*groups, ["alone"]], version + 1, expect=400)
    change(front, editor, groups, version + 1)
    eventually(lambda: total(front, INVENTED), lambda found: found == 0, SECONDS, "it is gone")


def test_synonyms_are_for_editors(front: Front) -> None:
    member = front.sign_in_demo("member", "aal1")
    assert 401 == front.status("GET", "/v1/synonyms")
    assert 403 == front.status("GET", "/v1/synonyms", by=member)
