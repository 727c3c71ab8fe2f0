"""`certificate_check`: how many certificates a core verifies in a second, beside a bare check.

Ours is the RPC that anyone may call, with the credential itself: its signature, who issued it, its
dates, and by the record whether it was revoked. What a core does is counted by the time that the
service and its database connections ran, so that neighbours take none of it. The peer is PyJWT
verifying the same credentials and psycopg looking the same rows up, in one process.
"""

import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any, Final
from uuid import uuid4

import grpc
import jwt as pyjwt

from bench.issuer import Issuer
from bench.load import NotAnswered
from bench.measure import Result, in_pairs, say
from bench.officers import keep_people
from bench.stream_platform import cpu_seconds
from isp.training.v1 import enrolment_pb2, training_pb2, training_pb2_grpc
from stack import postgres
from stack.alone import Alone
from stack.harness import Harness
from stack.places import throw_away_folder
from stack.story.learning import COURSE, learned

SERVERS: Final = frozenset({"postgres", "nats"})
GOAL: Final = 300
LEARNERS: Final = 20
CHECKS: Final = 2_000
CALLERS: Final = 4
SECONDS: Final = 30


@dataclass(frozen=True, slots=True)
class _Credential:
    certificate_id: str
    text: str


@dataclass(frozen=True, slots=True)
class _Stage:
    alone: Alone
    training: training_pb2_grpc.TrainingServiceStub
    credentials: Sequence[_Credential]
    key: Any
    """The issuer's public key, as PyJWT takes it."""


