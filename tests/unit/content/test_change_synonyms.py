"""Changing what search takes for the same."""

import pytest

from chassis.errors import Invalid, StaleVersion
from services.content.domain.synonyms import FIRST, Synonyms
from services.content.usecases.change_synonyms import ChangeSynonyms
from tests.fakes.content import EDITOR, NOON

GROUPS = [*FIRST["en-GB"][1:], ("telescope", "spyglass")]


@pytest.fixture
def change(unit_of_work, clock) -> ChangeSynonyms:
    return ChangeSynonyms(unit_of_work=unit_of_work, clock=clock)


def test_a_change_is_kept_and_what_changed_is_on_record(change, stores) -> None:
    after = change(EDITOR, language="en-GB", read=1, groups=GROUPS)
    assert after == stores.synonyms.get("en-GB")
    assert (2, tuple(GROUPS), NOON) == (after.version, after.groups, after.changed_at)
    ((_, verb, language, said),) = [(*row[:3], row[-1]) for row in stores.audit.rows]
    assert ("content:change-synonyms", "en-GB") == (verb, language)
    assert ("telescope, spyglass", ", ".join(FIRST["en-GB"][0])) == (said["new"], said["gone"])


def test_what_was_not_read_is_not_changed(change, stores) -> None:
    change(EDITOR, language="en-GB", read=1, groups=GROUPS)
    with pytest.raises(StaleVersion):
        change(EDITOR, language="en-GB", read=1, groups=[])
    with pytest.raises(Invalid):
        change(EDITOR, language="en-GB", read=2, groups=[("alone",)])
    assert tuple(GROUPS) == stores.synonyms.get("en-GB").groups
    assert Synonyms.first("cy") == stores.synonyms.get("cy")
