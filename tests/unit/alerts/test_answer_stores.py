"""The in-memory stores of answers pass the suites of the real ones."""

from tests.ports.answer_stores import AnswersSuite, HelpDeskSuite
from tests.ports.paging_store import PagingSuite
from tests.ports.situations_store import SituationsSuite


class TestMemoryAnswers(AnswersSuite):
    """On memory."""


class TestMemoryHelpDesk(HelpDeskSuite):
    """On memory."""


class TestMemoryPaging(PagingSuite):
    """On memory."""


class TestMemorySituations(SituationsSuite):
    """On memory."""
