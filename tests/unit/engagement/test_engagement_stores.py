"""The in-memory stores pass the suites of the real ones."""

import pytest

from tests.fakes.engagement import memory
from tests.ports.engagement_stores import QuestionsStoreSuite


class TestMemoryQuestions(QuestionsStoreSuite):
    """On memory."""

    @pytest.fixture
    def unit_of_work(self):
        return memory()
