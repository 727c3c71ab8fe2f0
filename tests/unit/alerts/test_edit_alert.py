"""Changing what an alert says before it is issued."""

import pytest

from chassis.errors import Invalid, StaleVersion
from services.alerts.domain.acts import EDITED_WHY
from services.alerts.domain.alert import Status
from services.alerts.domain.errors import (
    AlertNotFound,
    IllegalTransition,
    NothingChanged,
    SelfApproval,
)
from services.alerts.domain.hands import Hand, Part
from services.alerts.usecases.edit_alert import EditAlert
from tests.fakes.alerts import (
    AUTHOR,
    EVERYTHING,
    NOON,
    READER,
    content,
    drafted,
    issued,
    person,
    submitted,
)

EDITOR = person("editor", "alert-author")
OTHER = content(headline="Another street")


@pytest.fixture
def edit(unit_of_work, clock):
    return EditAlert(unit_of_work=unit_of_work, clock=clock)


def test_a_draft_says_something_else_and_knows_who_changed_it(edit, stores) -> None:
    stores.alerts.add(draft := drafted())
    edited = edit(EDITOR, alert_id=draft.alert_id, expected_version=1, content=OTHER)
    assert (Status.DRAFT, OTHER, 2) == (edited.status, edited.content, edited.version)
    assert (Hand("author", Part.WRITER), Hand("editor", Part.EDITOR)) == edited.worked
    assert [("editor", "alerts:edit", edited.digest)] == [
        (row[0], row[1], row[3]) for row in stores.audit.rows
    ]


def test_an_edit_voids_the_submission_and_the_digest(edit, stores) -> None:
    """Nobody approves what they did not read."""
    stores.alerts.add(waiting := submitted())
    edited = edit(
        EDITOR, alert_id=waiting.alert_id, expected_version=waiting.version, content=OTHER
    )
    assert (Status.RETURNED, EDITED_WHY) == (edited.status, edited.returned.why)
    assert waiting.digest != edited.digest
    with pytest.raises(IllegalTransition):
        edited.approve(by="approver", read=edited.digest, at=NOON)
    again = edited.submit(by="author", reach=1)
    with pytest.raises(SelfApproval):
        again.approve(by="editor", read=again.digest, at=NOON)
    assert Status.ISSUED is again.approve(by="approver", read=again.digest, at=NOON).status


def test_who_translates_is_a_translator_and_may_not_approve_either(edit, stores) -> None:
    stores.alerts.add(draft := drafted())
    welsh = content(translations=EVERYTHING["translations"])
    edited = edit(EDITOR, alert_id=draft.alert_id, expected_version=1, content=welsh)
    assert Hand("editor", Part.TRANSLATOR) == edited.worked[-1]
    assert draft.digest != edited.digest
    again = edited.submit(by="author", reach=1)
    with pytest.raises(SelfApproval):
        again.approve(by="editor", read=again.digest, at=NOON)


def test_a_returned_alert_keeps_the_reason_while_it_is_mended(edit, stores) -> None:
    stores.alerts.add(back := submitted().return_(by="approver", why="Which street?", at=NOON))
    edited = edit(AUTHOR, alert_id=back.alert_id, expected_version=back.version, content=OTHER)
    assert (Status.RETURNED, "Which street?") == (edited.status, edited.returned.why)


def test_what_is_said_already_is_no_change(edit, stores) -> None:
    stores.alerts.add(draft := drafted())
    with pytest.raises(NothingChanged):
        edit(AUTHOR, alert_id=draft.alert_id, expected_version=1, content=draft.content)


def test_a_wrong_word_changes_nothing(edit, stores) -> None:
    stores.alerts.add(draft := drafted())
    with pytest.raises(Invalid):
        edit(AUTHOR, alert_id=draft.alert_id, expected_version=1, content=content(headline=""))
    assert (draft, []) == (stores.alerts.get(draft.alert_id), stores.audit.rows)


def test_an_issued_alert_never_changes(edit, stores) -> None:
    stores.alerts.add(out := issued())
    with pytest.raises(IllegalTransition):
        edit(AUTHOR, alert_id=out.alert_id, expected_version=out.version, content=OTHER)


def test_another_version_or_another_reader_meets_the_usual_refusals(edit, stores) -> None:
    stores.alerts.add(draft := drafted())
    with pytest.raises(StaleVersion):
        edit(AUTHOR, alert_id=draft.alert_id, expected_version=2, content=OTHER)
    with pytest.raises(AlertNotFound):
        edit(READER, alert_id=draft.alert_id, expected_version=1, content=OTHER)
