"""The user's settings: every one declared once, with its type, default and allowed values; kept in a JSON file.

pydantic checks what the file holds: a value that does not fit its declaration falls back to the default. A damaged
file is set aside and a new one started.
"""

import json
import logging
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Generic, Literal, TypeVar, get_args

from pydantic import ConfigDict, TypeAdapter, ValidationError

from models.files import atomic_write, set_aside
from models.shipped import DEFAULT_ID

log = logging.getLogger(__name__)

T = TypeVar("T", bool, str, list[Any], dict[str, Any])


@dataclass(frozen=True, eq=False)
class Setting(Generic[T]):
    """One declared setting.

    Attributes:
        key: its name in the file.
        type: what its values are, as a type annotation; a `Literal` lists the allowed ones.
        default: its value until the user changes it.
    """

    key: str
    type: Any
    default: T

    @property
    def choices(self) -> tuple[T, ...]:
        """The allowed values; empty if any of the type will do."""
        return get_args(self.type) if isinstance(self.default, str) else ()

    @cached_property
    def _adapter(self) -> TypeAdapter[T]:
        return TypeAdapter(self.type, config=ConfigDict(strict=True))

    def fits(self, value: object) -> bool:
        """Tell whether a value read from a file may be used."""
        try:
            self._adapter.validate_python(value)
        except ValidationError:
            return False
        return True


DEVICE = Setting("device", Literal["auto", "cpu", "cuda", "mps"], "auto")
MODEL = Setting("model", str, DEFAULT_ID)
PROTOCOL = Setting("protocol", Literal["matched", "published"], "matched")
LANGUAGE = Setting("language", Literal["system", "en", "zh_TW", "zh_CN"], "system")
THEME = Setting("theme", Literal["system", "light", "dark"], "system")
OUTPUT_DEVICE = Setting("output_device", str, "")
RECORDING_DEVICE = Setting("recording_device", str, "")
RECORDINGS_FOLDER = Setting("recordings_folder", str, "")
WATCHED_FOLDERS: Setting[list[Any]] = Setting("watched_folders", list[Any], [])
WATCHING = Setting("watching", bool, False)
NOTIFICATIONS = Setting("notifications", bool, False)
SHOWN_MARKS = Setting("shown_marks", Literal["all", "starred", "not_rejected"], "all")
INCLUDE_SUBFOLDERS = Setting("include_subfolders", bool, True)
RECENT_FILES: Setting[list[Any]] = Setting("recent_files", list[str], [])
REBUILD: Setting[dict[str, Any]] = Setting("rebuild", dict[str, Any], {})
WINDOW_STATE: Setting[dict[str, Any]] = Setting("window_state", dict[str, Any], {})


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
        if setting.key not in self._values:
            return setting.default
        value: T = self._values[setting.key]
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
