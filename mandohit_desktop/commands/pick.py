"""`mandohit pick`: from a batch of songs to the few worth finishing, with what that choice gains."""

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path

from mandohit_desktop.commands.refusal import refuse, warn
from mandohit_desktop.commands.score import csv_problem
from mandohit_desktop.commands.scoring import open_scorer, scored
from mandohit_desktop.commands.table import number, percent, printable, ranked_table
from mandohit_desktop.core.export import write_csv
from mandohit_desktop.core.handover import hand_over, playlist_problem, write_playlist
from mandohit_desktop.engine.batch import Engine
from mandohit_desktop.engine.inputs import expand
from mandohit_desktop.engine.picking import Choice, Pick, pick
from mandohit_desktop.engine.registry import load_model
from models import exit_codes
from models.errors import BundleError, DeviceUnavailable

REASONS = {
    "short": "shorter than 15 s",
    "unlike_reference": "unlike the songs this model knows (--include-unlike lets it compete)",
}
CAVEAT = "These figures come from songs of many artists; within one author's batch expect less."


def run(options: argparse.Namespace) -> int:
    """Pick; exit codes as those of `score`, and 1 where a kept song could not be handed over."""
    try:
        engine = Engine(load_model(options.model), options.device)
    except (BundleError, DeviceUnavailable) as error:
        return refuse("pick", error.text)
    if problem := _output_problem(options):
        return refuse("pick", problem)
    paths = list(expand(options.paths, recursive=options.recursive))
    try:
        picked = _pick(engine, paths, options)
        _print(picked, options)
        all_there = _hand_over(picked, options)
    except KeyboardInterrupt:
        warn("pick", "stopped; what is scored is kept, and the same command goes on from there.")
        return exit_codes.INTERRUPTED
    except OSError as error:
        warn("pick", f"{error.filename or 'the output'} cannot be written: {error.strerror}.")
        return exit_codes.FAILED
    some_failed = any(left["reason"] == "failed" for left in picked.left_out)
    return exit_codes.OK if all_there and not some_failed else exit_codes.FAILED


def _output_problem(options: argparse.Namespace) -> str | None:
    if options.csv and (problem := csv_problem(options.csv)):
        return problem
    if options.playlist:
        return playlist_problem(options.playlist)
    folder: Path | None = options.copy_to or options.move_to
    if folder and folder.exists() and not folder.is_dir():
        return f"{folder} is no folder."
    return None


def _pick(engine: Engine, paths: list[Path], options: argparse.Namespace) -> Pick:
    lines, prints = [], []
    with open_scorer("pick", engine, options.protocol) as scorer:
        for outcome in scored(scorer, paths, fresh=False):
            lines.append(outcome.to_json())
            prints.append(scorer.fingerprint(outcome.report["sha256"]) if outcome.report else "")
    choice = Choice(
        keep=options.keep,
        chance=(options.chance or 0.0) / 100.0,
        all_takes=options.all_takes,
        include_unlike=options.include_unlike,
    )
    return pick(lines, prints, engine.card.reference, choice)


def _print(picked: Pick, options: argparse.Namespace) -> None:
    if options.json:
        print(json.dumps(picked.to_json(), ensure_ascii=False), flush=True)
    elif options.csv:
        is_kept = ["yes" if place < picked.keep else "no" for place in range(len(picked.ranking))]
        write_csv(options.csv.resolve(), picked.ranking, {"kept": is_kept})
        print(f"Wrote {len(picked.ranking)} rows to {options.csv}.")
    elif picked.ranking:
        print(ranked_table(picked.ranking, keep=picked.keep))
        print("\n".join(["", *statement(picked), *_remarks(picked), CAVEAT]))
    else:
        print("\n".join(["No song is left to pick from.", *_remarks(picked)]))


def statement(picked: Pick) -> Iterator[str]:
    """Yield what a pick gains, a sentence a line."""
    gains = {name: value or 0.0 for name, value in picked.gains().items()}
    best, by_luck = (percent(100.0 * gains[f"chance_best_kept{end}"]) for end in ("", "_by_luck"))
    yield (
        f"Keeping {picked.keep} of {len(picked.ranking)}: the most popular is among them with a chance of {best} % "
        f"(by luck {by_luck} %)."
    )
    yield (
        f"Expected among them: {number(gains['expected_top_decile'], 1)} songs of the top 10 % "
        f"(by luck {number(gains['expected_top_decile_by_luck'], 1)}); mean popularity "
        f"{number(gains['mean_popularity'], 1)} (by luck {number(gains['mean_popularity_by_luck'], 1)})."
    )
    if picked.near_cut:
        next_ones = "The next one is" if picked.near_cut == 1 else f"The next {picked.near_cut} are"
        yield f"{next_ones} as good as the last one kept, as far as this model can tell."


def _remarks(picked: Pick) -> Iterator[str]:
    for take in picked.takes:
        yield f"Takes of one performance, best first: {', '.join(map(printable, take))}"
    for left in picked.left_out:
        yield f"Left out: {printable(left['file'])}: {REASONS.get(left['reason']) or left.get('message')}"


def _hand_over(picked: Pick, options: argparse.Namespace) -> bool:
    """Copy, move or list the kept songs; return whether all are there."""
    told = sys.stderr if options.json else sys.stdout
    if options.playlist:
        write_playlist(options.playlist, picked.kept)
        print(f"Wrote {options.playlist}.", file=told)
    folder = options.copy_to or options.move_to
    if not folder:
        return True
    all_there = True
    for song in hand_over(picked.kept, folder, move=bool(options.move_to)):
        all_there &= song.target is not None
        if song.target:
            print(f"{'Moved' if options.move_to else 'Copied'} to {printable(str(song.target))}", file=told, flush=True)
        else:
            warn("pick", f"{printable(str(song.source))} stays where it is: {song.problem}")
    return all_there