def run() -> Result:
    """Measure both in pairs; the control is a credential that was changed."""
    with _stage() as stage:
        _control(stage)
        ratio = in_pairs(lambda: _ours(stage), lambda: _peer(stage))
    least = min(ratio.ours)
    return Result(
        name="certificate_check",
        figure=round(sorted(ratio.ours)[len(ratio.ours) // 2]),
        unit="certificates verified a second a core",
        goal=f">= {GOAL}",
        met=least >= GOAL,
        peer="PyJWT's signature check and psycopg's look at the same row, without a network",
        spread=f"{least:.0f} to {max(ratio.ours):.0f} in {len(ratio.ours)} rounds of {CHECKS}",
        detail={
            "peer_a_second_a_core": [round(each) for each in ratio.peer],
            "ratio": round(ratio.median, 3),
            "ratio_spread": ratio.spread,
        },
    )


def _control(stage: _Stage) -> None:
    """See that what is measured does tell a good credential from one that was changed.

    Raises:
        NotAnswered: it does not.
    """
    good = stage.credentials[0].text
    head, payload, signature = good.split(".")
    other = stage.credentials[1].text.split(".")[1]
    for text, valid in ((good, True), (f"{head}.{other}.{signature}", False)):
        if _verified(stage, text) is not valid:
            raise NotAnswered(f"a credential that is valid={valid} was called otherwise: {payload}")


def _verified(stage: _Stage, text: str) -> bool:
    request = training_pb2.VerifyCertificateRequest(credential=text)
    return bool(stage.training.VerifyCertificate(request, timeout=SECONDS).valid)


def _ours(stage: _Stage) -> float:
    """Return how many were verified in a second of the service's and its database's time."""
    processes = _processes(stage.alone)
    before = sum(map(cpu_seconds, processes))
    with ThreadPoolExecutor(CALLERS) as pool:
        texts = [stage.credentials[each % len(stage.credentials)].text for each in range(CHECKS)]
        if not all(pool.map(lambda text: _verified(stage, text), texts)):
            raise NotAnswered("a good credential was refused")
    return CHECKS / (sum(map(cpu_seconds, processes)) - before)


def _processes(alone: Alone) -> list[int]:
    """Return the service's process and those of its connections to the database."""
    found = alone.execute(
        "training", "SELECT pid FROM pg_stat_activity WHERE usename = 'training_app'"
    )
    return [alone.process_id("training-serve"), *(int(str(row[0])) for row in found)]


def _peer(stage: _Stage) -> float:
    """Return how many a bare check does in a second of its own and its connection's time."""
    harness = stage.alone.harness
    with postgres.connect(
        harness.port("postgres"), harness.secret("postgres"), "training"
    ) as connection:
        backend = connection.info.backend_pid
        before = cpu_seconds(backend) + time.thread_time()
        for number in range(CHECKS):
            credential = stage.credentials[number % len(stage.credentials)]
            pyjwt.decode(
                credential.text, stage.key, algorithms=["RS256"], options={"verify_aud": False}
            )
            connection.execute(
                "SELECT * FROM certificates WHERE certificate_id = %s",
                (credential.certificate_id,),
            ).fetchone()
        return CHECKS / (cpu_seconds(backend) + time.thread_time() - before)


@contextmanager
def _stage() -> Iterator[_Stage]:
    with ExitStack() as stack:
        folder = stack.enter_context(throw_away_folder("isp-bench-"))
        issuer = Issuer()
        trusting = stack.enter_context(issuer.trusted())
        harness = stack.enter_context(Harness(folder / "platform", servers=SERVERS))
        alone = Alone(harness, trusting)
        stack.callback(alone.stop_all)
        alone.migrate("training")
        alone.start("training-serve")
        people = [str(uuid4()) for _ in range(LEARNERS)]
        keep_people(alone, dict.fromkeys(people, ()), database="training")
        address = f"127.0.0.1:{harness.port('training')}"
        channel = stack.enter_context(grpc.insecure_channel(address))
        training = training_pb2_grpc.TrainingServiceStub(channel)
        made = [_Learner(training, issuer.token(each)).certified() for each in people]
        say(f"{len(made)} learners passed '{COURSE}' and have their certificates")
        keys = training.GetIssuer(training_pb2.GetIssuerRequest(), timeout=SECONDS).keys
        public = {"kty": "RSA", "n": keys[0].n, "e": keys[0].e}
        yield _Stage(alone, training, made, pyjwt.PyJWK(public, algorithm="RS256").key)


class _Learner:
    """Somebody who passes the course with what they know."""

    def __init__(self, training: training_pb2_grpc.TrainingServiceStub, token: str) -> None:
        self._training = training
        self._by: dict[str, Any] = {
            "metadata": (("authorization", f"Bearer {token}"),),
            "timeout": SECONDS,
        }

    def certified(self) -> _Credential:
        """Take the course and return what came of it."""
        offered = self._training.ListCourses(training_pb2.ListCoursesRequest(), **self._by).courses
        course = next(each for each in offered if each.title == COURSE)
        request = training_pb2.EnrolRequest(
            course_id=course.course_id, idempotency_key=str(uuid4())
        )
        enrolment_id = self._training.Enrol(request, **self._by).enrolment.enrolment_id
        knows = learned(course.version)
        for module in course.modules:
            self._passed(enrolment_id, module.module_id, knows)
        asked = training_pb2.IssueCertificateRequest(
            enrolment_id=enrolment_id, name="A Learner", idempotency_key=str(uuid4())
        )
        certificate = self._training.IssueCertificate(asked, **self._by).certificate
        named = training_pb2.GetCertificateRequest(certificate_id=certificate.certificate_id)
        text = self._training.GetCertificate(named, **self._by).credential
        return _Credential(certificate.certificate_id, text)

    def _passed(self, enrolment_id: str, module_id: str, knows: dict[str, list[str]]) -> None:
        start = training_pb2.StartAttemptRequest(
            enrolment_id=enrolment_id, module_id=module_id, idempotency_key=str(uuid4())
        )
        attempt = self._training.StartAttempt(start, **self._by).attempt
        answers = [
            enrolment_pb2.Answer(question_id=each.question_id, choice_ids=knows[each.question_id])
            for each in attempt.questions
        ]
        submission = training_pb2.SubmitAnswersRequest(
            attempt_id=attempt.attempt_id, answers=answers, idempotency_key=str(uuid4())
        )
        if not self._training.SubmitAnswers(submission, **self._by).result.passed:
            raise NotAnswered("right answers did not pass")
