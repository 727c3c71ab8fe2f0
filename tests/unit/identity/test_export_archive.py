"""An export as a person gets it."""

import hashlib
import io
import json
import zipfile
from uuid import UUID

from services.identity.domain.export_archive import archive, part
from tests.fakes.identity import NOON

ROW = {"table": "subscribers", "purpose": "running the account", "row": {"name": "Siân <b>"}}


def test_each_file_has_the_digest_that_the_manifest_says() -> None:
    packed = archive(
        UUID(int=1), [part("identity", [ROW]), part("alerts", [])], put_together_at=NOON
    )
    with zipfile.ZipFile(io.BytesIO(packed)) as opened:
        manifest = json.loads(opened.read("manifest.json"))
        files = {each["file"]: each for each in manifest["files"]}
        assert ["alerts.json", "identity.json"] == list(files)
        assert {*files, "manifest.json"} == set(opened.namelist())
        for name, said in files.items():
            content = opened.read(name)
            assert said["sha256"] == hashlib.sha256(content).hexdigest()
            assert said["bytes"] == len(content)
        assert [ROW] == json.loads(opened.read("identity.json"))
    assert (0, 1) == (files["alerts.json"]["records"], files["identity.json"]["records"])
    assert str(UUID(int=1)) == manifest["request_id"]


def test_the_same_answers_make_the_same_archive() -> None:
    parts = [part("identity", [ROW]), part("alerts", [])]
    one = archive(UUID(int=1), parts, put_together_at=NOON)
    assert one == archive(UUID(int=1), reversed(parts), put_together_at=NOON)
