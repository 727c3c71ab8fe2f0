"""The in-memory stores pass the suites of the real ones."""

import pytest

from kernel.standing import Standing
from tests.ports.assessment_stores import (
    ExtraTimesStoreSuite,
    OverdueStoreSuite,
    ReissuesStoreSuite,
    WithdrawalsStoreSuite,
)
from tests.ports.course_record_store import CourseRecordStoreSuite
from tests.ports.training_led_sessions import LedSessionsStoreSuite
from tests.ports.training_packages_store import PackagesStoreSuite
from tests.ports.training_reminders import RemindersStoreSuite
from tests.ports.training_stores import (
    AttemptsStoreSuite,
    CertificatesStoreSuite,
    EnrolmentsStoreSuite,
    StatusListsStoreSuite,
)


class TestMemoryEnrolments(EnrolmentsStoreSuite):
    """On memory."""


class TestMemoryAttempts(AttemptsStoreSuite):
    """On memory."""


class TestMemoryCourseRecord(CourseRecordStoreSuite):
    """On memory."""


class TestMemoryCertificates(CertificatesStoreSuite):
    """On memory."""


class TestMemoryStatusLists(StatusListsStoreSuite):
    """On memory."""


class TestMemoryPackages(PackagesStoreSuite):
    """On memory."""


class TestMemoryOverdue(OverdueStoreSuite):
    """On memory."""


class TestMemoryWithdrawals(WithdrawalsStoreSuite):
    """On memory."""


class TestMemoryReissues(ReissuesStoreSuite):
    """On memory."""


class TestMemoryExtraTimes(ExtraTimesStoreSuite):
    """On memory."""


class TestMemoryLedSessions(LedSessionsStoreSuite):
    """On memory."""


class TestMemoryReminders(RemindersStoreSuite):
    """On memory."""

    @pytest.fixture
    def stand(self, stores):
        def keep(subject: str, standing: Standing) -> None:
            away = stores.reminders.kept_away
            (away.discard if standing is Standing.ACTIVE else away.add)(subject)

        return keep
