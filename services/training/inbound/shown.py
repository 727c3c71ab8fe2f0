"""What training shows, as protobuf. No right answer is in any of it."""

from collections.abc import Sequence
from datetime import datetime

from google.protobuf.timestamp_pb2 import Timestamp

from isp.kernel.v1 import kernel_pb2
from isp.training.v1 import certificate_pb2, course_pb2, enrolment_pb2, training_pb2
from services.training.domain.attempt import Attempt, Drawn
from services.training.domain.certificate import Certificate
from services.training.domain.course import Course, Module
from services.training.domain.enrolment import ModuleProgress
from services.training.domain.issuer import PublicKey
from services.training.domain.scenario import Scenario, Step, walk
from services.training.domain.verification import Verification
from services.training.usecases.get_course import CourseRead
from services.training.usecases.get_module import ModuleRead
from services.training.usecases.reading import Learning
from services.training.usecases.submit_answers import Marked


def moment(at: datetime) -> Timestamp:
    """Return a moment."""
    said = Timestamp()
    said.FromDatetime(at)
    return said


def course_to_pb(course: Course) -> course_pb2.Course:
    """Return a course with what it lists of its modules."""
    return course_pb2.Course(
        course_id=str(course.course_id),
        version=course.version,
        title=course.title,
        title_cy=course.title_cy,
        summary=course.summary,
        language=course.language,
        banner=course.banner,
        marking=kernel_pb2.Marking(
            tlp=kernel_pb2.Tlp.Value(f"TLP_{course.marking.tlp.name}"),
            minimum_tier=kernel_pb2.Tier.Value(f"TIER_{course.marking.minimum_tier.name}"),
        ),
        pass_mark=course.pass_mark,
        most_attempts=course.most_attempts,
        valid_months=course.valid_months,
        criteria=course.criteria,
        published_at=moment(course.published_at),
        modules=[_summary(each) for each in course.modules],
        sectors=sorted(course.sectors),
        prerequisite_ids=[str(each) for each in course.prerequisites],
    )


def course_read_to_pb(read: CourseRead) -> training_pb2.GetCourseResponse:
    """Return a course, and what it asks for first."""
    return training_pb2.GetCourseResponse(
        course=course_to_pb(read.course),
        prerequisites=[
            course_pb2.Prerequisite(
                course_id=str(each.course.course_id),
                title=each.course.title,
                title_cy=each.course.title_cy,
                completed=each.completed,
            )
            for each in read.prerequisites
        ],
    )


def _summary(module: Module) -> course_pb2.ModuleSummary:
    return course_pb2.ModuleSummary(
        module_id=str(module.module_id),
        title=module.title,
        title_cy=module.title_cy,
        minutes=module.minutes,
        questions=module.draw + len(module.scenarios),
        limit_minutes=module.limit_minutes or 0,
    )


def module_to_pb(module: Module) -> course_pb2.Module:
    """Return what a module teaches."""
    film = module.film
    told = course_pb2.ModuleFilm(title=film.title, transcript=film.transcript) if film else None
    return course_pb2.Module(
        summary=_summary(module), body=module.body, sources=module.sources, film=told
    )


def module_read_to_pb(read: ModuleRead) -> training_pb2.GetModuleResponse:
    """Return a module, and what its reader still has to hand in."""
    mine = read.progress
    waiting = mine.open if mine else None
    return training_pb2.GetModuleResponse(
        module=module_to_pb(read.module),
        course_version=read.course.version,
        banner=read.course.banner,
        progress=progress_to_pb(mine) if mine else None,
        open_attempt=attempt_to_pb(waiting, read.module) if waiting else None,
        last_attempt=attempt_to_pb(read.last, read.module) if read.last else None,
        last_result=result_to_pb(read.last, read.module) if read.last else None,
    )


def progress_to_pb(progress: ModuleProgress) -> enrolment_pb2.ModuleProgress:
    """Return how far a learner is in a module."""
    return enrolment_pb2.ModuleProgress(
        module_id=str(progress.module_id),
        attempts=progress.submitted,
        best_score=progress.best,
        passed_at=moment(progress.passed_at) if progress.passed_at else None,
    )


def enrolment_to_pb(learning: Learning) -> enrolment_pb2.Enrolment:
    """Return an enrolment with all that its learner sees of it."""
    enrolment, course, certificate = learning.enrolment, learning.course, learning.certificate
    return enrolment_pb2.Enrolment(
        enrolment_id=str(enrolment.enrolment_id),
        course_id=str(enrolment.course_id),
        course_version=enrolment.course_version,
        title=course.title,
        title_cy=course.title_cy,
        status=enrolment_pb2.EnrolmentStatus.Value(f"ENROLMENT_STATUS_{enrolment.status.name}"),
        enrolled_at=moment(enrolment.enrolled_at),
        completed_at=moment(enrolment.completed_at) if enrolment.completed_at else None,
        modules=[progress_to_pb(each) for each in learning.progress],
        certificate=certificate_to_pb(certificate) if certificate else None,
    )


def attempt_to_pb(attempt: Attempt, module: Module) -> enrolment_pb2.Attempt:
    """Return an attempt as it is asked, with what is answered so far."""
    return enrolment_pb2.Attempt(
        attempt_id=str(attempt.attempt_id),
        enrolment_id=str(attempt.enrolment_id),
        module_id=str(attempt.module_id),
        number=attempt.number,
        started_at=moment(attempt.started_at),
        questions=[question_to_pb(each, attempt, module) for each in attempt.drawn],
        due_at=moment(attempt.due_at) if attempt.due_at else None,
    )


