"""Bytes as received in a bucket of an S3-compatible store, imported only where one is set."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NoReturn

from botocore.exceptions import BotoCoreError, ClientError, EndpointConnectionError
from django.core.files.base import File
from storages.backends.s3 import S3Storage

from dialogues.models.storage import NEVER_SERVED


class StoreFailed(OSError):
    """The store does not answer, or refuses. The message is a sentence for staff."""


class BytesBucket(S3Storage):  # type: ignore[misc]  # django-storages has no types
    """Bytes by the hash of their content. No right is given to anybody, and no address is handed out."""

    def _open(self, name: str, mode: str = "rb") -> Any:
        with _in_words():
            return super()._open(name, mode)

    def _save(self, name: str, content: File[bytes]) -> Any:
        with _in_words():
            return super()._save(name, content)

    def exists(self, name: str) -> bool:
        with _in_words():
            return bool(super().exists(name))

    def url(self, *_: Any, **__: Any) -> NoReturn:
        raise NotImplementedError(NEVER_SERVED)

    def problem(self) -> str:
        """Why nothing can be kept in the bucket, in a sentence that names the setting; empty when it is there."""
        try:
            self.connection.meta.client.head_bucket(Bucket=self.bucket_name)
        except EndpointConnectionError:
            return f"STORAGE_ENDPOINT: nothing answers at {self.endpoint_url or 'the address of the region'}."
        except ClientError as error:
            status = error.response["ResponseMetadata"]["HTTPStatusCode"]
            if status == 404:
                return f"STORAGE_URL: the store has no bucket named {self.bucket_name}."
            if status in {401, 403}:
                return "STORAGE_ACCESS_KEY, STORAGE_SECRET_KEY: the store refuses them for this bucket."
            return f"STORAGE_URL: the store answers with status {status}."
        except BotoCoreError as error:
            return f"STORAGE_URL: {error}"
        return ""


@contextmanager
def _in_words() -> Iterator[None]:
    try:
        yield
    except (BotoCoreError, ClientError) as error:
        raise StoreFailed(f"The store of files fails: {error}") from error
