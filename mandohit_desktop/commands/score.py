"""`mandohit score`: files and folders to a ranked table, JSON lines or a CSV file.

Each result is kept in the history as it comes, so what was scored before is not scored again, a killed batch included.
"""

import argparse
import json
import os
import sys
from pathlib import Path

from mandohit_desktop.commands.refusal import refuse
from mandohit_desktop.commands.scoring import open_scorer, scored
from mandohit_desktop.commands.table import printable, ranked_table
from mandohit_desktop.core.export import write_csv
from mandohit_desktop.engine.batch import Engine, Outcome
from mandohit_desktop.engine.inputs import expand
from mandohit_desktop.engine.registry import load_model
from models import exit_codes
from models.errors import BundleError, DeviceUnavailable


def run(options: argparse.Namespace) -> int:
    """Score what the options name; exit codes: 0 all scored, 1 some failed, 2 usage."""
    try:
        engine = Engine(load_model(options.model), options.device)
    except (BundleError, DeviceUnavailable) as error:
        return refuse("score", error.text)
    if options.csv and (problem := csv_problem(options.csv)):
        return refuse("score", problem)
    paths = list(expand(options.paths, recursive=options.recursive))
    outcomes: list[Outcome] = []
    interrupted = False
    try:
        with open_scorer("score", engine, options.protocol) as scorer:
            for outcome in scored(scorer, paths, fresh=options.fresh):
                outcomes.append(outcome)
                if options.json:
                    print(json.dumps(outcome.to_json(), ensure_ascii=False), flush=True)
                elif outcome.error:
                    print(f"{printable(str(outcome.path))}: {outcome.error.text}", file=sys.stderr)
    except KeyboardInterrupt:
        interrupted = True
    if options.csv:
        try:
            write_csv(options.csv.resolve(), [outcome.to_json() for outcome in outcomes])
        except OSError as error:
            print(f"mandohit score: {options.csv} cannot be written: {error.strerror}.", file=sys.stderr)
            return exit_codes.FAILED
        print(f"Wrote {len(outcomes)} rows to {options.csv}.")
    elif not options.json:
        print(ranked_table([outcome.report for outcome in outcomes if outcome.report], options.top))
    if interrupted:
        print(f"Stopped after {len(outcomes)} of {len(paths)} files.", file=sys.stderr)
        return exit_codes.INTERRUPTED
    return exit_codes.FAILED if any(outcome.error for outcome in outcomes) else exit_codes.OK


def csv_problem(path: Path) -> str | None:
    """Say why a CSV file cannot be written there, before any song is scored."""
    if not path.parent.is_dir():
        return f"there is no folder {path.parent} to write into."
    if path.is_dir():
        return f"{path} is a folder; name a file for the table."
    if path.exists() and not path.is_file():
        return f"{path} is not a regular file."
    if not os.access(path.resolve().parent, os.W_OK):
        return f"the folder {path.resolve().parent} cannot be written to."
    return None
