"""On which origin files are."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest

from chassis.configuration import BadSetting, Settings
from chassis.errors import StorageUnavailable
from services.content.bootstrap_attachments import sealed_links
from services.content.config_attachments import link_settings
from services.content.domain.attachment_link import Grant

LINKS = {
    "CONTENT_FILES_URL": "https://files.isp.example/",
    "CONTENT_LINK_KEY": "k",
    "ISP_PUBLIC_URL": "https://isp.example",
}


def test_files_are_never_on_the_origin_of_the_site() -> None:
    assert "https://files.isp.example" == link_settings(Settings(LINKS)).origin
    for url in ("https://isp.example", "https://isp.example/files"):
        with pytest.raises(BadSetting):
            link_settings(Settings(LINKS | {"CONTENT_FILES_URL": url}))


def test_where_no_place_is_set_no_link_is_made_or_opened() -> None:
    links = sealed_links(Settings({}))
    grant = Grant(
        attachment_id=uuid4(), version=1, subject="", rights_version=0, issued_at=datetime.now(UTC)
    )
    for use in (lambda: links.sign(grant, "plan.pdf"), lambda: links.opened("token")):
        with pytest.raises(StorageUnavailable):
            use()
