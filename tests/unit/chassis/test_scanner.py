"""The scanner in memory keeps what every scanner promises, so that tests on it say something."""

import pytest

from tests.fakes import attached_files as files
from tests.fakes.scanner import MemoryScanner
from tests.ports.scanner import ScannerSuite


class TestMemoryScanner(ScannerSuite):
    @pytest.fixture
    def scanner(self) -> MemoryScanner:
        return MemoryScanner(harmful=files.EICAR.encode())

    @pytest.fixture
    def away(self) -> MemoryScanner:
        return MemoryScanner(away=True)
