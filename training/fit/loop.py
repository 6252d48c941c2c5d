"""Fitting the networks with Lightning Fabric: on a processor, one accelerator or several, in mixed precision.

A fit can be stopped or killed at any moment and resumes from its last checkpoint with the same result: batches follow
from seed and epoch, dropout from seed and step, and the checkpoint holds everything else.
"""

import copy
import csv
import logging
import math
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from functools import partial
from pathlib import Path

import numpy as np
import torch
from lightning_fabric import Fabric
from torch import nn
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn
from torch.utils.data import DataLoader

from models.errors import Cancelled, ConfigInvalid
from models.files import atomic_write
from training.config import FitConfig
from training.contract import CURVES_FILE, Step
from training.evaluation.metrics import spearman
from training.fit.checkpoint import load_checkpoint, optimiser_state, optimiser_tensors, save_checkpoint, save_weights
from training.fit.dataset import Batch, EpochBatches, HighlightBatches, Songs
from training.fit.hardware import Hardware, fabric_on
from training.fit.losses import fit_loss
from training.fit.network import PopularityNetwork, fresh_network
from training.runtime.progress import Reporter, StepProgress
from training.runtime.stop import StopRequest, passed_on

log = logging.getLogger(__name__)

STEP = Step.FIT
BEST_FILE = "best.safetensors"
STOP_FILE = "stop"
CHECKPOINT_FOLDER = "checkpoint"


@dataclass
class _State:
    """Where a fit is; goes into the checkpoint as JSON."""

    epoch: int = 0
    batch: int = 0
    step: int = 0
    loss_sum: float = 0.0
    rate_factor: float = 1.0
    best_loss: float = math.inf
    bad_epochs: int = 0
    curves: list[dict[str, float]] = field(default_factory=list)


@dataclass(frozen=True)
class _Work:
    """What goes to every process of a fit."""

    train: Songs
    validation: Songs
    folder: Path
    config: FitConfig
    hardware: Hardware
    inputs: str


def fit(
    train: Songs,
    validation: Songs,
    folder: Path,
    config: FitConfig,
    *,
    hardware: Hardware,
    reporter: Reporter,
    stop: StopRequest,
    inputs: str = "",
) -> None:
    """Fit, or resume a fit; leaves the best weights, the curves and the checkpoint in a folder.

    Args:
        train: songs to fit on.
        validation: songs that decide when to stop.
        folder: where everything goes.
        config: the recipe.
        hardware: where it runs.
        reporter: where progress goes.
        stop: ends the fit after the step under way.
        inputs: hash of what the songs are; the checkpoint of a fit on others is not resumed.

    Raises:
        DeviceUnavailable: the device is not there.
        ConfigInvalid: fewer songs a batch than devices.
        CheckpointDamaged: the checkpoint cannot be read.
        Cancelled: a stop was asked for; the checkpoint is written.
    """
    if config.batch < hardware.devices:
        raise ConfigInvalid(f"{config.batch} songs a batch cannot be shared by {hardware.devices} devices.")
    folder.mkdir(parents=True, exist_ok=True)
    (folder / STOP_FILE).unlink(missing_ok=True)
    fabric = fabric_on(hardware)
    work = _Work(train, validation, folder, config, hardware, inputs)
    if hardware.devices > 1:
        with passed_on(stop, folder / STOP_FILE):
            # Fabric refuses frozen dataclasses among the arguments, so they are bound here.
            finished = fabric.launch(partial(_fit_in_process, work=work, mode=reporter.mode))
    else:
        finished = _Fit(fabric, work, reporter, stop).run()
    if not finished:
        raise Cancelled("Stopped; the checkpoint is kept.", "Start it again to go on from here.")


def _fit_in_process(fabric: Fabric, *, work: _Work, mode: str) -> bool:
    """Run one of several processes; the one of rank 0 reports, and a signal to any stops them all."""
    stop = StopRequest()
    stop.listen(stdin=False)
    return _Fit(fabric, work, Reporter(mode if fabric.is_global_zero else "none"), stop).run()


