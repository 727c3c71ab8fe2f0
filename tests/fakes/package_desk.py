"""What trainers do with packages, on memory."""

from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID, uuid4

from kernel.principals import Principal
from kernel.tiers import Tier
from services.training.domain.course import Catalogue
from services.training.domain.package import (
    PIECE_BYTES,
    Package,
)
from services.training.domain.package_origin import PackageOrigins
from services.training.inbound.package_look import BoundedPackageLook
from services.training.inbound.package_reading import read
from services.training.outbound.launch_paths import SealedLaunchPaths
from services.training.outbound.published_courses import PublishedCourses
from services.training.outbound.scratch import TemporaryScratch
from services.training.usecases.begin_package import BeginPackage
from services.training.usecases.clear_packages import ClearPackages
from services.training.usecases.enrol import Enrol
from services.training.usecases.finish_package import FinishPackage
from services.training.usecases.judging import Judging
from services.training.usecases.preview_package import PreviewPackage
from services.training.usecases.publish_package import PublishPackage
from services.training.usecases.put_package_piece import PutPackagePiece
from services.training.usecases.read_package_file import ReadPackageFile
from services.training.usecases.scan_packages import ScanPackages
from services.training.usecases.scan_shown import ScanShown
from services.training.usecases.withdraw_package import WithdrawPackage
from tests.fakes.plumbing import FreshIds, MemoryUnitOfWork, SetClock
from tests.fakes.scanner import MemoryScanner
from tests.fakes.storage import MemoryStorage
from tests.fakes.training import TRAINER, MemoryTrainingStores, course, key
from tests.fakes.training_packages import sha256

SECOND = Principal(subject="second", tier=Tier.TRUSTED, roles=frozenset({"trainer"}))
ORIGINS = PackageOrigins("https://*.packages.example")


@dataclass
class HeardMeasures:
    """What came of packages, and which failed by a fault."""

    outcomes: list[str]
    faults: list[tuple[UUID, str]] = field(default_factory=list)

    def judged(self, outcome: str) -> None:
        self.outcomes.append(outcome)

    def failed(self, package_id: UUID, error: Exception) -> None:
        self.faults.append((package_id, type(error).__name__))


class _HereLook(BoundedPackageLook):
    """Looks in this process: what the child says is tested beside the reading."""

    def __call__(self, path: Path):
        return read(path)


@dataclass
class Desk:
    """Everything that a trainer does, on memory."""

    unit_of_work: MemoryUnitOfWork[MemoryTrainingStores]
    clock: SetClock
    storage: MemoryStorage
    scanner: MemoryScanner = field(default_factory=MemoryScanner)
    outcomes: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        work = {"unit_of_work": self.unit_of_work}
        timed = work | {"clock": self.clock}
        paths = SealedLaunchPaths.under("k" * 32, ORIGINS)
        self.catalogue = Catalogue([course()], PublishedCourses(self.unit_of_work, seconds=0))
        self.begin = BeginPackage(**timed, catalogue=self.catalogue, ids=FreshIds())
        self.put = PutPackagePiece(**work, storage=self.storage)
        judging = Judging(
            storage=self.storage,
            scanner=self.scanner,
            look=_HereLook(),
            scratch=TemporaryScratch(),
        )
        self.finish = FinishPackage(**timed, judging=judging, outcome=self.outcomes.append)
        self.measures = HeardMeasures(self.outcomes)
        shown = ScanShown(
            **timed,
            storage=self.storage,
            scanner=self.scanner,
            scratch=TemporaryScratch(),
            measures=self.measures,
        )
        self.scan = ScanPackages(**timed, judging=judging, shown=shown, measures=self.measures)
        self.publish = PublishPackage(**timed)
        self.withdraw = WithdrawPackage(**timed)
        self.preview = PreviewPackage(**timed, ids=FreshIds(), paths=paths)
        self.read = ReadPackageFile(**timed, paths=paths, storage=self.storage)
        self.clear = ClearPackages(**timed, storage=self.storage)
        self.enrol = Enrol(**timed, catalogue=self.catalogue, ids=FreshIds())

    def begun(self, body: bytes, by: Principal = TRAINER, course_id: UUID | None = None) -> Package:
        return self.begin(
            by, name="gates.zip", size=len(body), course_id=course_id, key=key(value=str(uuid4()))
        )

    def uploaded(self, body: bytes, course_id: UUID | None = None) -> Package:
        upload = self.begun(body, course_id=course_id)
        for number in range(upload.pieces):
            piece = body[number * PIECE_BYTES : (number + 1) * PIECE_BYTES]
            self.put(TRAINER, package_id=upload.package_id, number=number, body=piece)
        return upload

    def brought(self, body: bytes, course_id: UUID | None = None) -> Package:
        upload = self.uploaded(body, course_id)
        return self.finish(TRAINER, package_id=upload.package_id, digest=sha256(body))

    def published(self, body: bytes, course_id: UUID | None = None) -> Package:
        made = self.brought(body, course_id)
        return self.publish(SECOND, package_id=made.package_id, read_digest=made.digest)
