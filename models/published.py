"""Import of the published weights (2021): a TensorFlow 1 checkpoint and a Lasagne parameter archive.

The files may be at any depth below one folder, as in a clone of the published repository. TensorFlow, Theano and pickle
are not needed: the checkpoint is parsed by `tf_checkpoint`, the archive is a plain npz file.
"""

import zipfile
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor, nn

from models import tf_checkpoint
from models.errors import ImportRefused
from models.inception import InceptionCNN
from models.popularity_model import PopularityModel
from models.spec import SPEC
from models.tagger import Tagger

CHECKPOINT = "model.ckpt"
TAGGER_ARCHIVE = "model.20160309_111546.npz"
TAG_LIST = "tag_list.top188.txt"
STANDARDISER = "corpus_standardizer.npz"
MAX_FILE_BYTES = 64 * 2**20

Standardiser = tuple[Tensor, Tensor]


def find_file(folder: Path, name: str) -> Path | None:
    """Return the file of that name at any depth below the folder, the shallowest first, or None."""
    found = sorted(folder.rglob(name), key=lambda path: (len(path.parts), str(path)))
    return next((path for path in found if path.is_file()), None)


def _require(folder: Path, name: str) -> Path:
    path = find_file(folder, name)
    if path is None:
        raise ImportRefused(
            f"There is no {name} below {folder}.", "Give the folder that holds the published repository's files."
        )
    if path.stat().st_size > MAX_FILE_BYTES:
        raise ImportRefused(f"{name} is far larger than the published file.", "Download it again from its source.")
    return path


def _load_archive(path: Path) -> dict[str, npt.NDArray[np.float32]]:
    try:
        with np.load(path, allow_pickle=False) as archive:
            arrays = {name: archive[name] for name in archive.files}
    except (ValueError, OSError, KeyError, EOFError, zipfile.BadZipFile) as error:
        raise ImportRefused(f"{path.name} is not a readable archive of arrays.", "Download it again.") from error
    for name, array in arrays.items():
        if array.dtype.kind not in "fiu":
            raise ImportRefused(f"{path.name} holds {name} with values of type {array.dtype}.", "Is it the published?")
    return {name: np.asarray(array, dtype=np.float32) for name, array in arrays.items()}


def _assign(target: Tensor, value: npt.NDArray[np.float32], name: str) -> None:
    if tuple(target.shape) != value.shape:
        raise ImportRefused(f"{name} has shape {value.shape}, not {tuple(target.shape)}.", "Is it the published file?")
    if not np.isfinite(value).all():
        raise ImportRefused(f"{name} holds values that are not numbers.", "Download it again from its source.")
    target.data.copy_(torch.from_numpy(np.ascontiguousarray(value)))


def _assign_layer(layer: nn.Module, weight: npt.NDArray[np.float32], bias: npt.NDArray[np.float32], name: str) -> None:
    _assign(layer.get_parameter("weight"), weight, name)
    _assign(layer.get_parameter("bias"), bias, f"{name}'s bias")


def _import_inception(network: InceptionCNN, read: "CheckpointReader") -> None:
    n_mels = SPEC.popularity_mel.n_mels
    convs = [*network.branches, network.squeeze, network.conv, network.dense1, network.dense2, network.output]
    for i, conv in enumerate(convs):
        name = f"conv2d_{i}" if i else "conv2d"
        kernel = read(f"{name}/kernel")
        if kernel.ndim != 4 or not kernel.size:
            raise ImportRefused(f"{name}/kernel is not a convolution.", "Is it the published checkpoint?")
        if i < len(network.branches):
            # Height x width x 1 x out: the bands become channels; rows over the padding are only multiplied by zeros.
            padding = (kernel.shape[0] - n_mels) // 2
            kernel = kernel[padding : padding + n_mels, :, 0, :].transpose(2, 0, 1)
        else:
            kernel = kernel[0].transpose(2, 1, 0)
        _assign_layer(conv, kernel, read(f"{name}/bias"), name)


