"""The words that a person must have before them when they subscribe."""

from dataclasses import dataclass

from services.identity.domain.consent import Wording, wording


@dataclass(frozen=True, slots=True, kw_only=True)
class GetConsentWording:
    """Show the newest words."""

    def __call__(self, *, language: str) -> Wording:
        """Return them in a language, "en" or "cy"."""
        return wording(language)
