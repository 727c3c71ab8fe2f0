"""The origin of each package: what is in one reaches no other, and nothing of the site."""

from dataclasses import dataclass
from urllib.parse import urlsplit
from uuid import UUID


@dataclass(frozen=True, slots=True)
class PackageOrigins:
    """Origins by a pattern such as `https://*.packages.example`: a package's id for the star."""

    pattern: str

    def of(self, package_id: UUID) -> str:
        """Return a package's origin: scheme, host and port."""
        return self.pattern.replace("*", str(package_id))

    def package_at(self, host: str) -> UUID | None:
        """Return whose origin a request's Host names, or None: it is none of these."""
        label, _, rest = host.lower().partition(".")
        if f"*.{rest}" != urlsplit(self.pattern).netloc.lower():
            return None
        try:
            package_id = UUID(label)
        except ValueError:
            return None
        return package_id if str(package_id) == label else None
