"""The strongest tags of a song as bars; tags that mean the same are one row."""

from mandohit_desktop.store.result import Result
from mandohit_desktop.ui.detail.bar_rows import BarRow, BarRows
from mandohit_desktop.ui.text import wording
from mandohit_desktop.ui.text.i18n import Translated, group_name, group_of_tag, tag_name

N_SHOWN = 8

Loadings = list[tuple[str, float]]
"""Names of tags and their loadings, strongest first."""


def grouped(result: Result) -> dict[str, Loadings]:
    """Return the tags of each group, the group with the strongest tag first; a tag in no group stands for itself."""
    groups: dict[str, Loadings] = {}
    for tag in result.report["tags"]:
        groups.setdefault(group_of_tag().get(tag["name"], tag["name"]), []).append((tag["name"], tag["loading"]))
    return groups


def told(loadings: Loadings) -> str:
    """Return tags and their loadings as lines."""
    return "\n".join(f"{tag_name(name)} {wording.figure(loading)}" for name, loading in loadings)


class StrongestTags(Translated, BarRows):
    """One row a group of tags: its name, a bar from 0 to 1, the loading of its strongest tag."""

    def __init__(self) -> None:
        super().__init__(n_columns=1, steps=False)
        self._result: Result | None = None
        self.retranslate()

    def show_result(self, result: Result) -> None:
        """Show a result's strongest tags."""
        self._result = result
        self.retranslate()

    def retranslate(self) -> None:
        """Write every row in the language in use."""
        self.setAccessibleName(self.tr("Strongest tags"))
        if self._result:
            self.show_rows([_row(*group) for group in list(grouped(self._result).items())[:N_SHOWN]], (0.0, 1.0))


def _row(group: str, loadings: Loadings) -> BarRow:
    loading = loadings[0][1]
    name = group_name(group) or tag_name(group)
    return BarRow(name, 0.0, loading, "accent", (wording.figure(loading),), told(loadings))
