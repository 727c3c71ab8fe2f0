"""Which servers a role of a service connects to, read from its code."""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from stack.places import CHECKOUT
from stack.services import MIGRATED

OPENERS: Final = {
    # What a name stands for wherever it is called in the code of a role.
    "open_engine": "postgres",
    "open_reader": "postgres",
    "connect": "nats",  # chassis.jetstream's
    "NatsEventLog": "nats",
    "run_stream": "nats",
    "verifier": "keycloak",  # it fetches the keys that tokens are signed with
    "KeycloakAccounts": "keycloak",
    "open_admin": "keycloak",
    "DemoAccountsInKeycloak": "keycloak",
    "SmtpMailServer": "mail",
    "SmtpMails": "mail",
    "NotifyTextMessages": "sms",
    "NotifyTexts": "sms",
    "FcmPushes": "push",
    "EvidenceOverHttp": "evidence",
    "open_client": "elasticsearch",
    "open_bucket": "object-storage",
    "Clamd": "scanner",
    "PinnedPosts": "endpoint",  # of an organisation, wherever it is
}
HELD: Final = frozenset(f"{each}-serve" for each in MIGRATED if each != "identity")
"""Whom identity's saga asks for what they hold about a person."""

STARTED: Final = {"files": "files_app", "packages": "packages_app"}
"""What a role's serving process runs, which is named and not called."""

_CHASSIS: Final = CHECKOUT / "chassis"
_SHARED: Final = (_CHASSIS / "roles.py", _CHASSIS / "storage" / "settings.py")


def opened_in_code(service: str, role: str) -> set[str]:
    """Return the servers that a role of a service with a database connects to.

    Its function in bootstrap.py is followed through the functions of that file, of those beside it
    that it is divided into, and of the chassis's own.
    """
    known: dict[str, ast.AST] = {}
    for each in (*_SHARED, *_bootstraps(service)):
        known |= _functions(each)
    followed: set[str] = set()
    waiting = [role, *filter(None, [STARTED.get(role)])]
    servers = set()
    while waiting:
        name = waiting.pop()
        if name in followed:
            continue
        followed.add(name)
        for called in _called(known[name]):
            servers |= {OPENERS[called]} if called in OPENERS else set()
            servers |= HELD if called == "service_holders" else set()
            waiting += [called] if called in known else []
    return servers


def _bootstraps(service: str) -> list[Path]:
    return sorted((CHECKOUT / "services" / service).glob("bootstrap*.py"))


def _functions(file: Path) -> dict[str, ast.AST]:
    tree = ast.parse(file.read_text("utf-8"))
    return {
        each.name: each
        for each in tree.body
        if isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef)
    }


def _called(function: ast.AST) -> Iterator[str]:
    for node in ast.walk(function):
        if isinstance(node, ast.Call):
            if isinstance(node.func, ast.Name):
                yield node.func.id
            elif isinstance(node.func, ast.Attribute) and node.func.attr == "verifier":
                yield node.func.attr  # the one method among the openers