def _import_tagger(tagger: Tagger, arrays: dict[str, npt.NDArray[np.float32]]) -> None:
    scales = len(tagger.first)
    expected = 4 * scales + 7
    if set(arrays) != {f"arr_{i}" for i in range(expected)}:
        raise ImportRefused(f"The tagger's archive does not hold {expected} arrays.", "Is it the published file?")
    values = [arrays[f"arr_{i}"] for i in range(expected)]
    if any(value.ndim != 4 or not value.size for value in values[:-1:2]):
        raise ImportRefused("The tagger's archive holds arrays of another rank.", "Is it the published file?")
    convs = [conv for pair in zip(tagger.first, tagger.second, strict=True) for conv in pair]
    for i, conv in enumerate([*convs, tagger.dense1, tagger.dense2, tagger.output]):
        weights, bias = values[2 * i], values[2 * i + 1]
        if i < len(convs):
            weights = weights[:, :, ::-1, ::-1]  # stored for convolution, not cross-correlation: flipped
        # The input of the first convolutions is one plane of time x bands: the bands become channels.
        kernel = weights[:, 0].transpose(0, 2, 1) if weights.shape[3] > 1 else weights[..., 0]
        _assign_layer(conv, kernel, bias, f"arr_{2 * i}")
    _assign(tagger.log_sigma, values[-1], f"arr_{expected - 1}")


class CheckpointReader:
    """Reads variables of one checkpoint by name.

    Raises:
        ImportRefused: a file of the checkpoint is missing or malformed.
    """

    def __init__(self, folder: Path) -> None:
        self.entries = tf_checkpoint.read_index(_require(folder, f"{CHECKPOINT}.index"))
        self.data = _require(folder, f"{CHECKPOINT}.data-00000-of-00001").read_bytes()

    def __call__(self, name: str) -> npt.NDArray[np.float32]:
        """Return one variable; raises ImportRefused if it is missing or malformed."""
        return tf_checkpoint.read_variable(self.data, self.entries, name)


def read_standardiser(folder: Path) -> Standardiser | None:
    """Read the corpus mean and standard deviation, each [scales, mels], if the folder holds them.

    Raises:
        ImportRefused: the file exists but is malformed.
    """
    path = find_file(folder, STANDARDISER)
    if path is None:
        return None
    arrays = _load_archive(path)
    if not {"mean", "std"} <= set(arrays):
        raise ImportRefused(f"{STANDARDISER} lacks mean or std.", "Is it the published file?")
    return torch.from_numpy(arrays["mean"]), torch.from_numpy(arrays["std"])


def read_tag_names(folder: Path) -> list[str]:
    """Read the tagger's vocabulary in the order of its outputs.

    Raises:
        ImportRefused: the list is missing or has another number of tags.
    """
    text = _require(folder, TAG_LIST).read_text(encoding="utf-8", errors="replace")
    names = [line.strip() for line in text.splitlines() if line.strip()]
    if len(names) != SPEC.tagger.n_tags:
        raise ImportRefused(f"{TAG_LIST} names {len(names)} tags, not {SPEC.tagger.n_tags}.", "Is it the published?")
    return names


def import_published(folder: Path, fallback_standardiser: Standardiser) -> PopularityModel:
    """Build the model from the published files.

    Args:
        folder: holds the files at any depth.
        fallback_standardiser: mean and standard deviation, each [scales, mels], used where the folder has none.

    Raises:
        ImportRefused: a file is missing or malformed.
    """
    model = PopularityModel()
    read = CheckpointReader(folder)
    _import_inception(model.inception, read)
    _import_tagger(model.tagger, _load_archive(_require(folder, TAGGER_ARCHIVE)))
    for layer, name in zip(model.regressor.layers, ("dense1", "dense2", "dense3", "logits_tag"), strict=True):
        _assign_layer(layer, read(f"{name}/kernel").T, read(f"{name}/bias"), name)
    mean, std = read_standardiser(folder) or fallback_standardiser
    _assign(model.standardiser_mean, mean.numpy(), "mean")
    _assign(model.standardiser_std, std.numpy(), "std")
    return model.eval()
