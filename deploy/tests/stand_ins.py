"""The servers of `stack/` in the places of the official images, which cannot be had here."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import aiosmtpd
import yaml

from deploy.docker_compose import FILE
from deploy.images.bases import debian_root
from deploy.images.build import Built
from deploy.images.engine import Engine
from stack.obtain import Servers
from stack.places import CHECKOUT, cache_folder

_FILES: Final = Path(__file__).with_name("stand_ins")
_PACKAGES: Final = ("curl", "wget", "python3", "socat")
_OWN: Final = {"/usr/share/elasticsearch/data": 1000, "/opt/keycloak": 1000}
"""Folders that the official images hold, each with the user it belongs to."""


def image(engine: Engine) -> str:
    """Return an image with what the servers need around them, made unless it is there."""
    name = "localhost/isp-stand-in:2"
    if not engine.has(name):
        folders = (f'mkdir -p "$1"{each} && chown {user} "$1"{each}' for each, user in _OWN.items())
        how = ("--variant=essential", *(f"--customize-hook={each}" for each in folders))
        archive = debian_root(engine.folder, "stand-in", _PACKAGES, how)
        engine.import_root(name, archive, environment={"PATH": "/usr/bin:/bin"})
    return name


def override(
    stand_in: str, servers: Servers, ours: list[Built], state: Path, texts: Mapping[str, str]
) -> str:
    """Return what to lay over the compose file: other images, the same settings.

    `texts` is what the simulator of text messages is told, which the compose file has none of.
    """
    assert servers.jdk
    site = Path(aiosmtpd.__file__).parents[1]
    mounts = [f"{cache_folder()}:{cache_folder()}:ro", f"{_FILES}:/stand-ins:ro"]
    # A packaged JDK has its authorities elsewhere and links to them.
    authorities = (servers.jdk / "lib" / "security" / "cacerts").resolve()
    java = [f"{servers.jdk}:/jdk:ro", f"{authorities}:{authorities}:ro"]
    with_java = {"user": "1000:0", "volumes": [*mounts, *java]}
    with_psql = {"environment": {"PATH": f"{servers.postgres}:/usr/bin:/bin"}, "volumes": mounts}
    with_ours: dict[str, Any] = {
        "environment": {"PYTHONPATH": "/site", "PYTHONDONTWRITEBYTECODE": "1"},
        "volumes": [*mounts, f"{CHECKOUT}/stack:/checkout/stack:ro", f"{site}:/site:ro"],
    }
    laid: dict[str, dict[str, Any]] = {
        "postgres": {**with_psql, "entrypoint": _started("postgres")},
        "databases": with_psql,
        "nats": {
            "environment": {"PATH": f"{servers.nats.parent}:/usr/bin:/bin"},
            "volumes": mounts,
        },
        "valkey": {
            "environment": {"PATH": f"/stand-ins:{servers.valkey.parent}:/usr/bin:/bin"},
            "volumes": mounts,
        },
        "elasticsearch": {
            **with_java,
            "entrypoint": _started("elasticsearch"),
            "environment": {"ES_HOME": str(servers.elasticsearch)},
        },
        "keycloak": {
            **with_java,
            "entrypoint": _started("keycloak"),
            "environment": {"KC_BUILT": str(servers.keycloak)},
        },
        "mail": {
            **with_ours,
            "entrypoint": _started("mail"),
            "volumes": [*with_ours["volumes"], f"{state}/mail:/mails"],
        },
        "scanner": {"entrypoint": ["sleep", "infinity"], "healthcheck": {"test": ["CMD", "true"]}},
        "sms": {
            "entrypoint": _started("texts"),
            "environment": {**with_ours["environment"], **texts},
            "volumes": [*with_ours["volumes"], f"{state}/texts:/texts"],
            "ports": ["127.0.0.1:8635:8635"],
        },
    }
    built = {each.service: each.image for each in ours}
    return json.dumps(  # JSON is YAML
        {
            "services": {name: {"image": stand_in, **each} for name, each in laid.items()}
            | {name: {"image": built[name.partition("-")[0]]} for name in names_of_ours()}
        }
    )


def _started(what: str) -> list[str]:
    return ["bash", "/stand-ins/server.sh", what]


def names_of_ours() -> list[str]:
    """Return the compose file's services that are processes or commands of ours."""
    return [name for name, each in compose_file()["services"].items() if "build" in each]


def compose_file() -> dict[str, Any]:
    """Return the compose file as it stands."""
    said: dict[str, Any] = yaml.safe_load(FILE.read_text("utf-8"))
    return said
