"""The platform in containers, as `docker compose up` starts it."""

import os
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import urljoin

import pytest
import requests
from keycloak import KeycloakAdmin

from deploy.tests.conftest import Running
from deploy.tests.stand_ins import compose_file, names_of_ours
from stack.demo import accounts
from stack.places import CHECKOUT
from stack.ports import Ports
from stack.services import REALM
from stack.signin import Browser

PROCESSES = [
    name for name in names_of_ours() if compose_file()["services"][name]["restart"] != "no"
]


@pytest.mark.parametrize("name", PROCESSES)
def test_a_process_is_not_root_and_has_nothing_to_gain(running: Running, name: str) -> None:
    state = running.engine.inspect(running.container(name))["State"]
    lines = Path(f"/proc/{state['Pid']}/status").read_text().splitlines()
    status = dict(line.split(":\t", 1) for line in lines)
    assert ["65532"] * 4 == status["Uid"].split()
    assert ["65532"] * 4 == status["Gid"].split()
    assert "" == status["Groups"].strip() or {"65532"} == set(status["Groups"].split())
    assert "1" == status["NoNewPrivs"]
    assert {"0" * 16} == {status[each] for each in ("CapEff", "CapPrm", "CapInh", "CapBnd")}


@pytest.mark.parametrize("name", PROCESSES)
def test_a_process_can_write_nowhere_but_in_tmp(running: Running, name: str) -> None:
    """Podman, unlike Docker, lays memory over /run and /var/tmp of what is read-only."""
    volumes = tuple(
        each.split(":")[1] for each in compose_file()["services"][name].get("volumes", ())
    )
    probe = (
        "import os, tempfile\n"
        f"kept = {volumes!r}\n"
        "for folder in ('/tmp', *kept):\n"
        "    tempfile.TemporaryFile(dir=folder).close()\n"
        "own = ('/proc', '/sys', '/dev', '/tmp', '/run', '/var/tmp', *kept)\n"
        "for folder, _, files in os.walk('/'):\n"
        "    for path in (folder, *(os.path.join(folder, each) for each in files)):\n"
        "        if not path.startswith(own) and not os.path.islink(path):\n"
        "            assert not os.access(path, os.W_OK), path\n"
    )
    running.engine.run("exec", running.container(name), "python3", "-c", probe)


@pytest.mark.parametrize("name", PROCESSES)
def test_a_process_is_healthy_by_the_image_s_own_check(running: Running, name: str) -> None:
    known = running.engine.inspect(running.container(name))
    assert ["CMD", "python3", "-m", "chassis.probe"] == known["Config"]["Healthcheck"]["Test"]
    running.engine.run("exec", running.container(name), "python3", "-m", "chassis.probe")


def test_the_story_holds(running: Running) -> None:
    """Through the published ports, as from the laptop's browser."""
    told = subprocess.run(
        [sys.executable, "-m", "stack.story"],
        cwd=CHECKOUT,
        env={
            **os.environ,
            "ISP_STATE": str(running.state),
            "ISP_STORY_RECEIVER": "10.231.77.1:0",  # as deploy/compose.yaml says
        },
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert 0 == told.returncode, told.stdout + told.stderr
    assert "The story holds." in told.stdout


def test_a_browser_signs_in_by_the_pages_and_is_out_when_keycloak_says_so(
    running: Running,
) -> None:
    """The gateway asks Keycloak, and Keycloak the gateway, by other addresses than the browser."""
    gateway = f"http://localhost:{Ports.fixed()['gateway']}"
    editor, browser = accounts()["editor"], Browser()
    page = browser._get(f"{gateway}/auth/sign-in", {"next": "/account"})
    answer = browser._answer(page, editor.email, editor.password, None)
    while answer.is_redirect:
        answer = _opened(browser, urljoin(answer.url, answer.headers["Location"]))
    assert 200 == answer.status_code, running.docker_compose("logs", "gateway").stdout[-3000:]
    assert f"{gateway}/account" == answer.url

    admin = KeycloakAdmin(
        server_url=f"http://localhost:{Ports.fixed()['keycloak']}",
        username="admin",
        password=running.secret("keycloak_admin"),
        realm_name=REALM,
        user_realm_name="master",
    )
    admin.user_logout(editor.subject)
    until = time.monotonic() + 10
    while 200 == _opened(browser, f"{gateway}/account").status_code:
        assert time.monotonic() < until, "still signed in"
        time.sleep(0.3)


def _opened(browser: Browser, address: str) -> requests.Response:
    """Open an address as a browser does, which sends what is marked Secure to localhost too."""
    for cookie in browser._session.cookies:
        cookie.secure = False
    return browser._session.get(address, allow_redirects=False, timeout=20)


def test_a_setting_that_is_missing_is_named(running: Running) -> None:
    """The control: what is up is up because of what it was told."""
    said = running.docker_compose(
        *("run", "--name", "isp-control", "--no-deps", "-T"),
        *("-e", "IDENTITY_MAIL_FROM=", "identity-work"),
    )
    ended = running.engine.inspect("isp-control")["State"]
    running.engine.run("rm", "isp-control")
    assert 78 == ended["ExitCode"]
    assert "setting IDENTITY_MAIL_FROM: is missing" in said.stdout + said.stderr


def test_everything_of_ours_stops_in_order_and_starts_again(running: Running) -> None:
    running.docker_compose("stop", *PROCESSES)
    codes = {
        name: running.engine.inspect(running.container(name))["State"]["ExitCode"]
        for name in PROCESSES
    }
    assert dict.fromkeys(PROCESSES, 0) == codes
    again = running.docker_compose("up", "--no-build", "--wait")
    assert 0 == again.returncode, again.stderr
