"""Delete the data folder's installation, after asking: `make clean-data`."""

import os
import shutil
import sys
from collections.abc import Callable, Mapping

from config.folder_lock import FolderLock
from config.installation import data_folder, read_installation
from config.processes import CannotRunError
from config.supervisor import say


def clean_data(environment: Mapping[str, str], ask: Callable[[str], str]) -> None:
    """Delete the data folder and its database when `ask` gives "yes".

    Raises `CannotRunError` for a folder that is in use, or is none of ours.
    """
    data = data_folder(environment)
    if read_installation(data) is None:
        message = f"{data} holds no Readout data: nothing has been deleted."
        raise CannotRunError(message)
    with FolderLock(data):
        if ask(f"Delete {data} with its database, articles and logins, for good? Type yes: ").strip() != "yes":
            say("Nothing has been deleted.")
            return
        database = data / "postgres"
        if database.is_symlink():  # see choose_home in config/postgres_files.py
            shutil.rmtree(database.readlink().parent)
        shutil.rmtree(data)
    say(f"{data} is deleted.")


if __name__ == "__main__":
    try:
        clean_data(os.environ, input)
    except (CannotRunError, OSError) as error:
        sys.exit(f"Nothing was cleaned up: {error}")
    except (KeyboardInterrupt, EOFError):
        sys.exit("\nNothing has been deleted.")
