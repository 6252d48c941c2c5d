"""Where MandoHit keeps the user's data.

`MANDOHIT_HOME` moves everything into one folder, for portable use and for tests.
"""

import os
from pathlib import Path

import platformdirs

APP_NAME = "MandoHit"
HOME_VARIABLE = "MANDOHIT_HOME"


def _folder(name: str, default: str) -> Path:
    home = os.environ.get(HOME_VARIABLE)
    return Path(home) / name if home else Path(default)


def data_folder() -> Path:
    """Return the folder for what must be kept: imported models, history."""
    return _folder("data", platformdirs.user_data_dir(APP_NAME, appauthor=False))


def models_folder() -> Path:
    """Return the folder of the user's own model bundles."""
    return data_folder() / "models"


def rebuilds_folder() -> Path:
    """Return the folder below which each rebuild of the model keeps its work, unless the user has chosen another."""
    return data_folder() / "rebuilds"


def settings_file() -> Path:
    """Return the file that keeps the settings."""
    return data_folder() / "settings.json"


def history_file() -> Path:
    """Return the database that keeps the history."""
    return data_folder() / "history.sqlite3"


def watch_file() -> Path:
    """Return the database that keeps what the watcher knows of its folders."""
    return data_folder() / "watch.sqlite3"


def uploads_folder() -> Path:
    """Return the folder below which each server keeps its uploads while it needs them."""
    return _folder("cache", platformdirs.user_cache_dir(APP_NAME, appauthor=False)) / "uploads"


def recordings_folder() -> Path:
    """Return the folder for recordings, unless the user has chosen another."""
    return _folder("recordings", str(Path(platformdirs.user_music_dir()) / APP_NAME))


def log_file() -> Path:
    """Return the current log file."""
    return _folder("log", platformdirs.user_log_dir(APP_NAME, appauthor=False)) / "mandohit.log"
