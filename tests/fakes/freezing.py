"""Issuing stopped by two people."""

from uuid import UUID

from services.alerts.domain.freeze import Freeze, Word
from tests.fakes.alerts import NOON

STOPPED = UUID(int=0xF)


def freeze_all(stores) -> None:
    """Stop all issuing."""
    word = Word(by="duty", at=NOON, why="An account was taken.")
    stores.freezes.add(Freeze(freeze_id=STOPPED, version=2, proposed=word, confirmed=word))


def thaw(stores) -> None:
    """Let issuing go on."""
    stores.freezes.kept.clear()
