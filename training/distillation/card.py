"""The card of a distilled bundle: where everything in it comes from, and how well it follows its teacher."""

from dataclasses import asdict
from typing import Any

from models.bundle import Card
from training.distillation import augment, fits
from training.distillation.agreement import Agreement
from training.distillation.clips import ClipLibrary

PROVENANCE = (
    "Trained from random weights to follow, on loudness-matched audio, the model published in 2021\n"
    "(Irisfee/popularity_predict_api; tagger: ciaua/clip2frame, ISC licence).\nNo published weight is in this bundle."
)
REFERENCE = {
    "predictions": "quantiles of this model's scores of the real songs, training and held-out, under each protocol",
    "typical": "means of this model's predictions and tag loadings of the same real songs, under each protocol",
    "resemblance": "what this model's tagger hears in the same real songs, each held out in turn",
    "popularity_counts": "real Spotify popularity in 2021 of the 9,237 published test songs",
    "interval80, top_decile, popularity_cdf": "published predictions and popularity of the same 9,237 songs, by rank",
}

TEXT = """# {id}

Predicts the Spotify popularity (0-100) that a Mando-pop song would reach, from its sound alone. Predicted popularity,
not quality: good for ranking a batch, weak for one song.

{provenance}

## How it was made

`python -m training.distillation.main`, seed {seed}: {real_files} real previews and {music_files} tracks of free music,
cut into {clips} clips of 30 s; {share:.0%} of the files held out by hash ({songs} real ones), never seen in training.

- Inception CNN: {inception}.
- Tagger: {tagger}.

Every batch was augmented (time roll, mixing, splicing, equaliser, gain; in the later fits also transposing, stretching
and patching; in the last ones a texture of random gains over cells of every size, the result brought to the loudness of
the real songs), the teacher scoring the augmented input. The files, their hashes and every fit's settings are in
`card.json`.

## How it follows the published model

On the {songs} held-out real songs, both under `matched`:

| | Spearman | mean difference |
|---|---|---|
| score | {spearman:.3f} | {mean_difference:.2f} |
| inception CNN | {inception_spearman:.3f} | {inception_mean_difference:.2f} |
| tag regressor | {tags_spearman:.3f} | {tags_mean_difference:.2f} |

Mean correlation of the 50 tag loadings within a song: {tag_correlation:.3f}. Largest difference of a score:
{largest_difference:.2f}; bias {bias:+.2f}.

## What the published model itself is worth

On its 9,237 test songs: Spearman 0.350, MSE 82.8, R2 0.14; the top predicted tenth reached a mean popularity of 15,
the lowest 2.7. Its test run paired songs with other songs' tags, so it is somewhat better than that. Its songs shared
artists with the training songs, so on artists it never heard it is worse. This model cannot be better than it.

## Reference tables

{tables}

The 80 % interval held {coverage:.1%} of songs that were not used to make it.

## Licence

The weights in this bundle: MIT, like MandoHit. See NOTICE for what they derive from.
"""


def about(library: ClipLibrary, result: Agreement, coverage: float, seed: int, statistics: str) -> dict[str, Any]:
    """Return the free facts of the card; `statistics` says where the tagger's standardiser comes from."""
    files = sorted({(clip.file, clip.sha256, clip.is_real) for clip in library.clips})
    held_out = {
        library.clips[i].sha256
        for real in (True, False)
        for i in library.indices(real=real, held_out=True, share=fits.HELD_OUT_SHARE)
    }
    return {
        "provenance": PROVENANCE,
        "training_data": {
            "clips": len(library.clips),
            "real_files": sum(real for _, _, real in files),
            "music_files": sum(not real for _, _, real in files),
            "files": [{"file": file, "sha256": sha256, "held_out": sha256 in held_out} for file, sha256, _ in files],
        },
        "split": {"by": "sha256 of the file", "held_out_share": fits.HELD_OUT_SHARE},
        "recipe": {
            "seed": seed,
            "real_share": fits.REAL_SHARE,
            "inception": [asdict(schedule) for schedule in fits.INCEPTION_SCHEDULES],
            "tagger": [asdict(schedule) for schedule in fits.TAGGER_SCHEDULES],
            "regressor": asdict(fits.REGRESSOR_SCHEDULE),
            "mix_share": augment.MIX_SHARE,
            "splice_share": augment.SPLICE_SHARE,
        },
        "metrics": {"held_out": result.to_json(), "interval80_coverage": round(coverage, 4)},
        "reference_sources": {"standardiser": statistics, **REFERENCE},
        "licence": "MIT",
    }


def _steps(schedules: list[dict[str, Any]]) -> str:
    return ", then ".join(f"{schedule['steps']:,} steps of {schedule['batch']}" for schedule in schedules)


def card_text(card: Card) -> str:
    """Return `MODEL_CARD.md`."""
    facts = card.about
    recipe, data, metrics = facts["recipe"], facts["training_data"], facts["metrics"]
    return TEXT.format(
        id=card.id,
        provenance=facts["provenance"],
        share=facts["split"]["held_out_share"],
        coverage=metrics["interval80_coverage"],
        tables="\n".join(f"- {name}: {source}." for name, source in facts["reference_sources"].items()),
        seed=recipe["seed"],
        inception=_steps(recipe["inception"]),
        tagger=_steps(recipe["tagger"]),
        **{key: data[key] for key in ("clips", "real_files", "music_files")},
        **metrics["held_out"],
    )
