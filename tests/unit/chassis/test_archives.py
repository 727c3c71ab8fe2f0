"""A stranger's archive is refused for what it is, before anything of it is used."""

import io
import stat
import struct
import zipfile
from pathlib import Path

import pytest

from chassis.archives import BadArchive, Bounds, Fault, opened

BOUNDS = Bounds(most_entries=5, most_unpacked=4_000_000, small=1000, forbidden=(b"MZ",))


def packed(*entries: tuple[str | zipfile.ZipInfo, bytes]) -> bytes:
    """Return an archive of these entries."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in entries:
            archive.writestr(name, body)
    return out.getvalue()


def _linked() -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo("link")
    entry.create_system = 3
    entry.external_attr = (stat.S_IFLNK | 0o777) << 16
    return entry


def _encrypted(body: bytes) -> bytes:
    """Set the flag of the one entry in its local header and in the directory."""
    changed = bytearray(body)
    changed[6] |= 1
    changed[body.index(b"PK\x01\x02") + 8] |= 1
    return bytes(changed)


def _twice(body: bytes) -> bytes:
    """Let the directory name the first entry's bytes for both of two entries."""
    place = body.index(b"PK\x01\x02", body.index(b"PK\x01\x02") + 4)
    changed = bytearray(body)
    struct.pack_into("<I", changed, place + 42, 0)
    return bytes(changed)


def _understated(body: bytes) -> bytes:
    """Let the directory say less of what the one entry unpacks to."""
    changed = bytearray(body)
    struct.pack_into("<I", changed, body.index(b"PK\x01\x02") + 24, 10)
    return bytes(changed)


NOISE = bytes(each * 7919 % 251 for each in range(900))
BAD = {
    "a text": (b"hello", Fault.NOT_AN_ARCHIVE, ""),
    "half": (packed(("a", NOISE))[:200], Fault.DAMAGED, ""),
    "a password": (_encrypted(packed(("a", b"x"))), Fault.ENCRYPTED, "a"),
    "the same name": (packed(("a", b"x"), ("A", b"y")), Fault.DUPLICATE_NAME, "A"),
    "a way out": (packed(("a/../../b", b"x")), Fault.LEADS_OUT, "a/../../b"),
    "a way out by backslash": (packed(("..\\b", b"x")), Fault.LEADS_OUT, "..\\b"),
    "from the root": (packed(("/etc/passwd", b"x")), Fault.LEADS_OUT, "/etc/passwd"),
    "a drive": (packed(("c:b", b"x")), Fault.LEADS_OUT, "c:b"),
    "a link": (packed((_linked(), b"/etc/passwd")), Fault.NOT_A_FILE, "link"),
    "many": (packed(*((str(each), b"x") for each in range(6))), Fault.TOO_MANY_ENTRIES, ""),
    "zeros": (packed(("a", bytes(3_000_000))), Fault.RATIO, "a"),
    "much": (packed(*((str(each), NOISE * 1200) for each in range(4))), Fault.TOO_LARGE, ""),
    "shared bytes": (_twice(packed(("a", b"x"), ("b", b"y"))), Fault.OVERLAP, "a"),
    "more than it says": (_understated(packed(("a", NOISE))), Fault.DAMAGED, ""),
    "a program": (packed(("a", b"MZ...")), Fault.FORBIDDEN_CONTENT, "a"),
}


@pytest.mark.parametrize("what", BAD)
def test_a_bad_archive_is_refused_for_what_it_is(tmp_path: Path, what: str) -> None:
    body, fault, entry = BAD[what]
    (tmp_path / "file").write_bytes(body)
    with pytest.raises(BadArchive) as refused:
        opened(tmp_path / "file", BOUNDS)
    assert (fault, entry) == (refused.value.fault, refused.value.entry)


def test_a_good_archive_is_opened(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(
        packed(("index.html", NOISE), ("media/", b""), ("media/a", b"x"))
    )
    with opened(tmp_path / "file", BOUNDS) as archive:
        assert NOISE == archive.read("index.html")


def test_what_is_small_may_be_of_any_ratio(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(packed(("a", bytes(1000))))
    with opened(tmp_path / "file", BOUNDS) as archive:
        assert ["a"] == archive.namelist()
