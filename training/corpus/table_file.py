"""Tables that people bring: CSV, TSV or Excel, read by pandas with every cell as text.

Ids keep their leading zeros, and a song may be called NA. Text is UTF-8, or GB18030 or Big5 as programs in China,
Taiwan and Hong Kong save it; charset-normalizer tells these two apart, reliably from five songs on.
"""

import io
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree.ElementTree import ParseError

from models.errors import ManifestInvalid

if TYPE_CHECKING:
    import pandas

_WINDOWS_SYMBOLS = str.maketrans("•∼", "‧～")
"""Where Python's Big5 differs from that of Windows in characters that are common in titles and names."""


def read_cells(path: Path) -> "pandas.DataFrame":
    """Return a table's cells below its column names; NaN where a line of text ends early.

    A file that ends in .xlsx is read as Excel (its first sheet; dates become YYYY-MM-DD), any other as text with
    commas, semicolons or tabs. Empty rows are left out.

    Raises:
        ManifestInvalid: it cannot be read.
    """
    import pandas  # costs 0.5 s

    try:
        cells = _read_excel(path) if path.suffix.lower() == ".xlsx" else _read_text(path)
    except OSError as error:
        raise ManifestInvalid(f"{path} cannot be read: {error.strerror}.") from error
    except pandas.errors.EmptyDataError:
        cells = pandas.DataFrame()
    if cells.empty:
        return cells
    table = cells[1:].set_axis(cells.iloc[0], axis=1)
    return table[table.fillna("").ne("").any(axis=1)]


def _read_text(path: Path) -> "pandas.DataFrame":
    import pandas

    text = _decoded(path)
    first = text.partition("\n")[0]
    try:
        return pandas.read_csv(
            io.StringIO(text, newline=None),
            sep=max(",;\t", key=first.count),
            header=None,
            dtype=str,
            keep_default_na=False,
            engine="python",  # the C engine cannot tell a missing cell from an empty one
        )
    except pandas.errors.ParserError as error:
        raise ManifestInvalid(f"{path.name} is not well-formed CSV: {error}.") from error


def _decoded(path: Path) -> str:
    data = path.read_bytes()
    for encoding in _encodings(data):
        with suppress(UnicodeDecodeError):
            text = data.decode(encoding)
            return text.translate(_WINDOWS_SYMBOLS) if encoding == "big5hkscs" else text
    raise ManifestInvalid(f"{path.name} is not UTF-8, GB18030 or Big5.", "Save it as CSV UTF-8.")


def _encodings(data: bytes) -> Iterator[str]:
    from charset_normalizer import from_bytes

    yield "utf-8-sig"
    lines = b"\n".join(line for line in data.splitlines() if not line.isascii())
    # A high threshold, because titles are full of punctuation; Windows-1252 keeps Western text from passing as Chinese.
    found = from_bytes(lines, cp_isolation=["gb18030", "big5hkscs", "cp1252"], threshold=0.7).best()
    if found and found.encoding != "cp1252":
        yield found.encoding


def _read_excel(path: Path) -> "pandas.DataFrame":
    import pandas

    try:
        with warnings.catch_warnings(action="ignore", category=UserWarning):  # openpyxl warns of styles it ignores
            cells = pandas.read_excel(path, header=None, dtype=str, keep_default_na=False, engine="openpyxl")
    except (zipfile.BadZipFile, zlib.error, EOFError, ParseError, KeyError, ValueError) as error:
        raise ManifestInvalid(f"{path.name} is not an Excel workbook.", "Save it as .xlsx or CSV UTF-8.") from error
    return cells.fillna("").replace(r"^(\d{4}-\d\d-\d\d) 00:00:00$", r"\1", regex=True)
