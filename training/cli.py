"""`python -m training STEP ...`, which is `mandohit train STEP ...`: the corpus, each step of a rebuild, or all.

Parsing imports nothing heavy; a step's modules are imported when it runs.
"""

import argparse
import logging
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

from models import exit_codes
from training.commands import corpus, previews
from training.contract import ALL_STEPS, Step, StepStatus

STEP_HELP: dict[str, str] = {
    Step.CHECK: "whether songs, labels and artists suffice",
    Step.FEATURES: "compute mels and tags of every song, once",
    Step.SPLIT: "divide the songs by artist",
    Step.FIT: "fit the networks; goes on from its checkpoint",
    Step.CALIBRATE: "make the tables that give a score its meaning",
    Step.BASELINE: "regressions on descriptors, to compare with",
    Step.EVALUATE: "every measure on the test songs, and the report",
    Step.EXPORT: "write the bundle that the application loads",
    ALL_STEPS: "every step that is not done yet",
}
BACKENDS = ("local", "dask", "ray")


def build_parser(program: str = "python -m training") -> argparse.ArgumentParser:
    """Return the parser of all steps."""
    parser = argparse.ArgumentParser(
        prog=program,
        description="Rebuild the model from a corpus. Each step keeps its result and is skipped when that is there.",
    )
    steps = parser.add_subparsers(dest="step", metavar="STEP", title="steps", required=True)
    for command, text in ((corpus, "make a corpus"), (previews, "download the previews of a corpus")):
        name = command.__name__.rpartition(".")[2]
        step = steps.add_parser(name, help=text, description=f"{text.capitalize()}. docs/corpus.md tells more.")
        step.set_defaults(run=f"{command.__name__}:run")
        command.add_arguments(step)
    for name, text in STEP_HELP.items():
        step = steps.add_parser(name, help=text, description=text.capitalize() + ".")
        step.set_defaults(run="training.cli:run_steps")
        _add_step_options(step)
    return parser


def _add_step_options(step: argparse.ArgumentParser) -> None:
    add = step.add_argument
    add("--manifest", type=Path, required=True, metavar="FILE", help="the corpus: .parquet, .csv, .tsv or .xlsx")
    add("--work", type=Path, required=True, metavar="FOLDER", help="where the steps keep their results")
    add("--config", default="mandohit", metavar="NAME_OR_FILE", help="mandohit, published or a TOML file")
    add("--id", default="my-model", metavar="NAME", help="what the model is to be called (default: %(default)s)")
    add(
        "--allow-leaky-split",
        action="store_true",
        help="split songs at random, artists on both sides; goes on the card",
    )
    add("--device", choices=("auto", "cpu", "cuda", "mps"), default="auto", help="default: %(default)s")
    add("--devices", type=int, default=1, metavar="N", help="how many of them (default: %(default)s)")
    add("--precision", choices=("32-true", "bf16-mixed", "16-mixed"), default="32-true", help="default: %(default)s")
    add("--loaders", type=int, default=0, metavar="N", help="processes that read features beside the fit")
    add("--jobs", type=int, default=-1, metavar="N", help="processes for features (default: one a processor)")
    add("--backend", choices=BACKENDS, default="local", help="where they run: this machine or a cluster")
    add("--cluster", default="", metavar="ADDRESS", help="the cluster's scheduler, for example tcp://127.0.0.1:8786")
    add("--progress", choices=("bar", "json", "none"), default="bar", help="json: one object a line on standard output")
    add("--stop-on-eof", action="store_true", help="stop, keeping the checkpoint, when standard input closes")


def run_steps(options: argparse.Namespace) -> int:
    """Run one step, or all."""
    from dataclasses import replace

    from models.bundle import check_id
    from models.errors import Cancelled, MandoHitError, TrainingError
    from training.config import load_config
    from training.fit.hardware import Hardware, fabric_on
    from training.rebuild.pipeline import run_all, run_step
    from training.rebuild.workspace import Workspace
    from training.runtime.progress import Reporter
    from training.runtime.stop import StopRequest
    from training.runtime.workers import Workers

    def failed(error: MandoHitError) -> int:
        reporter.emit(step=options.step, state=StepStatus.FAILED, error=error.to_json())
        sys.stderr.write(f"{error.message} {error.hint}".rstrip() + "\n")
        return exit_codes.INTERRUPTED if isinstance(error, Cancelled) else exit_codes.FAILED

    _show_warnings()
    reporter, stop = Reporter(options.progress), StopRequest()
    stop.listen(stdin=options.stop_on_eof)
    try:
        config = load_config(options.config)
        if options.allow_leaky_split:
            config = replace(config, split=replace(config.split, leaky=True))
        hardware = Hardware(options.device, options.devices, options.precision, options.loaders)
        if options.step in {Step.FIT, ALL_STEPS}:
            fabric_on(hardware)  # hours of features should not end in a device that is not there
        space = Workspace(
            options.manifest,
            options.work,
            config,
            check_id(options.id),
            hardware,
            Workers(options.jobs, options.backend, options.cluster),
            reporter,
            stop,
        )
        if options.step == ALL_STEPS:
            run_all(space)
        else:
            run_step(space, options.step)
    except MandoHitError as error:
        return failed(error)
    except OSError as error:
        where = Path(error.filename).name if error.filename else "A file"
        return failed(TrainingError(f"{where} cannot be read or written: {error.strerror}.", "Is the disk full?"))
    return exit_codes.OK


def _show_warnings() -> None:
    """Show what steps warn about on standard error, once."""
    logger = logging.getLogger("training")
    if not logger.handlers:
        handler = logging.StreamHandler()
        handler.setLevel(logging.WARNING)
        logger.addHandler(handler)
    logging.getLogger("lightning_fabric").setLevel(logging.WARNING)


def main(arguments: Sequence[str] | None = None, program: str = "python -m training") -> int:
    """Run the command line and return its exit code."""
    options = build_parser(program).parse_args(arguments)
    module, name = options.run.split(":")
    return int(getattr(import_module(module), name)(options))
