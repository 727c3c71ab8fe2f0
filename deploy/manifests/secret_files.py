"""The secrets that the development and test overlays read: one file each, named as for compose."""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from stack import nats, postgres
from stack.places import CHECKOUT
from stack.texts import api_key

FOLDER: Final = CHECKOUT / "deploy" / "k8s" / "components" / "secrets-from-files" / "secrets"
"""Where the overlays look; never committed."""


def contents(secrets: Mapping[str, str]) -> dict[str, str]:
    """Return what each file holds, made of the secrets that `stack/secrets_file.py` makes."""
    held = {name.lower(): word for name, word in secrets.items() if name != "SMS_SECRET"}
    held["sms_api_key"] = api_key(secrets["SMS_SECRET"])
    for service in postgres.SERVICES:
        app, owner = (_address(service, kind, secrets) for kind in ("app", "owner"))
        held |= {f"{service}_database_url": app, f"{service}_owner_database_url": owner}
    users = ("migrate", *nats.SERVICES)
    lines = [f"NATS_{user.upper()}_PASSWORD: {secrets[f'nats_{user}']}\n" for user in users]
    return held | {"nats_passwords": "".join(lines)}


def write(secrets: Mapping[str, str], folder: Path = FOLDER) -> None:
    """Write the files, readable by their owner alone; those of secrets that are gone go too."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    held = contents(secrets)
    for name, content in held.items():
        file = folder / name
        file.touch(mode=0o600)
        file.write_text(content, "utf-8")
    for file in folder.iterdir():
        if file.name not in held:
            file.unlink()


def _address(service: str, kind: str, secrets: Mapping[str, str]) -> str:
    role = f"{service}_{kind}"
    return f"postgresql+psycopg://{role}:{secrets[role]}@postgres:5432/{service}"
