"""The secrets that the development and test overlays read: one file each, named as for compose."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import yaml

from deploy.manifests import certificates
from stack import nats, postgres
from stack.places import CHECKOUT
from stack.ports import FIXED
from stack.pushes import service_account
from stack.texts import api_key

K8S: Final = CHECKOUT / "deploy" / "k8s"
STORAGE_ACCOUNT: Final = "isp-content"
"""As whom content keeps attached files, and training packages, each in a bucket of its own; its
password is a secret of the platform."""

COMPONENTS: Final = ("secrets-from-files", "backing-development", "certificates-from-files")
"""Those that make Secrets of files in their folder `secrets`, which is never committed."""


def contents(secrets: Mapping[str, str]) -> dict[str, str]:
    """Return what each file holds, made of the secrets that `stack/secrets_file.py` makes."""
    made_of = {"SMS_SECRET", "FCM_SIGNING_KEY"}
    held = {name.lower(): word for name, word in secrets.items() if name not in made_of}
    held["sms_api_key"] = api_key(secrets["SMS_SECRET"])
    push = f"http://push:{FIXED['push']}"
    held["fcm_service_account"] = service_account(secrets["FCM_SIGNING_KEY"], push)
    for service in postgres.SERVICES:
        app, owner = (_address(service, kind, secrets) for kind in ("app", "owner"))
        held |= {f"{service}_database_url": app, f"{service}_owner_database_url": owner}
    held["content_storage_access_key"] = STORAGE_ACCOUNT
    held["training_storage_access_key"] = STORAGE_ACCOUNT  # one server has one account here
    held["training_storage_secret_key"] = held["content_storage_secret_key"]
    users = ("migrate", *nats.SERVICES)
    lines = [f"NATS_{user.upper()}_PASSWORD: {secrets[f'nats_{user}']}\n" for user in users]
    return held | {"nats_passwords": "".join(lines)}


def named_by(component: Path) -> set[str]:
    """Return the names of the files that a component makes Secrets of."""
    said: dict[str, Any] = yaml.safe_load((component / "kustomization.yaml").read_text("utf-8"))
    files = (file for each in said["secretGenerator"] for file in each["files"])
    return {str(file).removeprefix("secrets/") for file in files}


def write(secrets: Mapping[str, str], tree: Path = K8S) -> None:
    """Write the files that the components name, readable by their owner alone; others go.

    The certificates are new each time.
    """
    held = {**contents(secrets), **certificates.contents()}
    for component in (tree / "components" / name for name in COMPONENTS):
        folder = component / "secrets"
        folder.mkdir(mode=0o700, exist_ok=True)
        wanted = {folder / name: held[name] for name in named_by(component)}
        for file, content in wanted.items():
            file.parent.mkdir(mode=0o700, exist_ok=True)
            file.touch(mode=0o600)
            file.write_text(content, "utf-8")
        for file in folder.rglob("*"):
            if file.is_file() and file not in wanted:
                file.unlink()


def _address(service: str, kind: str, secrets: Mapping[str, str]) -> str:
    role = f"{service}_{kind}"
    return f"postgresql+psycopg://{role}:{secrets[role]}@postgres:5432/{service}"
