"""The report: one HTML file that needs nothing else, for the person who decides whether a model is worth using."""

import html
import json
from collections.abc import Iterable
from typing import Any

import pandas as pd

from models.files import atomic_write
from training.contract import CURVES_FILE
from training.evaluation import plots
from training.rebuild.workspace import Workspace

NAMES = {
    "mse": "mean squared error",
    "rmse": "its root",
    "mae": "mean absolute error",
    "r2": "R²",
    "spearman": "Spearman",
    "kendall": "Kendall τ-b",
    "top_decile_precision": "precision in the top tenth (chance 0.1)",
    "hits@100": "hits among the top 100",
    "hits@150": "hits among the top 150",
    "ndcg@150": "nDCG@150",
    "spearman@150": "Spearman in the real top 150",
    "kendall@150": "Kendall in the real top 150",
}
COMPARED = ("spearman", "mse", "mae", "r2", "top_decile_precision")
STYLE = """
body { font: 15px/1.5 system-ui, sans-serif; color: #1f2937; max-width: 62em; margin: 2em auto; padding: 0 1em; }
h1 { font-size: 1.5em; } h2 { font-size: 1.15em; margin-top: 2em; }
table { border-collapse: collapse; margin: .8em 0; } th, td { padding: .25em .8em; border-bottom: 1px solid #e5e7eb; }
td { font-variant-numeric: tabular-nums; text-align: right; } th { text-align: left; } tbody th { font-weight: normal; }
.verdict { background: #eff6ff; border-left: 4px solid #2563eb; padding: .8em 1em; font-size: 1.05em; }
.leaky { background: #fff7ed; border-left: 4px solid #ea580c; padding: .8em 1em; }
.plots { display: flex; flex-wrap: wrap; gap: 1em; } figure { margin: 0; } figcaption { color: #6b7280; }
svg { max-width: 100%; height: auto; }
"""


def _shown(value: Any) -> str:
    if pd.isna(value):
        return "–"
    if isinstance(value, float):
        return f"{value:.3f}" if abs(value) < 100 else f"{value:.1f}"
    return str(value)


def _table(table: pd.DataFrame) -> str:
    with pd.option_context("display.max_colwidth", None):
        text: str = table.map(_shown).to_html(border=0, justify="left")
    return text


def _compared(figures: dict[str, dict[str, float]]) -> str:
    return _table(pd.DataFrame(figures, index=list(COMPARED)).T.rename(columns=NAMES))


def _figure(svg: str, caption: str) -> str:
    return f"<figure>{svg}<figcaption>{html.escape(caption)}</figcaption></figure>"


def write_report(space: Workspace) -> None:
    """Write the report from what the steps before left."""
    found = json.loads(space.evaluation_file.read_text(encoding="utf-8"))
    parts = [
        _opening(space, found),
        _measures(found),
        f'<h2>Pictures</h2><div class="plots">{"".join(_pictures(space, found))}</div>',
        _nuisance(found),
        _baseline(space),
        _making(space, found),
    ]
    title = f"{html.escape(space.model_id)}: report"
    page = (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{title}</title><style>{STYLE}</style>'
        f"<h1>{title}</h1>{''.join(parts)}</html>\n"
    )
    with atomic_write(space.report_file) as temporary:
        temporary.write_text(page, encoding="utf-8")


def _opening(space: Workspace, found: dict[str, Any]) -> str:
    text = f'<p class="verdict">{html.escape(found["verdict"])}</p>'
    if found["split"]["leaky"]:
        text += (
            '<p class="leaky">The split is leaky, as in 2021: artists are on both sides, so every figure here is '
            "better than the model will do on artists it never heard.</p>"
        )
    scale = (
        "the label as it is"
        if found["target"] == "raw"
        else "the popularity of the reference song at the same percentile within the label's source"
    )
    return text + (
        "<p>Predicted popularity, not quality: good for ranking a batch, weak for one song. "
        f"What is predicted: {scale}; 0 to 100. Protocol: {found['protocol']}.</p>"
    )


