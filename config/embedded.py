"""PostgreSQL and Valkey of our own for one machine, as used where no URL names others. Imports no Django.

`make run` sets up an installation in the data folder; `local_environment` is how every later process finds it.
"""

from pathlib import Path

from config.installation import Installation, data_folder, read_installation, set_up_installation
from config.postgres import Postgres
from config.processes import CannotRunError
from config.valkey import Valkey, give_back_unacknowledged

__all__ = [
    "CannotRunError",
    "Installation",
    "Postgres",
    "Valkey",
    "data_folder",
    "give_back_unacknowledged",
    "local_environment",
    "set_up_installation",
]


def local_environment(data: Path) -> dict[str, str]:
    """The environment variables of the installation in `data`; empty when that folder has not been set up.

    Names: SECRET_KEY, TOKEN_PEPPER, DATABASE_URL, CELERY_BROKER_URL, ALLOWED_HOSTS, HTTPS, READOUT_DATA.
    """
    installation = read_installation(data)
    return installation.environment() if installation else {}
