"""What a rebuild does: two configurations made here, and files that change one of them.

`published` is exactly the recipe of 2021; `mandohit` repairs what was wrong with it. A file in TOML names the one
it starts from (`base = "mandohit"`) and sets single values in the sections `features`, `split` and `fit`.
"""

import dataclasses
import hashlib
import json
import tomllib
from dataclasses import field
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field, ValidationError
from pydantic.dataclasses import dataclass

from models.errors import ConfigInvalid
from models.shipped import DEFAULT_ID
from models.spec import Protocol

_RULES = ConfigDict(extra="forbid", strict=True)


@dataclass(frozen=True, config=_RULES)
class FeaturesConfig:
    """What is computed from a song's sound.

    Attributes:
        protocol: how the sound is prepared: `matched` or `published`.
        windows: 30 s windows kept of a song, the highlight first; a song shorter than two windows has one.
        standardiser: `bundle` keeps the tagger with the scale it was trained on; `corpus` measures the corpus anew.
        standardiser_songs: how many songs that measurement takes, spread over the corpus.
        tagger: the bundle whose tagger is used, an id that ships with MandoHit or a folder.
        shard_tracks: songs in one shard; what a crash can cost.
    """

    protocol: Annotated[Protocol, Field(strict=False)] = Protocol.MATCHED
    windows: int = 4
    standardiser: Literal["bundle", "corpus"] = "bundle"
    standardiser_songs: int = 2000
    tagger: str = DEFAULT_ID
    shard_tracks: int = 64


@dataclass(frozen=True, config=_RULES)
class SplitConfig:
    """Which songs train, validate and test.

    Attributes:
        validation: share of songs for early stopping and calibration.
        test: share of songs for the report.
        seed: decides which artists go where.
        leaky: split songs at random as in 2021, with artists on both sides; written on the card.
        test_from: a date, YYYY-MM-DD; if given, tests on releases from then on and trains on earlier ones only.
    """

    validation: float = 0.1
    test: float = 0.1
    seed: int = 1
    leaky: bool = False
    test_from: str = ""


@dataclass(frozen=True, config=_RULES)
class FitConfig:
    """How the networks are fitted.

    Attributes:
        target: `raw` labels, or `percentile` within the label's source, laid on the reference songs' popularity.
        optimiser: `adagrad` or `adamw`.
        learning_rate: its peak.
        plateau_decay: factor on the learning rate after an epoch without progress; 1 leaves it.
        warmup: share of all steps over which the rate rises, before it falls along a cosine; 0 keeps it constant.
        weight_decay: of `adamw`.
        batch: songs a step, over all devices.
        epochs: at most so many.
        patience: epochs without progress after which the fit ends.
        dropout: share of units dropped in both networks.
        glorot: initialise as TensorFlow 1 does, instead of as PyTorch does.
        scale_inputs: divide each mel band by its mean power and standardise the tags within the fit; folded into the
            weights at the end.
        gain_db: standard deviation of the random gain of each input.
        ranking_weight: weight of the pairwise ranking loss beside the squared error.
        ranking_margin: pairs whose targets are closer than this do not count.
        averaging: decay a step of the averaged weights that are validated and kept; 0 keeps the last weights.
        checkpoint_s: seconds between checkpoints.
        seed: of initial weights, order, augmentation and dropout.
    """

    target: Literal["raw", "percentile"] = "percentile"
    optimiser: Literal["adagrad", "adamw"] = "adamw"
    learning_rate: float = 1e-3
    plateau_decay: float = 1.0
    warmup: float = 0.05
    weight_decay: float = 1e-2
    batch: int = 64
    epochs: int = 40
    patience: int = 6
    dropout: float = 0.25
    glorot: bool = False
    scale_inputs: bool = True
    gain_db: float = 1.0
    ranking_weight: float = 10.0
    ranking_margin: float = 2.0
    averaging: float = 0.99
    checkpoint_s: float = 60.0
    seed: int = 1


@dataclass(frozen=True, config=_RULES)
class Config:
    """All of one rebuild's choices."""

    name: str
    features: FeaturesConfig = field(default_factory=FeaturesConfig)
    split: SplitConfig = field(default_factory=SplitConfig)
    fit: FitConfig = field(default_factory=FitConfig)

    def to_json(self) -> dict[str, Any]:
        """Return plain JSON values."""
        plain: dict[str, Any] = json.loads(json.dumps(dataclasses.asdict(self)))
        return plain


MANDOHIT = Config("mandohit")
PUBLISHED = Config(
    "published",
    FeaturesConfig(protocol=Protocol.PUBLISHED, windows=1, standardiser="corpus"),
    SplitConfig(),
    FitConfig(
        target="raw",
        optimiser="adagrad",
        learning_rate=0.005,
        plateau_decay=0.9,
        warmup=0.0,
        weight_decay=0.0,
        batch=10,
        epochs=10,
        patience=10,
        glorot=True,
        scale_inputs=False,
        gain_db=0.0,
        ranking_weight=0.0,
        averaging=0.0,
    ),
)
PRESETS = {config.name: config for config in (MANDOHIT, PUBLISHED)}


def digest_of(plain: Any) -> str:
    """Return a short stable hash of JSON values."""
    return hashlib.sha256(json.dumps(plain, sort_keys=True).encode()).hexdigest()[:16]


def load_config(name_or_file: str) -> Config:
    """Return a configuration by its name or from a TOML file.

    Raises:
        ConfigInvalid: there is no such thing, or it sets what does not exist.
    """
    if name_or_file in PRESETS:
        return PRESETS[name_or_file]
    path = Path(name_or_file)
    try:
        plain = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ConfigInvalid(
            f"{name_or_file} is neither a configuration nor a readable TOML file.", f"Known: {', '.join(PRESETS)}."
        ) from error
    base = PRESETS.get(str(plain.pop("base", MANDOHIT.name)))
    if base is None:
        raise ConfigInvalid(f"{path.name}: base is none of {', '.join(PRESETS)}.")
    sections = {}
    for section, values in plain.items():
        if section not in {"features", "split", "fit"} or not isinstance(values, dict):
            raise ConfigInvalid(f"{path.name}: {section} is no section.", "Use features, split and fit.")
        sections[section] = _changed(getattr(base, section), values, f"{path.name}: {section}")
    return dataclasses.replace(base, name=path.stem, **sections)


def _changed(section: Any, values: dict[str, Any], where: str) -> Any:
    """Return a section with some values set."""
    try:
        return dataclasses.replace(section, **values)
    except ValidationError as error:
        first = error.errors()[0]
        key = first["loc"][0]
        if first["type"] == "unexpected_keyword_argument":
            raise ConfigInvalid(f"{where} has no value {key}.") from error
        wanted = first["msg"].removeprefix("Input should be ").replace("'", "")
        raise ConfigInvalid(f"{where}.{key} is {first['input']!r}, but must be {wanted}.") from error