class _Fit:
    """One process's part of a fit."""

    def __init__(
        self,
        fabric: Fabric,
        work: _Work,
        reporter: Reporter,
        stop: StopRequest,
    ) -> None:
        # One thread a process: the result does not depend on how many processors there are, `devices` uses the others.
        torch.set_num_threads(1)
        torch.backends.cudnn.deterministic = True
        config = work.config
        self.fabric, self.config, self.folder = fabric, config, work.folder
        self.train, self.validation, self.loaders = work.train, work.validation, work.hardware.loaders
        self.reporter, self.stop = reporter, stop
        self.facts = {"inputs": work.inputs, "config": asdict(config)}
        self.state = _State()
        network = fresh_network(config, work.train)
        optimiser = _optimiser(network, config)
        self.network = network
        self.wrapped, self.optimiser = fabric.setup(network, optimiser)
        self.average = AveragedModel(network, multi_avg_fn=_ema(config.averaging)) if config.averaging else None
        self.n_batches = len(EpochBatches(work.train, config, 0))
        self.saved = time.monotonic()
        self._resume()

    @property
    def kept(self) -> nn.Module:
        """The weights that are validated and kept."""
        return self.average.module if self.average is not None else self.network

    def run(self) -> bool:
        """Fit to the end; return whether it came to it."""
        config, state = self.config, self.state
        total = config.epochs * self.n_batches
        with self.reporter.step(STEP, total, "steps", done=state.step) as progress:
            while state.epoch < config.epochs and state.bad_epochs < config.patience:
                if not self._epoch(progress):
                    progress.broke_off = True
                    return False
                self._end_of_epoch(progress)
                self._save(at_once=False)
            self._save(at_once=True)
            progress.advance(total - state.step)
        return True

    def _epoch(self, progress: StepProgress) -> bool:
        """Run the rest of an epoch; return False where a stop was asked for."""
        state, fabric = self.state, self.fabric
        batches = EpochBatches(self.train, self.config, state.epoch, fabric.global_rank, fabric.world_size)
        left = range(state.batch, self.n_batches)
        loader: DataLoader[Batch] = DataLoader(batches, batch_size=None, sampler=left, num_workers=self.loaders)
        self.wrapped.train()
        for mels, tags, targets in fabric.setup_dataloaders(loader, use_distributed_sampler=False):
            state.loss_sum += self._step(mels, tags, targets)
            state.batch += 1
            state.step += 1
            progress.advance()
            stopped = self._stop_asked()
            self._save(at_once=stopped)
            if stopped:
                return False
        return True

    def _step(self, mels: torch.Tensor, tags: torch.Tensor, targets: torch.Tensor) -> float:
        config, state = self.config, self.state
        torch.manual_seed(config.seed * 1_000_003 + state.step * 1_009 + self.fabric.global_rank)
        for group in self.optimiser.param_groups:
            group["lr"] = self._learning_rate(state.step)
        self.optimiser.zero_grad()
        loss = fit_loss(self.wrapped(mels, tags).float(), targets, config.ranking_weight, config.ranking_margin)
        self.fabric.backward(loss)
        self.optimiser.step()
        if self.average is not None:
            self.average.update_parameters(self.network)
        return loss.item()

    def _learning_rate(self, step: int) -> float:
        """Return a step's learning rate: a linear rise, then a cosine to zero; constant without a rise."""
        rate, warmup = self.config.learning_rate * self.state.rate_factor, self.config.warmup
        if not warmup:
            return rate
        share = (step + 1) / (self.config.epochs * self.n_batches)
        if share < warmup:
            return rate * share / warmup
        return rate * 0.5 * (1.0 + math.cos(math.pi * (share - warmup) / (1.0 - warmup)))

    def _stop_asked(self) -> bool:
        """Tell whether any process was asked to stop; all agree on the step."""
        flag = self.folder / STOP_FILE
        if self.fabric.world_size == 1:
            return self.stop.asked()
        if self.stop.asked():
            flag.touch()
        return bool(self.fabric.broadcast(flag.exists()))

    def _end_of_epoch(self, progress: StepProgress) -> None:
        state, config = self.state, self.config
        loss, mse, rank = self._validate()
        improved = loss < state.best_loss
        row = {
            "epoch": state.epoch + 1,
            "step": state.step,
            "learning_rate": self._learning_rate(state.step - 1),
            "train_loss": state.loss_sum / self.n_batches,
            "validation_loss": loss,
            "validation_mse": mse,
            "validation_spearman": rank,
        }
        state.curves.append(row)
        state.best_loss = min(loss, state.best_loss)
        state.bad_epochs = 0 if improved else state.bad_epochs + 1
        state.rate_factor *= 1.0 if improved else config.plateau_decay
        state.epoch, state.batch, state.loss_sum = state.epoch + 1, 0, 0.0
        progress.advance(0, row)
        if self.fabric.is_global_zero:
            if improved:
                save_weights(self.kept, self.folder / BEST_FILE)
            _write_curves(state.curves, self.folder / CURVES_FILE)

    @torch.no_grad()
    def _validate(self) -> tuple[float, float, float]:
        """Return loss, squared error and rank correlation over the validation songs, as they will be scored."""
        losses, predictions = [], []
        network = copy.deepcopy(self.kept).eval()
        batches = HighlightBatches(self.validation, self.config.batch)
        for i in range(len(batches)):
            mels, tags, targets = (part.to(self.fabric.device) for part in batches[i])
            predicted = PopularityNetwork.fused(*network.components(mels, tags))  # type: ignore[operator]
            losses.append(fit_loss(predicted, targets, self.config.ranking_weight, self.config.ranking_margin).item())
            predictions.append(predicted.float().cpu().double().numpy())
        scores = np.concatenate(predictions)
        mse = float(np.square(scores - self.validation.targets).mean())
        return float(np.mean(losses)), mse, spearman(scores, self.validation.targets)

    def _save(self, *, at_once: bool) -> None:
        """Write a checkpoint if it is due, or at once."""
        due = at_once or time.monotonic() - self.saved >= self.config.checkpoint_s
        if not due or not self.fabric.is_global_zero:
            return
        self.saved = time.monotonic()
        parts = {"network": self.network.state_dict(), "optimiser": optimiser_tensors(self.optimiser.state_dict())}
        if self.average is not None:
            parts["average"] = self.average.state_dict()
        save_checkpoint(
            self.folder / CHECKPOINT_FOLDER, parts, {**self.facts, "state": asdict(self.state)}, self.state.step
        )

    def _resume(self) -> None:
        found = load_checkpoint(self.folder / CHECKPOINT_FOLDER)
        if found is None:
            return
        parts, facts = found
        if {key: facts.get(key) for key in self.facts} != self.facts:
            log.warning("The checkpoint belongs to another fit: songs or configuration changed. Starting anew.")
            return
        self.network.load_state_dict(parts["network"])
        groups = self.optimiser.state_dict()["param_groups"]
        self.optimiser.load_state_dict(optimiser_state(parts.get("optimiser", {}), groups))
        if self.average is not None:
            self.average.load_state_dict(parts["average"])
        self.state = _State(**facts["state"])


def _ema(decay: float) -> Callable[..., None]:
    update: Callable[..., None] = get_ema_multi_avg_fn(decay)  # type: ignore[no-untyped-call]
    return update


def _optimiser(network: nn.Module, config: FitConfig) -> torch.optim.Optimizer:
    parameters = network.parameters()
    if config.optimiser == "adagrad":
        # TensorFlow 1 starts Adagrad's sums at 0.1.
        return torch.optim.Adagrad(parameters, lr=config.learning_rate, initial_accumulator_value=0.1)
    return torch.optim.AdamW(parameters, lr=config.learning_rate, weight_decay=config.weight_decay)


def _write_curves(curves: list[dict[str, float]], path: Path) -> None:
    with atomic_write(path) as temporary, temporary.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(curves[0]))
        writer.writeheader()
        writer.writerows(curves)
