"""`make clean-data`: deletes an installation after asking, and nothing else."""

from pathlib import Path

import pytest

from config.clean_data import clean_data
from config.embedded import CannotRunError, set_up_installation
from config.folder_lock import FolderLock


def test_it_deletes_the_folder_and_the_database_elsewhere_after_a_yes(folder: Path) -> None:
    data = set_up_installation(folder / "data").data
    (folder / "state" / "postgres").mkdir(parents=True)
    (data / "postgres").symlink_to(folder / "state" / "postgres")
    clean_data({"READOUT_DATA": str(data)}, lambda _question: "yes")
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize("typed", ["", "no", "y", "YES!"])
def test_anything_but_yes_deletes_nothing(folder: Path, typed: str) -> None:
    data = set_up_installation(folder / "data").data
    clean_data({"READOUT_DATA": str(data)}, lambda _question: typed)
    assert (data / "local.env").exists()


def test_a_folder_that_is_none_of_ours_is_refused(folder: Path) -> None:
    (folder / "letters").write_text("dear all")
    with pytest.raises(CannotRunError, match="holds no Readout data"):
        clean_data({"READOUT_DATA": str(folder)}, lambda _question: "yes")
    assert (folder / "letters").exists()


def test_a_folder_in_use_is_refused(folder: Path) -> None:
    data = set_up_installation(folder / "data").data
    with FolderLock(data), pytest.raises(CannotRunError, match="already runs on"):
        clean_data({"READOUT_DATA": str(data)}, lambda _question: "yes")
    assert data.exists()
