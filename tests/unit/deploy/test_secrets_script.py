"""The secrets of the compose file: made once, kept, readable where they must be."""

import shutil
import stat
import subprocess
from pathlib import Path
from uuid import UUID

import pytest
import yaml
from joserfc.jwk import RSAKey
from notifications_python_client.notifications import NotificationsAPIClient

from stack.places import CHECKOUT
from stack.postgres import SERVICES
from stack.secrets_file import SIGNING_KEYS


def make(deploy: Path) -> dict[str, str]:
    subprocess.run(["sh", deploy / "compose" / "secrets.sh"], check=True, cwd="/")
    return secrets_in(deploy)


def secrets_in(deploy: Path) -> dict[str, str]:
    return {each.name: each.read_text() for each in (deploy / "compose" / "secrets").iterdir()}


def laid_out(folder: Path) -> Path:
    """Put what the script needs into a folder, and no secret."""
    (folder / "compose").mkdir()
    shutil.copy(CHECKOUT / "deploy" / "compose.yaml", folder)
    shutil.copy(CHECKOUT / "deploy" / "compose" / "secrets.sh", folder / "compose")
    return folder


@pytest.fixture(scope="module")
def once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the script ran once; to look at only."""
    folder = laid_out(tmp_path_factory.mktemp("deploy"))
    make(folder)
    return folder


@pytest.fixture
def again(once: Path, tmp_path: Path) -> Path:
    """A copy of that, to change and to run the script in again."""
    return Path(shutil.copytree(once, tmp_path / "again"))


@pytest.fixture
def made(once: Path) -> dict[str, str]:
    """The secrets that it made."""
    return secrets_in(once)


def test_it_makes_every_secret_that_the_file_names(made: dict[str, str]) -> None:
    named = yaml.safe_load((CHECKOUT / "deploy" / "compose.yaml").read_text())["secrets"]
    assert set(named) == set(made)
    passwords = [each for name, each in made.items() if name.endswith(("_app", "_owner"))]
    assert len(passwords) == len(set(passwords)) == 2 * len(SERVICES)
    assert all(each.isalnum() and len(each) == 49 for each in passwords)


def test_a_signing_key_is_one_that_its_service_takes(made: dict[str, str]) -> None:
    for name in SIGNING_KEYS:
        key = RSAKey.import_key(made[name.lower()])
        assert key.is_private
        assert 2048 == key.raw_value.key_size


def test_the_key_for_text_messages_is_one_that_notify_s_client_takes(made: dict[str, str]) -> None:
    key = made["sms_api_key"]
    name, service, own = key[:-74], key[-73:-37], key[-36:]
    assert "isp" == name
    assert service != own
    assert all(4 == UUID(each).version and str(UUID(each)) == each for each in (service, own))
    client = NotificationsAPIClient(key)
    assert (service, own) == (client.service_id, client.api_key)


def test_a_key_for_text_messages_that_was_put_there_stays(again: Path) -> None:
    file = again / "compose" / "secrets" / "sms_api_key"
    file.unlink()
    file.write_text("the operator's own")
    assert "the operator's own" == make(again)["sms_api_key"]


def test_without_openssl_it_stops_and_leaves_no_empty_key(tmp_path: Path) -> None:
    """An empty file would be kept, and the service would refuse to start."""
    deploy = laid_out(tmp_path)
    programs = tmp_path / "bin"
    programs.mkdir()
    (programs / "openssl").write_text("#!/bin/sh\nexit 1\n")
    (programs / "openssl").chmod(0o755)
    ended = subprocess.run(
        ["sh", deploy / "compose" / "secrets.sh"],
        check=False,
        capture_output=True,
        text=True,
        env={"PATH": f"{programs}:/usr/bin:/bin"},
    )
    assert 1 == ended.returncode
    assert "openssl made no key for training_signing_key" in ended.stderr
    assert not (deploy / "compose" / "secrets" / "training_signing_key").exists()


def test_it_keeps_what_is_there(again: Path) -> None:
    """Else the next `up` would have other passwords than the databases."""
    before = secrets_in(again)
    (again / "compose" / "secrets" / "isp_web_secret").unlink()
    after = make(again)
    assert {"isp_web_secret"} == {name for name in after if after[name] != before[name]}


def test_a_container_may_read_them_and_another_user_of_the_machine_may_not(once: Path) -> None:
    folder = once / "compose" / "secrets"
    assert 0o700 == stat.S_IMODE(folder.stat().st_mode)
    assert {0o444} == {stat.S_IMODE(each.stat().st_mode) for each in folder.iterdir()}


def test_addresses_and_nats_have_the_same_passwords(made: dict[str, str]) -> None:
    for service in SERVICES:
        owner, app = made[f"{service}_owner"], made[f"{service}_app"]
        place = f"postgres:5432/{service}"
        url = f"postgresql+psycopg://{service}_owner:{owner}@{place}"
        assert url == made[f"{service}_owner_database_url"]
        assert (
            f"postgresql+psycopg://{service}_app:{app}@{place}" == made[f"{service}_database_url"]
        )
    told = dict(line.split(": ") for line in made["nats_passwords"].splitlines())
    assert {
        f"NATS_{name.upper()}_PASSWORD": made[f"nats_{name}"] for name in ("migrate", *SERVICES)
    } == told
