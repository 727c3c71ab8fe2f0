"""Files at a server that speaks Amazon's S3, in one bucket that nobody else reads."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, BinaryIO, Final
from urllib.parse import urlsplit

import urllib3
from minio import Minio
from minio.error import MinioException, S3Error
from urllib3.exceptions import HTTPError

from chassis.errors import StorageUnavailable
from kernel.storage import NoSuchObject

PIECE: Final = 256 * 1024
_PART: Final = 16 * 1024 * 1024
_TIMEOUT: Final = urllib3.Timeout(connect=2, read=20)
_NOTHING: Final = frozenset({"NoSuchKey", "NoSuchObject"})


def open_bucket(
    url: str,
    *,
    bucket: str,
    access_key: str,
    secret_key: str,
    region: str,
    ca_file: str | None = None,
) -> "S3Storage":
    """Return the storage; it connects when first used. The region is said, so nothing is asked."""
    parts = urlsplit(url)
    pool = urllib3.PoolManager(
        timeout=_TIMEOUT,
        maxsize=16,
        retries=urllib3.Retry(total=2, backoff_factor=0.2),
        cert_reqs="CERT_REQUIRED",
        ca_certs=ca_file,
    )
    client = Minio(
        parts.netloc,
        access_key=access_key,
        secret_key=secret_key,
        secure=parts.scheme == "https",
        region=region,
        http_client=pool,
    )
    return S3Storage(client, bucket)


@dataclass(frozen=True, slots=True)
class S3Storage:
    """An object for each key. A put is seen whole or not at all: S3 promises it."""

    client: Minio
    bucket: str

    def put(self, key: str, source: BinaryIO, size: int) -> None:
        """Keep so many bytes."""
        with _refusing():
            self.client.put_object(self.bucket, key, source, size, part_size=_PART)

    def read(self, key: str, *, start: int = 0, length: int | None = None) -> Iterator[bytes]:
        """Yield the bytes; whether there are any is known before the first."""
        if length == 0:
            return iter(())
        with _refusing(key):
            answer = self.client.get_object(self.bucket, key, offset=start, length=length or 0)
        return _pieces(answer)

    def delete(self, key: str) -> None:
        """Delete the object."""
        with _refusing():
            self.client.remove_object(self.bucket, key)

    def keys(self, prefix: str) -> Sequence[str]:
        """Return the keys."""
        with _refusing():
            found = self.client.list_objects(self.bucket, prefix=prefix, recursive=True)
            return sorted(str(each.object_name) for each in found)


def _pieces(answer: Any) -> Iterator[bytes]:
    try:
        with _refusing():
            yield from answer.stream(PIECE)
    finally:
        answer.close()
        answer.release_conn()


@contextmanager
def _refusing(key: str = "") -> Iterator[None]:
    """Turn whatever the server or the way to it says into one of two refusals."""
    try:
        yield
    except S3Error as error:
        if key and error.code in _NOTHING:
            raise NoSuchObject(key) from error
        raise StorageUnavailable(f"the storage says {error.code}") from error
    except (MinioException, HTTPError, OSError, ValueError) as error:
        raise StorageUnavailable(type(error).__name__) from error
