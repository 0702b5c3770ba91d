"""Where bytes as received are kept: a folder. `bucket.py` is for a bucket instead. They are never served."""

from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any, NoReturn

from django.core.checks import CheckMessage, Error
from django.core.files.base import File
from django.core.files.storage import FileSystemStorage, storages

NEVER_SERVED = "Bytes as received are never served: they have no address."


class BytesFolder(FileSystemStorage):
    """Bytes by the hash of their content, in files that are there as a whole or not at all.

    Two who write the same content write the same file; one who is killed while writing leaves at most a file whose
    name begins with a dot.
    """

    def get_available_name(self, name: str, max_length: int | None = None) -> str:
        return name

    def _save(self, name: str, content: File[bytes]) -> str:
        path = Path(self.path(name))
        path.parent.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=path.parent, prefix=".", delete=False) as part:
            for chunk in content.chunks():
                part.write(chunk)
        Path(part.name).chmod(self.file_permissions_mode or 0o644)
        Path(part.name).replace(path)
        return name

    def url(self, name: str | None) -> NoReturn:
        raise NotImplementedError(NEVER_SERVED)

    def problem(self) -> str:
        """A folder is made when it is needed."""
        return ""


def check_storage(**_: Any) -> list[CheckMessage]:
    """For `manage.py check --deploy`: whether the bucket, if there is one, is there and lets us in."""
    problem = storages["default"].problem()  # type: ignore[attr-defined]  # both of ours have it
    return [Error(problem, id="dialogues.E001")] if problem else []
