"""What raises and lowers a score: a waterfall from the typical song to this one."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from mandohit_desktop.store.result import Result
from mandohit_desktop.ui.detail.bar_rows import BarRow, BarRows
from mandohit_desktop.ui.detail.tags import Loadings, grouped, told
from mandohit_desktop.ui.style.theme import SPACING
from mandohit_desktop.ui.style.widgets import label
from mandohit_desktop.ui.text import wording
from mandohit_desktop.ui.text.i18n import Translated, group_name

N_GROUPS = 7
SMALLEST = 0.1
"""Points; what adds less is one of the others."""
NARROWEST_SCALE = 2.0
MARGIN_SHARE = 0.06


class Reasons(Translated, QWidget):
    """The parts of a score one below the other: its change in points and the sum so far."""

    def __init__(self) -> None:
        super().__init__()
        self._result: Result | None = None
        self.title, self.unit = label("heading"), label("muted", wrap=True)
        self.waterfall = BarRows(n_columns=2, steps=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACING)
        for part in (self.title, self.unit, self.waterfall):
            column.addWidget(part)
        self.retranslate()

    def show_result(self, result: Result) -> bool:
        """Show a result's reasons; return whether it has any."""
        self._result = result
        self.retranslate()
        return bool(result.report.get("reasons"))

    def retranslate(self) -> None:
        """Write every text in the language in use."""
        self.title.setText(self.tr("What raises and lowers it"))
        self.unit.setText(
            self.tr(
                "In points, from the typical song, the mean of the reference songs. Less than usual counts as well."
            )
        )
        self.waterfall.setAccessibleName(self.title.text())
        reasons = self._result.report.get("reasons") if self._result else None
        if reasons:
            rows = self._rows(reasons)
            self.waterfall.show_rows(rows, _scale([row.end for row in rows]))

    def _rows(self, reasons: dict[str, Any]) -> list[BarRow]:
        base, total = reasons["base"], reasons["total"]
        rows, so_far = [_mark(self.tr("Typical song"), base, self.tr("Mean score of the reference songs"))], base
        for name, value, tooltip in self._parts(reasons):
            start, so_far = so_far, so_far + value
            numbers = (wording.signed(value), wording.figure(so_far))
            rows.append(BarRow(name, start, so_far, "good" if value > 0 else "bad", numbers, tooltip))
        return [*rows, _mark(self.tr("This song"), total, "")]

    def _parts(self, reasons: dict[str, Any]) -> list[tuple[str, float, str]]:
        """Return name, value and tooltip of each part, small groups as one."""
        assert self._result is not None
        groups, heard = reasons["groups"], grouped(self._result)
        n_large = sum(abs(group["value"]) >= SMALLEST for group in groups[:N_GROUPS])
        shown, others = (groups[:n_large], groups[n_large:]) if len(groups) > n_large + 1 else (groups, [])
        whole = self.tr("What the sound network hears; the rows below are the tags")
        parts = [(self.tr("Sound as a whole"), reasons["inception"], whole)]
        parts += [(self._name(group["id"]), group["value"], _tags(heard, group["id"])) for group in shown]
        if others:
            each = "\n".join(f"{self._name(group['id'])} {wording.signed(group['value'])}" for group in others)
            parts.append((self.tr("Others"), sum(group["value"] for group in others), each))
        return parts

    def _name(self, group: str) -> str:
        return group_name(group) or self.tr("Other tags")


def _mark(name: str, score: float, tooltip: str) -> BarRow:
    return BarRow(name, score, score, "text", ("", wording.figure(score)), tooltip)


def _tags(heard: dict[str, Loadings], group: str) -> str:
    return told(heard.get(group, []))


def _scale(sums: Sequence[float]) -> tuple[float, float]:
    """Return a scale that holds all sums, and does not make mountains of small differences."""
    low, high = min(sums), max(sums)
    spare = max(MARGIN_SHARE * (high - low), (NARROWEST_SCALE - (high - low)) / 2.0)
    return low - spare, high + spare
