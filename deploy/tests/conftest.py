"""The whole compose file, up: our images, and the servers of `stack/` for the official ones."""

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest

from deploy.docker_compose import FILE, obtain_compose
from deploy.images.__main__ import all_built
from deploy.images.build import Built
from deploy.images.engine import Engine
from deploy.tests import stand_ins
from deploy.tests.engine import Podman
from stack.obtain import obtain
from stack.partner import sample
from stack.places import CHECKOUT, cache_folder
from stack.ports import Ports
from stack.texts import api_key

_WORD: Final = "a word that the simulator's key is made of"


@dataclass(frozen=True)
class Running:
    """The platform in containers."""

    engine: Podman
    compose: tuple[str, ...]
    state: Path
    secrets: Path

    def docker_compose(self, *parts: str, seconds: int = 300) -> subprocess.CompletedProcess[str]:
        """Run Docker Compose on the file."""
        return subprocess.run(
            [*self.compose, *parts],
            env={**self.engine.environment, "ISP_SMS_URL": "http://sms:8635"},
            capture_output=True,
            text=True,
            check=False,
            timeout=seconds,
        )

    def secret(self, name: str) -> str:
        """Return a secret of this platform."""
        return (self.secrets / name).read_text("utf-8")

    def container(self, service: str) -> str:
        """Return the name of a service's container."""
        return f"isp-{service}-1"


@pytest.fixture(scope="session")
def built() -> Iterator[tuple[Engine, list[Built]]]:
    """Our images, which stay in the storage as long as containers run on them."""
    with all_built() as found:
        yield found


@pytest.fixture(scope="session")
def running(built: tuple[Engine, list[Built]]) -> Iterator[Running]:
    images, ours = built
    stand_in = stand_ins.image(images)
    program = obtain_compose(cache_folder())
    folder = Path(os.environ["ISP_COMPOSE_FOLDER"])  # made, and deleted, by in_a_network.sh
    state = folder / "state"
    for part in ("mail/cur", "mail/new", "mail/tmp", "texts"):
        (state / part).mkdir(parents=True)
    # A copy of what the file needs beside it: its secrets must not be the checkout's.
    deploy = folder / "deploy"
    shutil.copytree(FILE.parent / "compose", deploy / "compose", ignore=_without_secrets)
    shutil.copy(FILE, deploy)
    (folder / "stack").mkdir()
    shutil.copy(CHECKOUT / "stack" / "common_passwords.txt", folder / "stack")
    for theme in ("keycloak_theme", "keycloak_mails"):
        shutil.copytree(CHECKOUT / "stack" / theme, folder / "stack" / theme, dirs_exist_ok=True)
    subprocess.run(["sh", deploy / "compose" / "secrets.sh"], check=True)
    secrets = deploy / "compose" / "secrets"
    (state / "secrets.json").write_text(
        json.dumps({"ISP_WEB_SECRET": (secrets / "isp_web_secret").read_text()})
    )
    # The simulator makes its key of a word; ours is told that key.
    (secrets / "sms_api_key").unlink()
    (secrets / "sms_api_key").write_text(api_key(_WORD))
    texts = {
        "SMS_SECRET": _WORD,
        "SMS_CALLBACK_SECRET": (secrets / "sms_callback_secret").read_text(),
    }
    override = folder / "stand-ins.json"
    servers = obtain(cache_folder())
    override.write_text(stand_ins.override(stand_in, servers, ours, state, texts), "utf-8")
    files = ("--file", str(deploy / FILE.name), "--file", str(override))
    with Podman(folder, images.storage) as engine:
        platform = Running(engine, (str(program), *files), state, secrets)
        up = platform.docker_compose("up", "--no-build", "--wait", "--wait-timeout", "240")
        if up.returncode:
            logs = platform.docker_compose("logs", "--tail", "30").stdout
            platform.docker_compose("down", "--volumes", "--timeout", "5")
            pytest.fail(f"{up.stderr[-4000:]}\n{logs[-12000:]}")
        with _a_partners_site(state):
            yield platform
        platform.docker_compose("down", "--volumes", "--timeout", "10")


@contextmanager
def _a_partners_site(state: Path) -> Iterator[None]:
    """Run the sample on this machine, where browsers find it; Keycloak has a door to it."""
    ports = Ports.fixed()
    site = sample.program(
        ports["partner"], state / "partner", f"http://localhost:{ports['keycloak']}/realms/isp"
    )
    running = subprocess.Popen([*site.command, "0.0.0.0"], cwd=site.folder)  # noqa: S104 - the network is the test's own
    try:
        yield
    finally:
        running.terminate()
        running.wait(timeout=10)


def _without_secrets(_folder: str, names: list[str]) -> list[str]:
    return [name for name in names if name == "secrets"]
