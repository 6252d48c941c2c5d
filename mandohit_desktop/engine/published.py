"""Getting the weights published in 2021 onto this machine: import from a folder, or download and import.

Downloading is the one thing here that uses the network, and only on command. The weights belong to their authors and
do not ship with MandoHit; the files are pinned to one commit and checked against their hashes.
"""

import hashlib
import os
import tempfile
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path

from mandohit_desktop.core.paths import models_folder
from mandohit_desktop.engine.registry import shipped_model
from models import bundle
from models.bundle import Card, check_id
from models.errors import BundleError, FetchFailed, ImportRefused
from models.published import import_published, read_tag_names
from models.shipped import SHIPPED

REPOSITORY = "Irisfee/popularity_predict_api"
COMMIT = "5c6df09db8233727e9d9ad7775d587d1f0fc292e"
SOURCE_URL = f"https://raw.githubusercontent.com/{REPOSITORY}/{COMMIT}/model"
SOURCE_VARIABLE = "MANDOHIT_PUBLISHED_URL"
"""Environment variable that names a mirror of the published files."""
FILES = {
    "ret30.mdl/model.ckpt.index": "62c083461de775700ee0a2b57a3d305d4be561ef75a66b83f63fb7f41ac113aa",
    "ret30.mdl/model.ckpt.data-00000-of-00001": "adb02cffb48620dbb2309e680f1159ecabffe7a845b1e8051c3034427af92adc",
    "data/models/model.20160309_111546.npz": "d5be3cba2bee9af5b09bc76d8f09ad8c2e48541a3085b9eed40f360c2be164aa",
    "data/data.magnatagatune/tag_list.top188.txt": "743fc1574272b84e4509671bdb33cf03956af4290ab9dbaf2af0d32589679332",
}
MAX_FILE_BYTES = 16 * 2**20
TIMEOUT_S = 30.0

MODEL_TEXT = """# {id}

The model published in 2021, imported on this machine: an inception CNN and a tag regressor trained on 90,212 Mando-pop
tracks ({repository}), and the auto-tagger of Liu and Yang 2016 (ciaua/clip2frame, ISC licence).

The weights belong to their authors; the first repository states no licence. Keep them to yourself. The corpus
standardiser and the reference tables come from {shipped}, unless the imported folder held a standardiser.
"""


def import_from(source: Path, name: str) -> Path:
    """Import the published weights from a folder that holds their files at any depth.

    Returns:
        The new bundle's folder.

    Raises:
        ImportRefused: a file is missing or malformed.
        BundleError: the name cannot be used.
    """
    folder = models_folder() / check_id(name)
    if folder.exists() or (SHIPPED / name).exists():
        raise BundleError(f"There is a model named {name} already.", "Choose another --id.")
    if not source.is_dir():
        raise ImportRefused(f"{source} is not a folder.", "Give the folder that holds the published files.")
    shipped = shipped_model()
    model = import_published(source, (shipped.model.standardiser_mean, shipped.model.standardiser_std))
    about = {
        "provenance": f"published weights of {REPOSITORY} and ciaua/clip2frame, imported from files",
        "training_data": "90,212 Mando-pop previews (popularity), MagnaTagATune (tags), as published",
        "licence": "the weights belong to their authors; not for redistribution",
    }
    card = Card(name, tuple(read_tag_names(source)), shipped.card.reference, about)
    bundle.save(folder, model, card, MODEL_TEXT.format(id=name, repository=REPOSITORY, shipped=shipped.card.id))
    return folder


def _fetch(url: str, sha256: str) -> bytes:
    try:
        with urllib.request.urlopen(url, timeout=TIMEOUT_S) as response:
            data: bytes = response.read(MAX_FILE_BYTES + 1)
    except urllib.error.HTTPError as error:
        raise FetchFailed(f"The server answered {error.code} for {url}.", "Try again later.") from error
    except (OSError, ValueError) as error:
        raise FetchFailed(
            f"{url} cannot be reached.",
            "Check the network; or get the files elsewhere and use `mandohit models import-published`.",
        ) from error
    if len(data) > MAX_FILE_BYTES or hashlib.sha256(data).hexdigest() != sha256:
        raise FetchFailed(f"{url} is not the published file: its hash differs.", "Nothing was installed.")
    return data


def install(name: str, on_file: Callable[[str], None]) -> Path:
    """Download the published files, check their hashes and import them.

    Args:
        name: the id of the new bundle.
        on_file: called with each file's name before it is fetched.

    Raises:
        FetchFailed: offline, an error of the server, or a file that is not the published one.
        ImportRefused, BundleError: as `import_from`.
    """
    if (models_folder() / name).exists():
        raise BundleError(f"There is a model named {name} already.", f"Use it with --model {name}.")
    base = os.environ.get(SOURCE_VARIABLE, SOURCE_URL).rstrip("/")
    with tempfile.TemporaryDirectory(prefix="mandohit-") as folder:
        for file, sha256 in FILES.items():
            on_file(file)
            target = Path(folder) / file
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(_fetch(f"{base}/{file}", sha256))
        return import_from(Path(folder), name)
