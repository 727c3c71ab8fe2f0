"""The secrets of a development or test cluster: the same as compose's, in the folders asked for."""

import stat
from pathlib import Path

import pytest
import yaml

from deploy.manifests.secret_files import COMPONENTS, K8S, contents, named_by, write
from stack.places import CHECKOUT
from stack.postgres import SERVICES
from stack.secrets_file import load_or_make

COMPOSE = yaml.safe_load((CHECKOUT / "deploy" / "compose.yaml").read_text("utf-8"))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    return load_or_make(tmp_path_factory.mktemp("made") / "secrets.json")


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    for name in COMPONENTS:
        folder = tmp_path / "components" / name
        folder.mkdir(parents=True)
        text = (K8S / "components" / name / "kustomization.yaml").read_text("utf-8")
        (folder / "kustomization.yaml").write_text(text)
    return tmp_path


def test_there_is_one_for_each_secret_of_compose(made: dict[str, str]) -> None:
    of_a_bucket = {
        f"{service}_storage_{kind}_key"
        for service in ("content", "training")
        for kind in ("access", "secret")
    }
    assert set(COMPOSE["secrets"]) | of_a_bucket == set(contents(made))


def test_addresses_name_the_role_that_they_are_for(made: dict[str, str]) -> None:
    held = contents(made)
    for service in SERVICES:
        place = f"postgres:5432/{service}"
        app, owner = made[f"{service}_app"], made[f"{service}_owner"]
        assert (
            f"postgresql+psycopg://{service}_app:{app}@{place}" == held[f"{service}_database_url"]
        )
        assert (
            f"postgresql+psycopg://{service}_owner:{owner}@{place}"
            == held[f"{service}_owner_database_url"]
        )
    assert f"NATS_ALERTS_PASSWORD: {made['nats_alerts']}\n" in held["nats_passwords"]


def test_the_files_that_a_component_names_are_written_for_their_owner_alone(
    made: dict[str, str], tree: Path
) -> None:
    write(made, tree)
    for name in COMPONENTS:
        folder = tree / "components" / name / "secrets"
        files = {str(each.relative_to(folder)) for each in folder.rglob("*") if each.is_file()}
        assert files == named_by(tree / "components" / name)
        assert 0o700 == stat.S_IMODE(folder.stat().st_mode)
        modes = {stat.S_IMODE(each.stat().st_mode) for each in folder.rglob("*") if each.is_file()}
        assert {0o600} == modes


def test_a_process_s_component_holds_no_password_of_a_server(tree: Path) -> None:
    ours = named_by(tree / "components" / "secrets-from-files")
    servers = named_by(tree / "components" / "backing-development")
    assert {"keycloak_admin"} == ours & servers  # `reconcile` sets the realm up with it
    assert not {"postgres", "keycloak", "nats_passwords"} & ours


def test_a_file_of_a_secret_that_is_gone_goes(made: dict[str, str], tree: Path) -> None:
    old = tree / "components" / "secrets-from-files" / "secrets" / "old"
    old.parent.mkdir()
    old.write_text("x")
    write(made, tree)
    assert not old.exists()


def test_passwords_stay_and_certificates_are_new(made: dict[str, str], tree: Path) -> None:
    write(made, tree)
    before = _read(tree)
    write(made, tree)
    changed = {path for path, text in _read(tree).items() if before[path] != text}
    assert changed
    assert {"certificates-from-files"} == {path.parts[1] for path in changed}


def _read(tree: Path) -> dict[Path, str]:
    files = (each for each in tree.rglob("secrets/**/*") if each.is_file())
    return {each.relative_to(tree): each.read_text("utf-8") for each in files}
