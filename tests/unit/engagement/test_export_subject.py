"""What engagement holds about a person."""

from services.engagement.usecases.export_subject import ExportSubject
from tests.fakes.engagement import answered, kept


def test_an_asker_gets_their_questions_with_the_whole_thread_and_no_name(
    unit_of_work, stores
) -> None:
    done = answered(stores)
    kept(stores, by="somebody")
    row = ("principals", "deciding what a person may do now", {"tier": "REGISTERED"})
    stores.plumbing.rows["asker"] = [row]
    question, plumbing = ExportSubject(unit_of_work=unit_of_work)(subject="asker")
    assert ("questions", done.question_id, "ANSWERED") == (
        question[0],
        question[2]["question_id"],
        question[2]["status"],
    )
    assert ["QUESTION", "ANSWER"] == [each["kind"] for each in question[2]["thread"]]
    assert "expert" not in str(question[2])
    assert row == plumbing


def test_an_expert_gets_what_they_wrote_and_hold(unit_of_work, stores) -> None:
    done = answered(stores)
    held, written = ExportSubject(unit_of_work=unit_of_work)(subject="expert")
    assert {"question_id": done.question_id, "status": "ANSWERED", "holder": True} == held[2]
    assert ("messages", "ANSWER", "On the kerb.") == (
        written[0],
        written[2]["kind"],
        written[2]["text"],
    )
    assert "bollards" not in str((held, written))


def test_a_person_who_is_not_known_here_has_nothing(unit_of_work) -> None:
    assert [] == ExportSubject(unit_of_work=unit_of_work)(subject="nobody")