def question_to_pb(drawn: Drawn, attempt: Attempt, module: Module) -> enrolment_pb2.Question:
    """Return a question as it is asked; of a scenario no step that was not reached."""
    scenario = module.scenario(drawn.question_id)
    if scenario is not None:
        return _scenario(scenario, attempt)
    question = module.question(drawn.question_id)
    texts = {each.choice_id: each.text for each in question.choices}
    return enrolment_pb2.Question(
        question_id=question.question_id,
        text=question.text,
        several=question.several,
        choices=[
            enrolment_pb2.Choice(choice_id=choice_id, text=texts[choice_id])
            for choice_id in drawn.choice_ids
        ],
        taken=sorted(attempt.answers.get(drawn.question_id, ())),
    )


def _scenario(scenario: Scenario, attempt: Attempt) -> enrolment_pb2.Question:
    way = walk(scenario, attempt.answers)
    steps = [
        enrolment_pb2.ScenarioStep(
            step_id=step.step_id,
            text=step.text,
            choices=_step_choices(step),
            taken=choice.choice_id,
            right=choice.right,
            feedback=choice.feedback,
        )
        for step, choice in way.taken
    ]
    if way.waiting is not None:
        here = way.waiting
        steps.append(
            enrolment_pb2.ScenarioStep(
                step_id=here.step_id, text=here.text, choices=_step_choices(here)
            )
        )
    return enrolment_pb2.Question(question_id=scenario.question_id, text=scenario.text, steps=steps)


def _step_choices(step: Step) -> Sequence[enrolment_pb2.Choice]:
    return [enrolment_pb2.Choice(choice_id=each.choice_id, text=each.text) for each in step.choices]


def marked_to_pb(marked: Marked) -> tuple[enrolment_pb2.AttemptResult, enrolment_pb2.Enrolment]:
    """Return how an attempt was marked, and the enrolment after it."""
    return result_to_pb(marked.attempt, marked.module), enrolment_to_pb(marked.learning)


def result_to_pb(attempt: Attempt, module: Module) -> enrolment_pb2.AttemptResult:
    """Return how an attempt was marked."""
    assert attempt.submitted_at is not None
    return enrolment_pb2.AttemptResult(
        attempt_id=str(attempt.attempt_id),
        module_id=str(attempt.module_id),
        number=attempt.number,
        score=attempt.score,
        passed=attempt.passed,
        submitted_at=moment(attempt.submitted_at),
        timed_out=attempt.timed_out,
        questions=[
            enrolment_pb2.QuestionResult(
                question_id=each.question_id,
                right=each.question_id in attempt.right,
                feedback=_feedback(each, attempt, module),
            )
            for each in attempt.drawn
        ],
    )


def _feedback(drawn: Drawn, attempt: Attempt, module: Module) -> Sequence[str]:
    scenario = module.scenario(drawn.question_id)
    if scenario is not None:
        way = walk(scenario, attempt.answers)
        return [*(choice.feedback for _, choice in way.taken), scenario.feedback]
    question = module.question(drawn.question_id)
    taken = attempt.answers.get(drawn.question_id, frozenset())
    said = [each.feedback for each in question.choices if each.choice_id in taken and each.feedback]
    return [*said, question.feedback]


def certificate_to_pb(
    certificate: Certificate, *, name: bool = True
) -> certificate_pb2.Certificate:
    """Return a certificate as its holder sees it; for others without the name."""
    return certificate_pb2.Certificate(
        certificate_id=str(certificate.certificate_id),
        enrolment_id=str(certificate.enrolment_id),
        course_id=str(certificate.course_id),
        course_version=certificate.course_version,
        title=certificate.title,
        name=certificate.name if name else "",
        issued_at=moment(certificate.issued_at),
        valid_until=moment(certificate.valid_until),
        revoked_at=moment(certificate.revoked_at) if certificate.revoked_at else None,
        revocation_reason=certificate.revocation_reason,
    )


def checks_to_pb(verification: Verification) -> Sequence[certificate_pb2.Check]:
    """Return each check."""
    return [
        certificate_pb2.Check(
            name=certificate_pb2.CheckName.Value(f"CHECK_NAME_{each.name.name}"),
            outcome=certificate_pb2.CheckOutcome.Value(f"CHECK_OUTCOME_{each.outcome.name}"),
            reason=each.reason,
            detail=each.detail,
        )
        for each in verification.checks
    ]


def stated_to_pb(verification: Verification) -> certificate_pb2.Stated | None:
    """Return what a credential with a good signature says."""
    said = verification.stated
    if said is None:
        return None
    return certificate_pb2.Stated(
        certificate_id=str(said.certificate_id),
        name=said.name,
        title=said.title,
        criteria=said.criteria,
        issuer=said.issuer_name,
        valid_from=moment(said.valid_from),
        valid_until=moment(said.valid_until),
        revoked_at=moment(verification.revoked_at) if verification.revoked_at else None,
    )


def key_to_pb(key: PublicKey) -> certificate_pb2.PublicKey:
    """Return a public key."""
    return certificate_pb2.PublicKey(kid=key.kid, key_id=str(key.key_id), n=key.n, e=key.e)
