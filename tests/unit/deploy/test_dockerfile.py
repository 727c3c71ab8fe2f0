"""One Dockerfile for every service, and what is built by it."""

import re
import tomllib
from pathlib import Path

import pytest

from deploy.images import build
from deploy.images.__main__ import main
from deploy.images.bases import Bases
from services.__main__ import only, present
from stack.places import CHECKOUT
from stack.services import PROCESSES
from tests.unit.deploy.test_compose_file import OURS, SERVICES

TEXT = (CHECKOUT / "deploy" / "Dockerfile").read_text("utf-8")
LINES = [line for line in TEXT.splitlines() if line and not line.startswith("#")]
BASES = Bases(build="localhost/build:1", run="localhost/run:1")


def test_it_carries_the_project_s_version() -> None:
    version = tomllib.loads((CHECKOUT / "pyproject.toml").read_text())["project"]["version"]
    assert f"ARG VERSION={version}" in LINES


def test_it_ends_as_a_user_who_is_not_root() -> None:
    users = [line.split()[1] for line in LINES if line.startswith("USER ")]
    assert users
    assert all(re.fullmatch(r"[1-9]\d+:[1-9]\d+", each) for each in users)


def test_it_needs_no_shell_in_what_is_shipped() -> None:
    shipped = TEXT[TEXT.index("FROM ${BASE_IMAGE}") :]
    for line in re.findall(r"^(?:RUN|CMD|ENTRYPOINT|\s+CMD)\s+(.)", shipped, re.MULTILINE):
        assert line == "["


def test_a_volume_of_ours_takes_its_owner_from_a_folder_of_the_image() -> None:
    """A new volume belongs to root, unless it is mounted where the image has a folder."""
    copied = r"^COPY --from=build --chown=65532:65532 \S+ (/var/\S+)$"
    folders = re.findall(copied, TEXT, re.MULTILINE)
    mounted = {each.split(":")[1] for name in OURS for each in SERVICES[name].get("volumes", ())}
    assert set(folders) == mounted


def test_every_library_is_one_of_the_lock() -> None:
    assert "--require-hashes" in TEXT
    assert "--no-deps" in TEXT
    assert "RUN --mount" not in TEXT


def test_every_service_is_built() -> None:
    assert {service for service, _ in PROCESSES} == set(build.SERVICES)
    with pytest.raises(SystemExit):
        main(["nonsense"])


def test_an_image_is_known_by_what_went_into_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("deploy/Dockerfile", "requirements/runtime.txt", ".dockerignore"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(name)
    for name in ("kernel", "chassis", "gen/isp", "services/a", "services/b"):
        (tmp_path / name).mkdir(parents=True)
        (tmp_path / name / "one.py").write_text("1")
    for name in ("__init__.py", "__main__.py"):
        (tmp_path / "services" / name).write_text("")
    monkeypatch.setattr(build, "CHECKOUT", tmp_path)
    monkeypatch.setattr(build, "DOCKERFILE", tmp_path / "deploy" / "Dockerfile")
    before = build.source_digest("a", BASES), build.source_digest("b", BASES)

    (tmp_path / "services" / "a" / "README.md").write_text("not in the image")
    assert before == (build.source_digest("a", BASES), build.source_digest("b", BASES))
    (tmp_path / "services" / "a" / "one.py").write_text("2")
    after = build.source_digest("a", BASES), build.source_digest("b", BASES)

    assert after[0] != before[0]
    assert after[1] == before[1]
    assert build.source_digest("a", Bases(build="other:1", run=BASES.run)) != after[0]


def test_an_image_runs_the_one_service_that_it_holds(tmp_path: Path) -> None:
    (tmp_path / "alerts").mkdir()
    (tmp_path / "alerts" / "__main__.py").touch()
    assert "alerts" == only(present(tmp_path))


def test_a_checkout_says_that_it_holds_many() -> None:
    with pytest.raises(SystemExit, match=r"python -m services\.\{alerts,.*identity.*\} ROLE"):
        only(present(CHECKOUT / "services"))
