"""The stores in memory pass the suite of the preview."""

import pytest

from chassis.principals import PrincipalRow
from tests.fakes.accounts import account_of
from tests.ports.preview import PreviewSuite, Rights


class TestMemoryPreview(PreviewSuite):
    """On memory."""

    @pytest.fixture(autouse=True)
    def nobody_yet(self, stores) -> None:
        stores.reach.people = []

    @pytest.fixture
    def rights(self, stores) -> Rights:
        def know(rows: list[PrincipalRow]) -> None:
            stores.reach.people = rows
            stores.recipients.accounts = {row.subject: account_of(row) for row in rows}

        return know
