"""Training in memory, and a course to take."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cache
from random import Random
from typing import Any
from uuid import UUID, uuid4

from joserfc.jwk import RSAKey

from chassis.errors import StaleVersion
from kernel.idempotency import RequestKey
from kernel.markings import Marking, Tlp
from kernel.pages import Place
from kernel.principals import Principal
from kernel.tiers import Tier
from services.training.domain.attempt import Attempt, draw
from services.training.domain.certificate import Certificate, StatusPlace
from services.training.domain.course import Catalogue, Choice, Course, Module, Question
from services.training.domain.enrolment import Enrolment, EnrolmentStatus
from services.training.domain.errors import (
    AlreadyEnrolled,
    AttemptNotFound,
    CertificateHeld,
    CertificateNotFound,
    EnrolmentNotFound,
)
from services.training.domain.issuer import Issuer
from services.training.domain.open_badge import badge
from services.training.outbound.credential_signer import JoseCredentials
from tests.fakes.alerts import SnapshotOutbox
from tests.fakes.assessment import MemoryExtraTimes, MemoryStatusLists, MemoryWithdrawals
from tests.fakes.course_record import MemoryCourseRecord
from tests.fakes.led_sessions import MemoryLedBookings, MemoryLedSessions
from tests.fakes.plumbing import MemoryAudit, MemoryIdempotency, MemoryPlumbingRows
from tests.fakes.plumbing import MemoryUnitOfWork as UnitOfWork
from tests.fakes.reminders import MemoryReminders
from tests.fakes.training_packages import MemoryPackages
from tests.fakes.training_staff import MemoryLearners, MemoryStaff
from tests.fakes.unit_records import MemoryLaunches, MemoryRecords
from tests.fakes.unit_records import MemoryStatements as Statements
from tests.fakes.unit_records import MemoryUnitDocuments as UnitDocuments

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
ISSUER = Issuer(url="https://isp.example", name="The Issuer")
LEARNER = Principal(subject="learner", tier=Tier.REGISTERED)
OTHER = Principal(subject="other", tier=Tier.REGISTERED)
RETAILER = Principal(subject="retailer", tier=Tier.REGISTERED, sectors=frozenset({"retail"}))
TRAINER = Principal(subject="trainer", tier=Tier.TRUSTED, roles=frozenset({"trainer"}))


@dataclass
class MemoryEnrolments:
    """Enrolments in a dictionary; `attempts` are those that go with them."""

    attempts: "MemoryAttempts"
    kept: dict[UUID, Enrolment] = field(default_factory=dict)
    records: MemoryRecords = field(default_factory=MemoryRecords)

    def add(self, enrolment: Enrolment) -> None:
        if self.open_of(enrolment.subject, enrolment.course_id) is not None:
            raise AlreadyEnrolled("You are taking this course already.")
        self.kept[enrolment.enrolment_id] = enrolment

    def get(self, enrolment_id: UUID, *, lock: bool = False) -> Enrolment:
        if enrolment_id not in self.kept:
            raise EnrolmentNotFound("There is no such enrolment.")
        return self.kept[enrolment_id]

    def save(self, enrolment: Enrolment) -> None:
        if self.kept[enrolment.enrolment_id].version != enrolment.version - 1:
            raise StaleVersion("The enrolment changed meanwhile: read it again.")
        self.kept[enrolment.enrolment_id] = enrolment

    def open_of(self, subject: str, course_id: UUID) -> Enrolment | None:
        for each in self.of_subject(subject):
            if each.course_id == course_id and each.status is EnrolmentStatus.OPEN:
                return each
        return None

    def page(self, subject: str, *, after: Place | None, size: int) -> Sequence[Enrolment]:
        found = [
            each
            for each in reversed(self.of_subject(subject))
            if after is None or _age(each) < (after.at, after.item_id)
        ]
        return found[:size]

    def of_subject(self, subject: str) -> list[Enrolment]:
        return sorted((each for each in self.kept.values() if each.subject == subject), key=_age)

    def open_in(self, versions: Any, *, size: int) -> Sequence[UUID]:
        held = [each for each in self.kept.values() if each.status is EnrolmentStatus.OPEN]
        return [
            one.enrolment_id
            for one in sorted(held, key=_age)
            if (one.course_id, one.course_version) in versions
        ][:size]

    def overdue(self, at: datetime, *, size: int) -> Sequence[UUID]:
        late = {
            each.enrolment_id
            for each in self.attempts.kept.values()
            if each.submitted_at is None and each.due_at is not None and each.due_at < at
        }
        kept = self.kept.values()
        found = [each for each in kept if each.status is EnrolmentStatus.OPEN]
        return [each.enrolment_id for each in found if each.enrolment_id in late][:size]

    def completed(self) -> Iterator[Enrolment]:
        done = (each for each in self.kept.values() if each.status is EnrolmentStatus.COMPLETED)
        return iter(sorted(done, key=_age))

    def forget(self, subject: str) -> int:
        mine = [each.enrolment_id for each in self.of_subject(subject)]
        tried = [each.attempt_id for each in self.attempts.of_enrolments(mine)]
        for each in mine:
            del self.kept[each]
        for each in tried:
            del self.attempts.kept[each]
        self.records.forget(mine)
        return len(mine) + len(tried)


def _age(enrolment: Enrolment) -> tuple[datetime, UUID]:
    return enrolment.enrolled_at, enrolment.enrolment_id


@dataclass
class MemoryAttempts:
    """Attempts in a dictionary."""

    kept: dict[UUID, Attempt] = field(default_factory=dict)

    def add(self, attempt: Attempt) -> None:
        self.kept[attempt.attempt_id] = attempt

    def get(self, attempt_id: UUID) -> Attempt:
        if attempt_id not in self.kept:
            raise AttemptNotFound("There is no such attempt.")
        return self.kept[attempt_id]

    def save(self, attempt: Attempt) -> None:
        self.kept[attempt.attempt_id] = attempt

    def of_enrolments(self, enrolment_ids: Sequence[UUID]) -> Sequence[Attempt]:
        mine = [each for each in self.kept.values() if each.enrolment_id in enrolment_ids]
        return sorted(mine, key=lambda each: (each.started_at, each.attempt_id))


@dataclass
class MemoryCertificates:
    """Certificates in a dictionary."""

    kept: dict[UUID, Certificate] = field(default_factory=dict)

    def add(self, certificate: Certificate) -> None:
        if any(each.revoked_at is None for each in self.of_enrolments([certificate.enrolment_id])):
            raise CertificateHeld("The certificate of this enrolment was issued already.")
        self.kept[certificate.certificate_id] = certificate

    def get(self, certificate_id: UUID, *, lock: bool = False) -> Certificate:
        if certificate_id not in self.kept:
            raise CertificateNotFound("There is no such certificate.")
        return self.kept[certificate_id]

    def save(self, certificate: Certificate) -> None:
        if self.kept[certificate.certificate_id].version != certificate.version - 1:
            raise StaleVersion("The certificate changed meanwhile: read it again.")
        self.kept[certificate.certificate_id] = certificate

    def of_enrolments(self, enrolment_ids: Sequence[UUID]) -> Sequence[Certificate]:
        return [each for each in self.kept.values() if each.enrolment_id in enrolment_ids]

    def of_subject(self, subject: str, *, lock: bool = False) -> Sequence[Certificate]:
        return [each for each in self.everything() if each.subject == subject]

    def everything(self) -> Iterator[Certificate]:
        return iter(
            sorted(self.kept.values(), key=lambda each: (each.issued_at, each.certificate_id))
        )


@dataclass
class MemoryTrainingStores:
    """Everything of training, in memory."""

    attempts: MemoryAttempts = field(default_factory=MemoryAttempts)
    enrolments: MemoryEnrolments = field(init=False)
    extra_times: MemoryExtraTimes = field(default_factory=MemoryExtraTimes)
    withdrawals: MemoryWithdrawals = field(default_factory=MemoryWithdrawals)
    certificates: MemoryCertificates = field(default_factory=MemoryCertificates)
    status_lists: MemoryStatusLists = field(default_factory=MemoryStatusLists)
    packages: MemoryPackages = field(default_factory=MemoryPackages)
    records: MemoryRecords = field(default_factory=MemoryRecords)
    launches: MemoryLaunches = field(init=False)
    course_record: MemoryCourseRecord = field(init=False)
    statements: Statements = field(init=False)
    unit_documents: UnitDocuments = field(init=False)
    led_sessions: MemoryLedSessions = field(default_factory=MemoryLedSessions)
    led_bookings: MemoryLedBookings = field(default_factory=MemoryLedBookings)
    reminders: MemoryReminders = field(init=False)
    staff: MemoryStaff = field(init=False)
    learners: MemoryLearners = field(default_factory=MemoryLearners)
    outbox: SnapshotOutbox = field(default_factory=SnapshotOutbox)
    audit: MemoryAudit = field(default_factory=MemoryAudit)
    idempotency: MemoryIdempotency = field(default_factory=MemoryIdempotency)
    plumbing: MemoryPlumbingRows = field(default_factory=MemoryPlumbingRows)

    def __post_init__(self) -> None:
        self.enrolments = MemoryEnrolments(self.attempts, records=self.records)
        self.launches = MemoryLaunches(
            self.records, self.enrolments, self.withdrawals, self.packages
        )
        self.statements = Statements(self.records)
        self.course_record = MemoryCourseRecord(self.records, self.attempts)
        self.unit_documents = UnitDocuments(self.records)
        self.reminders = MemoryReminders(
            self.enrolments,
            self.certificates,
            self.withdrawals,
            self.packages,
            self.led_sessions,
            self.led_bookings,
        )
        self.staff = MemoryStaff(self.enrolments, self.certificates, self.withdrawals)


def memory() -> UnitOfWork[MemoryTrainingStores]:
    """A unit of work on nothing yet."""
    return UnitOfWork(MemoryTrainingStores())


@cache
def signing_key(name: str = "present") -> RSAKey:
    """A key of these tests; each name has its own."""
    return RSAKey.generate_key(2048, private=True)


ENVIRONMENT = {
    "ISP_ENVIRONMENT": "test",
    "ISP_OIDC_ISSUER": "http://keycloak.test/realms/isp",
    "ISP_OIDC_JWKS_URL": "http://keycloak.test/keys",
    "ISP_NATS_URL": "nats://nats.test",
    "ISP_PSEUDONYM_KEY": "pseudonyms",
    "ISP_PUBLIC_URL": "https://isp.example/",
    "TRAINING_DATABASE_URL": "postgresql+psycopg://database.test/training",
    "TRAINING_NATS_PASSWORD": "nats",
    "TRAINING_GRPC_LISTEN": "localhost:1",
    "TRAINING_METRICS_LISTEN": "localhost:2",
    "TRAINING_ISSUER_NAME": "The Issuer",
    "TRAINING_SIGNING_KEY": signing_key().as_pem(private=True).decode(),
    "TRAINING_PACKAGES_URL": "https://*.packages.example",
    "TRAINING_LAUNCH_KEY": "k" * 32,
}


def credentials(*former: RSAKey) -> JoseCredentials:
    """What signs in these tests."""
    return JoseCredentials(signing_key(), former, ISSUER)


def question(number: int, *, several: bool = False) -> Question:
    """A question whose right choices are `good`, and `also` where several are."""
    return Question(
        question_id=f"q{number}",
        text=f"What of {number}?",
        several=several,
        choices=(
            Choice(choice_id="bad", text="No", right=False, feedback="Not that."),
            Choice(choice_id="good", text="Yes", right=True, feedback=""),
            Choice(choice_id="also", text="Too", right=several, feedback=""),
        ),
        feedback=f"Remember {number}.",
    )


def module(number: int, *, bank: int = 6, drawn: int = 4) -> Module:
    """A module with a bank of questions, some of which have several right choices."""
    return Module(
        module_id=UUID(int=number),
        title=f"Module {number}",
        title_cy=f"Modiwl {number}",
        minutes=5,
        body=f"# Module {number}",
        sources=("A public source",),
        draw=drawn,
        bank=tuple(question(each, several=each % 3 == 0) for each in range(bank)),
    )


COURSE_ID = UUID("11111111-1111-4111-8111-111111111111")
FIRST_ID = UUID("12121212-1212-4212-8212-121212121212")
VERIFIED = Marking(tlp=Tlp.AMBER, minimum_tier=Tier.VERIFIED)


def course(**given: Any) -> Course:
    """A course of two modules, unless said otherwise."""
    return Course(
        **{
            "course_id": COURSE_ID,
            "version": 1,
            "title": "Awareness",
            "title_cy": "Ymwybyddiaeth",
            "summary": "What anyone can do.",
            "language": "en-GB",
            "banner": "Demonstration, not official.",
            "marking": Marking.clear(),
            "pass_mark": 75,
            "most_attempts": 2,
            "valid_months": 24,
            "criteria": "Passed two modules.",
            "published_at": NOON,
            "modules": (module(1), module(2)),
        }
        | given
    )


CATALOGUE = Catalogue([course()])


def enrolment(by: str = "learner", **given: Any) -> Enrolment:
    """An enrolment that has just begun."""
    begun = Enrolment.begun(uuid4(), course(), subject=by, at=NOON)
    return replace(begun, **given)


def attempt(of: Enrolment, number: int = 1, module_number: int = 1, **given: Any) -> Attempt:
    """An attempt that waits for answers."""
    return Attempt(
        **{
            "attempt_id": uuid4(),
            "enrolment_id": of.enrolment_id,
            "module_id": UUID(int=module_number),
            "number": number,
            "drawn": draw(module(module_number), Random(number)),
            "started_at": NOON,
        }
        | given
    )


def right_answers(to: Attempt, *, all_but: int = 0) -> dict[str, frozenset[str]]:
    """Answers to an attempt: right, but for so many of them."""
    bank = module(1, bank=20)
    return {
        each.question_id: bank.question(each.question_id).right
        if place >= all_but
        else frozenset({"bad"})
        for place, each in enumerate(to.drawn)
    }


def handed_in(of: Enrolment, number: int = 1, module_number: int = 1, wrong: int = 0) -> Attempt:
    """An attempt that was marked."""
    tried = attempt(of, number, module_number)
    answers = right_answers(tried, all_but=wrong)
    return tried.submit(answers, module=module(module_number), pass_mark=75, at=NOON)


def completed(stores: MemoryTrainingStores, by: str = "learner", told: bool = False) -> Enrolment:
    """An enrolment with every module passed, on record; its attempts are told of if asked."""
    done = enrolment(by, status=EnrolmentStatus.COMPLETED, completed_at=NOON, version=2)
    stores.enrolments.add(done)
    tried = [handed_in(done, module_number=number) for number in (1, 2)]
    for each in tried:
        stores.attempts.add(each)
    if told:
        stores.course_record.tell(done, course(), tried, course_completed=True)
    return done


def certificate(by: str = "learner", **given: Any) -> Certificate:
    """A certificate as it was issued."""
    unsigned = Certificate(
        **{
            "certificate_id": uuid4(),
            "version": 1,
            "enrolment_id": uuid4(),
            "subject": by,
            "recipient_id": uuid4(),
            "name": "Given Family",
            "course_id": COURSE_ID,
            "course_version": 1,
            "title": "Awareness",
            "issued_at": NOON,
            "valid_until": NOON.replace(year=2028),
            "place": StatusPlace(uuid4(), 7),
        }
        | given
    )
    return replace(unsigned, credential=credentials().sign(badge(unsigned, course(), ISSUER)))


def key(rpc: str = "Rpc", value: str = "k", body: bytes = b"1" * 32) -> RequestKey:
    """A request's key."""
    return RequestKey(rpc=rpc, key=value, body_digest=body)
