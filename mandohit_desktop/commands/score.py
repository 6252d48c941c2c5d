"""`mandohit score`: files and folders to a ranked table, JSON lines or a CSV file."""

import argparse
import csv
import io
import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path

from mandohit_desktop.cli import EXIT_INTERRUPTED, EXIT_OK, EXIT_SOME_FAILED, EXIT_USAGE
from mandohit_desktop.commands.progress import Progress
from mandohit_desktop.commands.table import printable, ranked_table
from mandohit_desktop.engine.batch import Engine, Outcome
from mandohit_desktop.engine.inputs import expand
from mandohit_desktop.engine.registry import load_model
from models.errors import BundleError, DeviceUnavailable
from models.spec import Protocol

CSV_COLUMNS = (
    "file", "score", "percentile", "spotify_percentile", "interval80_low", "interval80_high", "chance_top_decile",
    "inception", "tags", "raw_score", "loudness_lufs", "peak_dbfs", "duration_s", "highlight_start_s",
    "highlight_end_s", "protocol", "model", "device", "sha256", "warnings", "error_code", "error",
)  # fmt: skip

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def run(options: argparse.Namespace) -> int:
    """Score what the options name; exit codes: 0 all scored, 1 some failed, 2 usage."""
    try:
        engine = Engine(load_model(options.model), options.device)
    except (BundleError, DeviceUnavailable) as error:
        print(f"mandohit score: {error.message} {error.hint}".rstrip(), file=sys.stderr)
        return EXIT_USAGE
    if options.csv and (problem := csv_problem(options.csv)):
        print(f"mandohit score: {problem}", file=sys.stderr)
        return EXIT_USAGE
    paths = list(expand(options.paths, recursive=options.recursive))
    outcomes: list[Outcome] = []
    interrupted = False
    try:
        for outcome in _scored(engine, paths, Protocol(options.protocol)):
            outcomes.append(outcome)
            if options.json:
                print(json.dumps(outcome.to_json(), ensure_ascii=False), flush=True)
            elif outcome.error:
                name = printable(str(outcome.path))
                print(f"{name}: {outcome.error.message} {outcome.error.hint}".rstrip(), file=sys.stderr)
    except KeyboardInterrupt:
        interrupted = True
    if options.csv:
        try:
            write_csv(options.csv.resolve(), outcomes)
        except OSError as error:
            print(f"mandohit score: {options.csv} cannot be written: {error.strerror}.", file=sys.stderr)
            return EXIT_SOME_FAILED
        print(f"Wrote {len(outcomes)} rows to {options.csv}.")
    elif not options.json:
        print(ranked_table(outcomes, engine))
    if interrupted:
        print(f"Stopped after {len(outcomes)} of {len(paths)} files.", file=sys.stderr)
        return EXIT_INTERRUPTED
    return EXIT_SOME_FAILED if any(outcome.error for outcome in outcomes) else EXIT_OK


def _scored(engine: Engine, paths: list[Path], protocol: Protocol) -> Iterator[Outcome]:
    with Progress(paths) as progress:
        for outcome in engine.score_all(paths, protocol, progress.update):
            progress.pause()
            yield outcome


def _csv_row(outcome: Outcome) -> dict[str, object]:
    if outcome.error:
        return {"file": outcome.path, "error_code": outcome.error.code, "error": outcome.error.message}
    assert outcome.report is not None
    line = outcome.report.to_json()
    row = {name: line[name] for name in CSV_COLUMNS if name in line}
    row |= {"inception": line["components"]["inception"], "tags": line["components"]["tags"]}
    row |= {f"highlight_{end}": line["highlight"][end] for end in ("start_s", "end_s")}
    row |= dict(zip(("interval80_low", "interval80_high"), line["interval80"], strict=True))
    return row | {"model": line["model"]["id"], "warnings": " ".join(line["warnings"])}


def inert(cell: object) -> object:
    """Return a cell that no spreadsheet takes for a formula: text that could be one gets an apostrophe in front."""
    text = str(cell)
    return f"'{text}" if not isinstance(cell, (int, float)) and text.startswith(FORMULA_STARTS) else cell


def csv_problem(path: Path) -> str | None:
    """Say why a CSV file cannot be written there, before any song is scored."""
    if not path.parent.is_dir():
        return f"there is no folder {path.parent} to write into."
    if path.is_dir():
        return f"{path} is a folder; name a file for the table."
    if path.exists() and not path.is_file():
        return f"{path} is no ordinary file."
    if not os.access(path.resolve().parent, os.W_OK):
        return f"the folder {path.resolve().parent} cannot be written to."
    return None


def write_csv(path: Path, outcomes: list[Outcome]) -> None:
    """Write the outcomes as CSV, in input order; the file appears whole or not at all."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, CSV_COLUMNS)
    writer.writeheader()
    writer.writerows({name: inert(cell) for name, cell in _csv_row(outcome).items()} for outcome in outcomes)
    partial = path.with_name(f".{path.name}.{os.getpid()}.part")
    # With a byte order mark, or spreadsheets garble Chinese names.
    try:
        partial.write_text(text.getvalue(), encoding="utf-8-sig", errors="backslashreplace", newline="")
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)
