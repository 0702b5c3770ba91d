"""Where models are kept: one readable JSON file each, model-1.json and so on; the highest number is used."""

from __future__ import annotations

import hashlib
import json
import os
import re
import tempfile
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from dialogues.ingest.extract.classifier.model import BadModel, Model, model_from

_NAME: Final = re.compile(r"model-([1-9][0-9]{0,5})\.json")
_LARGEST: Final = 20_000_000


def newest(folder: Path) -> Path | None:
    """The file that is used; None when there is none."""
    numbered = _numbered(folder)
    return numbered[max(numbered)] if numbered else None


def load(path: Path, *, extractor_version: str) -> Model:
    """The model of a file, read again only when the file has changed. Raises BadModel and OSError."""
    state = path.stat()
    return _load(path, extractor_version, (state.st_mtime_ns, state.st_size, state.st_ino))


def keep(folder: Path, data: dict[str, Any]) -> Path:
    """Write a model under the next free number; never a half-written file, and never over another. Raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    temporary = _written(folder, data)
    try:
        while True:
            path = folder / f"model-{max(_numbered(folder), default=0) + 1}.json"
            try:
                os.link(temporary, path)  # fails when somebody else took the number meanwhile
            except FileExistsError:
                continue
            return path
    finally:
        temporary.unlink()


def write(path: Path, data: dict[str, Any]) -> None:
    """Write a model to a place of the operator's own, in one step. Raises OSError."""
    temporary = _written(path.parent, data)
    try:
        temporary.replace(path)
    except OSError:
        temporary.unlink()
        raise


def _numbered(folder: Path) -> dict[int, Path]:
    if not folder.is_dir():
        return {}
    found = ((_NAME.fullmatch(path.name), path) for path in folder.iterdir())
    return {int(name[1]): path for name, path in found if name is not None}


def _written(folder: Path, data: dict[str, Any]) -> Path:
    content = json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True, allow_nan=False) + "\n"
    with tempfile.NamedTemporaryFile(
        "w", dir=folder, prefix=".model-", suffix=".part", delete=False, encoding="utf-8"
    ) as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    path = Path(file.name)
    path.chmod(0o644)
    return path


@lru_cache(maxsize=4)
def _load(path: Path, extractor_version: str, state: tuple[int, int, int]) -> Model:
    if state[1] > _LARGEST:
        raise BadModel("it is larger than a model can be.")
    content = path.read_bytes()
    try:
        data = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise BadModel(f"it is not JSON ({error}).") from error
    # Two machines may give the same number to different models.
    version = f"{path.stem}.{hashlib.sha256(content).hexdigest()[:6]}"
    return model_from(data, version, extractor_version=extractor_version)
