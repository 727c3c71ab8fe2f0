"""A course is taken through the front, told as statements, and audited by them from outside."""

from typing import Any

import pytest

from stack import postgres
from stack.harness import Harness
from stack.platform import CommandFailed
from stack.story.front import Front
from stack.story.learning import learn
from stack.story.steps import register

ANSWERED = "http://adlnet.gov/expapi/verbs/answered"


def silent(_said: str) -> None:
    """Say nothing."""


def asked(platform: Harness, sql: str, *given: Any) -> list[Any]:
    password = platform.secret("postgres")
    with postgres.connect(platform.port("postgres"), password, "training") as connection:
        found = connection.execute(sql, given)
        return found.fetchall() if found.description else []


@pytest.mark.feature("F21")
def test_a_certificate_is_derived_again_from_what_was_stated(
    front: Front, platform: Harness
) -> None:
    certified = learn(front, register(front, silent), silent)
    ((enrolment,),) = asked(
        platform,
        "SELECT enrolment_id FROM certificates WHERE certificate_id = %s",
        certified.path.rpartition("/")[2],
    )
    said = dict(
        asked(
            platform,
            "SELECT verb_id, count(*) FROM statements WHERE registration = %s GROUP BY verb_id",
            enrolment,
        )
    )
    ((drawn,),) = asked(
        platform,
        "SELECT sum(jsonb_array_length(drawn)) FROM attempts"
        " WHERE enrolment_id = %s AND submitted_at IS NOT NULL",
        enrolment,
    )
    assert drawn == said[ANSWERED]
    assert {"answered", "passed", "failed", "completed", "satisfied"} == (
        {each.rpartition("/")[2] for each in said}
    )
    platform.platform.run("training", "audit")
    gone = "DELETE FROM statements WHERE registration = %s AND verb_id = %s"
    asked(platform, gone, enrolment, ANSWERED)
    with pytest.raises(CommandFailed, match="1 certificates are not founded"):
        platform.platform.run("training", "audit")
    asked(platform, "DELETE FROM certificates WHERE enrolment_id = %s", enrolment)
