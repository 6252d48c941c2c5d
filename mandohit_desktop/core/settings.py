"""The user's settings: every one declared once, with its type, default and allowed values; kept in a JSON file.

A value that does not fit its declaration falls back to the default. A damaged file is set aside and a new one started.
"""

import json
import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Generic, TypeVar

from models.files import atomic_write, set_aside
from models.shipped import DEFAULT_ID

log = logging.getLogger(__name__)

T = TypeVar("T", bool, str, list[Any], dict[str, Any])


@dataclass(frozen=True)
class Setting(Generic[T]):
    """One declared setting.

    Attributes:
        key: its name in the file.
        default: its value until the user changes it; decides its type.
        choices: the allowed values; empty if any of the type will do.
    """

    key: str
    default: T
    choices: tuple[T, ...] = field(default=())

    def fits(self, value: object) -> bool:
        """Tell whether a value read from a file may be used."""
        return isinstance(value, type(self.default)) and (not self.choices or value in self.choices)


DEVICE = Setting("device", "auto", ("auto", "cpu", "cuda", "mps"))
MODEL = Setting("model", DEFAULT_ID)
PROTOCOL = Setting("protocol", "matched", ("matched", "published"))
LANGUAGE = Setting("language", "system", ("system", "en", "zh_TW", "zh_CN"))
THEME = Setting("theme", "system", ("system", "light", "dark"))
OUTPUT_DEVICE = Setting("output_device", "")
RECORDING_DEVICE = Setting("recording_device", "")
RECORDINGS_FOLDER = Setting("recordings_folder", "")
WATCHED_FOLDERS: Setting[list[Any]] = Setting("watched_folders", [])
WATCHING = Setting("watching", False)
NOTIFICATIONS = Setting("notifications", False)
INCLUDE_SUBFOLDERS = Setting("include_subfolders", True)
RECENT_FILES: Setting[list[Any]] = Setting("recent_files", [])
REBUILD: Setting[dict[str, Any]] = Setting("rebuild", {})
WINDOW_STATE: Setting[dict[str, Any]] = Setting("window_state", {})


class Settings:
    """The settings of one user, written through on every change.

    Args:
        path: the JSON file; it need not exist.

    Attributes:
        set_aside: where a damaged file was moved when this one was read, or None.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self.set_aside: Path | None = None
        self._values = self._read()
        self._listeners: list[Callable[[Setting[Any]], None]] = []

    def _read(self) -> dict[str, Any]:
        try:
            values = json.loads(self._path.read_text(encoding="utf-8"))
            if not isinstance(values, dict):
                raise ValueError("not an object")
        except FileNotFoundError:
            return {}
        except OSError as error:
            log.warning("The settings cannot be read and start anew: %s", error)
            return {}
        except (ValueError, RecursionError) as error:
            self._set_aside(error)
            return {}
        return values

    def _set_aside(self, error: Exception) -> None:
        try:
            self.set_aside = set_aside(self._path)
        except OSError as reason:
            log.error("The settings are damaged (%s) and cannot be moved: %s", error, reason)
        else:
            log.error("The settings are damaged (%s) and are set aside as %s", error, self.set_aside.name)

    def get(self, setting: Setting[T]) -> T:
        """Return a setting's value."""
        value = self._values.get(setting.key, setting.default)
        return value if setting.fits(value) else setting.default

    def set(self, setting: Setting[T], value: T) -> None:
        """Change a setting, keep it and tell the listeners.

        Raises:
            ValueError: the value does not fit the declaration.
        """
        if not setting.fits(value):
            raise ValueError(f"{value!r} is no value for {setting.key}")
        if self.get(setting) == value:
            return
        self._values[setting.key] = value
        self._write()
        for listener in self._listeners:
            listener(setting)

    def subscribe(self, listener: Callable[[Setting[Any]], None]) -> None:
        """Have a function called with each setting that changes."""
        self._listeners.append(listener)

    def _write(self) -> None:
        try:
            with atomic_write(self._path) as temporary:
                temporary.write_text(json.dumps(self._values, ensure_ascii=False, indent=1), encoding="utf-8")
        except OSError as error:
            log.warning("The settings cannot be kept: %s", error)
