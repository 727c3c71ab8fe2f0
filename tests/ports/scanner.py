"""What every scanner promises, whichever service asks it."""

import io

import pytest

from chassis.errors import ScannerUnavailable
from tests.fakes import attached_files as files
from tests.fakes.training_packages import package_zip


class ScannerSuite:
    """A subclass gives `scanner` and `away`, one that is not there."""

    @pytest.fixture
    def scanner(self):
        raise NotImplementedError

    @pytest.fixture
    def away(self):
        raise NotImplementedError

    @pytest.mark.parametrize(
        "body",
        [
            files.EICAR.encode(),
            b"before " + files.EICAR.encode(),
            files.repacked(files.word(), {"word/media/a.png": files.EICAR.encode()}),
            package_zip(**{"media/a.js": files.EICAR.encode()}),
        ],
        ids=["alone", "inside", "packed", "in a course"],
    )
    def test_what_is_infected_is_found(self, scanner, body: bytes) -> None:
        found = scanner.finding(io.BytesIO(body))
        assert found

    def test_what_is_good_is_not(self, scanner) -> None:
        for body in (b"x", files.pdf(), files.word(), files.mp4(5 * 1024 * 1024), package_zip()):
            assert scanner.finding(io.BytesIO(body)) is None

    def test_one_that_is_away_is_no_good_word(self, away) -> None:
        with pytest.raises(ScannerUnavailable):
            away.finding(io.BytesIO(b"x"))
