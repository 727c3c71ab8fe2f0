"""Scenarios as files: whatever is wrong is named with its file."""

import shutil
from pathlib import Path

import pytest

from services.training.domain.course_files import BUILT_IN, BadCourse, load_courses

GOOD = """
[[scenario]]
id = "lorry"
text = "A van stops."
feedback = "Say it early."

[[scenario.step]]
id = "see"
text = "What now?"
choice = [
  {id = "look", text = "Look", right = true, feedback = "Well.", leads_to = "tell"},
  {id = "wait", text = "Wait", feedback = "Late."},
]

[[scenario.step]]
id = "tell"
text = "Whom?"
choice = [
  {id = "police", text = "The police", right = true, feedback = "Yes."},
  {id = "nobody", text = "Nobody", feedback = "No."},
]
"""
SPOILED = {
    "leads back": ('feedback = "Yes."}', 'feedback = "Yes.", leads_to = "see"}', "later steps"),
    "leads nowhere": ('leads_to = "tell"', 'leads_to = "fly"', "must lead to later steps"),
    "nothing leads": (', leads_to = "tell"', "", "nothing leads to step tell"),
    "nothing right": ('"The police", right = true', '"The police"', "must have a right choice"),
    "no feedback": (', feedback = "Late."', "", "feedback must be a text"),
    "a slash": ('id = "lorry"', 'id = "lo/rry"', "no id may have a slash"),
    "a step twice": ('id = "tell"', 'id = "see"', "says the same twice"),
    "a choice twice": ('id = "wait"', 'id = "look"', "says the same twice"),
    "one choice": ('  {id = "nobody", text = "Nobody", feedback = "No."},\n', "", "2 to 8 tables"),
    "a strange word": ('text = "Whom?"', 'txt = "Whom?"', "knows no txt"),
    "like a question": ('id = "lorry"', 'id = "order"', "question says the same twice"),
}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    shutil.copytree(BUILT_IN / "awareness" / "v1", tmp_path / "awareness" / "v1")
    return tmp_path / "awareness" / "v1" / "summary.toml"


def loaded(file: Path, scenario: str):
    file.write_text(file.read_text("utf-8") + scenario, "utf-8")
    return load_courses(file.parents[2])[0].modules[-1]


def test_a_scenario_is_read_with_its_steps_and_where_they_lead(file: Path) -> None:
    module = loaded(file, GOOD)
    (scenario,) = module.scenarios
    assert ("lorry", "A van stops.", "Say it early.") == (
        scenario.question_id,
        scenario.text,
        scenario.feedback,
    )
    assert [["tell", None], [None, None]] == [
        [choice.leads_to for choice in step.choices] for step in scenario.steps
    ]
    assert [True, False] == [choice.right for choice in scenario.steps[0].choices]


@pytest.mark.parametrize(("what", "instead", "said"), SPOILED.values(), ids=SPOILED)
def test_what_is_wrong_with_a_scenario_is_said_with_its_file(
    file: Path, what: str, instead: str, said: str
) -> None:
    assert what in GOOD
    with pytest.raises(BadCourse) as refused:
        loaded(file, GOOD.replace(what, instead, 1))
    assert said in str(refused.value)
    assert "summary.toml" in str(refused.value)