def _measures(found: dict[str, Any]) -> str:
    intervals = found["intervals"]
    rows: dict[str, tuple[Any, str]] = {}
    for name, value in found["model"].items():
        low, high = intervals.get(name, (None, None))
        rows[NAMES[name]] = (value, "" if low is None else f"{low:.3f} to {high:.3f}")
    within = found["within_artist"]
    rows[f"Spearman within an artist's songs ({within['artists']} artists)"] = (within["spearman"], "")
    rows["share inside the 80 % interval"] = (found["coverage"], "")
    columns = ["", "95 %, artists drawn anew"]
    everyone = {"this model": found["model"], "its inception CNN": found["components"]["inception"]}
    everyone |= {"its tag regressor": found["components"]["tags"], **found["yardsticks"]}
    return (
        f"<h2>On {found['split']['test']} test songs</h2>"
        + _table(pd.DataFrame.from_dict(rows, orient="index", columns=columns, dtype=object))
        + "<h2>Beside simple models</h2>"
        + _compared(everyone)
    )


def _pictures(space: Workspace, found: dict[str, Any]) -> Iterable[str]:
    songs = pd.read_csv(space.predictions_file).query("side == 'test'")
    deciles = found["deciles"]
    yield _figure(plots.scatter(songs["score"].to_numpy(), songs["target"].to_numpy()), "Every test song.")
    yield _figure(plots.calibration(deciles), "Calibration: on the dashed line, predictions are right in the mean.")
    yield _figure(plots.decile_bars(deciles, "error", "mean absolute error"), "Error by tenths of the prediction.")
    yield _figure(
        plots.decile_bars(deciles, "top_share", "share in the real top tenth"), "How often the top tenth was reached."
    )
    curve = pd.read_csv(space.fit_folder / CURVES_FILE)
    lines = {name: curve[f"{name}_loss"] for name in ("train", "validation")}
    yield _figure(plots.curves("epoch", "loss", curve["epoch"], lines), "Learning curves.")


def _nuisance(found: dict[str, Any]) -> str:
    identity = found["identity"]
    checked = (
        f"<p>Mels, tags, labels and sound belong together: {identity['checked']} test songs were computed again from "
        f"their sound and scored by the application; the largest difference was {identity['largest_difference']:.4f}."
    )
    if identity["without_sound"]:
        checked += f" {identity['without_sound']} had no sound any more."
    heading = "<h2>What must not matter</h2>" + checked + "</p>"
    if not found["nuisance"]:
        return heading
    changes = pd.DataFrame(found["nuisance"], index=["median", "largest"]).T
    return heading + _table(changes.rename_axis(columns="change of the score"))


def _baseline(space: Workspace) -> str:
    if not space.baseline_file.exists():
        return ""
    found = json.loads(space.baseline_file.read_text(encoding="utf-8"))
    if "skipped" in found:
        return f"<h2>Baseline</h2><p>{html.escape(found['skipped'])}</p>"
    curve = found["learning_curve"]
    lines = {name: curve[name] for name in ("train", "validation")}
    drawn = plots.curves("training songs", "mean squared error", curve["songs"], lines)
    return (
        f"<h2>Baseline on {html.escape(found['inputs'])}</h2>"
        + _compared(found["test"])
        + f"<p>{html.escape(curve['diagnosis'])}</p>"
        + _figure(drawn, "Learning curve of the ridge regression.")
    )


def _making(space: Workspace, found: dict[str, Any]) -> str:
    split = found["split"]
    rows = {
        "configuration": space.config.name,
        "songs to train, validate, test": f"{split['train']}, {split['validation']}, {split['test']}",
        "split": split["method"],
        "split's hash": split["digest"],
        "left out: same recording twice": split["duplicates"],
        "left out: sound unusable": found["left_out"],
        "largest group that hangs together": split["largest_component"],
    }
    return "<h2>How it was made</h2>" + _table(pd.Series(rows, dtype=object).to_frame(""))
