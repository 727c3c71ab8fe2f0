"""Keycloak: who people are."""

from pathlib import Path
from shutil import copytree, rmtree
from typing import Final

from stack.places import give_to_servers, private_folder
from stack.ports import Ports
from stack.program import Program, answers_http

_COMMON: Final = Path(__file__).with_name("common_passwords.txt")
_THEME: Final = Path(__file__).with_name("keycloak_theme")
_MAILS: Final = Path(__file__).with_name("keycloak_mails")
_QUICK: Final = (
    "-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:MetaspaceSize=96M -XX:MaxMetaspaceSize=256m"
    " -Dfile.encoding=UTF-8 -XX:+ExitOnOutOfMemoryError"
)
"""Java options for tests: a quicker start, a slower server."""


def prepare(built: Path, home: Path, java: Path) -> None:
    """Make an instance's own home: links to the build, its own data, and how Java is started."""
    home.mkdir(parents=True, exist_ok=True)
    home.chmod(0o755)
    rmtree(home / "bin", ignore_errors=True)
    copytree(built / "bin", home / "bin")
    for name in ("lib", "conf", "providers"):
        link = home / name
        link.unlink(missing_ok=True)
        link.symlink_to(built / name)
    themes = home / "themes"
    if themes.is_symlink():  # as it was before there was a theme of ours
        themes.unlink()
    rmtree(themes, ignore_errors=True)
    copytree(_THEME, themes / "isp" / "login")
    copytree(_MAILS, themes / "isp" / "email")
    data = private_folder(home / "data")
    lists = data / "password-blacklists"
    lists.mkdir(exist_ok=True)
    (lists / "common.txt").write_text(_COMMON.read_text("utf-8"))
    give_to_servers(data)
    # kc.sh stays as the parent: without this a killed kc.sh would leave its JVM on the port.
    starter = home / "java"
    starter.write_text(f'#!/bin/sh\nexec setpriv --pdeathsig KILL "{java}/bin/java" "$@"\n')
    starter.chmod(0o755)


def program(
    home: Path, ports: Ports, *, database_password: str, admin_password: str, quick: bool
) -> Program:
    """Return Keycloak on loopback."""
    management = ports["keycloak-management"]
    environment = {
        "PATH": "/usr/bin:/bin",
        "JAVA": str(home / "java"),
        "KC_HTTP_ENABLED": "true",
        "KC_HTTP_HOST": "127.0.0.1",
        "KC_HTTP_PORT": str(ports["keycloak"]),
        "KC_HTTP_MANAGEMENT_PORT": str(management),
        "KC_HOSTNAME": f"http://localhost:{ports['keycloak']}",
        "KC_CACHE": "local",
        "KC_DB_URL": f"jdbc:postgresql://localhost:{ports['postgres']}/keycloak",
        "KC_DB_USERNAME": "keycloak",
        "KC_DB_PASSWORD": database_password,
        "KC_BOOTSTRAP_ADMIN_USERNAME": "admin",
        "KC_BOOTSTRAP_ADMIN_PASSWORD": admin_password,
        "JAVA_OPTS_KC_HEAP": "-Xms128m -Xmx512m",
        # Else each connection that died with the database gives one person a 500.
        "JAVA_OPTS_APPEND": "-Dquarkus.datasource.jdbc.validate-on-borrow=true",
    }
    return Program(
        name="keycloak",
        command=(str(home / "bin" / "kc.sh"), "start", "--optimized"),
        environment=environment | ({"JAVA_OPTS": _QUICK} if quick else {}),
        ready=answers_http(f"http://127.0.0.1:{management}/health/ready"),
        as_server=True,
        stop_seconds=60,
        priority=20,
    )
