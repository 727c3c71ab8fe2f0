"""What is due becomes one mail in identity's queue, over the real NATS, whoever is killed."""

import signal
from collections.abc import Callable
from time import monotonic, sleep
from uuid import uuid4

import pytest

from bench.issuer import Issuer
from services.training.domain.course_files import load_courses
from stack import services
from stack.alone import Alone

PEOPLE = 200
_SECONDS = 90
COURSE = load_courses()[0]


@pytest.fixture
def alone(servers):
    """Training's and identity's workers, with neither Keycloak nor a mail server."""
    with Issuer().trusted() as trusting:
        processes = Alone(servers, {**trusting, "ISP_DRAIN_SECONDS": "1"})
        try:
            processes.migrate("identity", "training")
            yield processes
        finally:
            processes.stop_all()


def eventually(look: Callable[[], bool], told: Callable[[], str]) -> None:
    end = monotonic() + _SECONDS
    while not look():
        assert monotonic() < end, told()
        sleep(0.05)


def learning(alone: Alone, people: list[str]) -> None:
    """Let everybody have an account, and a course begun 20 days ago."""
    for number, subject in enumerate(people):
        alone.execute(
            "identity",
            "INSERT INTO subscribers (subject, email, given_name, family_name, organisation_name,"
            " regions, sectors, language, tier, roles, standing, rights_version, created_at)"
            " VALUES (%s, %s, 'A', 'B', '', '{}', '{}', 'cy', 'REGISTERED', '{}', 'ACTIVE', 1,"
            " now())",
            (subject, f"l{number}-{subject}@mails.example"),
        )
        alone.execute(
            "training",
            "INSERT INTO enrolments (enrolment_id, version, subject, course_id, course_version,"
            " status, enrolled_at) VALUES (%s, 1, %s, %s, %s, 'OPEN', now() - interval '20 days')",
            (uuid4(), subject, COURSE.course_id, COURSE.version),
        )


def test_kills_lose_no_reminder_and_send_none_twice(alone: Alone) -> None:
    people = [str(uuid4()) for _ in range(PEOPLE)]
    learning(alone, people)

    def told() -> int:
        query = "SELECT count(*) FROM reminders WHERE subject = ANY(%s)"
        return int(str(alone.execute("training", query, (people,))[0][0]))

    def mails() -> list[str]:
        query = "SELECT variables->>'whose' FROM mails WHERE template = 'course-unfinished'"
        return sorted(str(each[0]) for each in alone.execute("identity", query))

    def log() -> str:
        return alone.log("training-work") + alone.log("identity-work")

    alone.start("identity-work")
    begun = services.command("training", "work"), alone.environment("training-work")
    alone.launch("training-work", *begun)  # not waited for: it reminds before it says it is ready
    eventually(lambda: told() > 0, log)
    for name in ("training-work", "identity-work"):
        alone.stop(name, signal.SIGKILL)
    before = told()
    assert 0 < before < PEOPLE, "the kill must come in the middle"
    assert len(mails()) < PEOPLE
    alone.start("training-work", "identity-work")
    eventually(lambda: told() == PEOPLE and len(mails()) >= PEOPLE, log)
    sleep(1)
    assert sorted(people) == mails()
