"""Picks: from the songs of some jobs to the few to keep.

Songs of one name in different jobs are told apart by job and index, never by name.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from mandohit_desktop.engine.picking import Choice, pick
from mandohit_desktop.server.errors import MixedProtocols
from mandohit_desktop.server.jobs import BatchJob
from models.reference import Reference


@dataclass(frozen=True)
class JobPick:
    """A pick over the songs of some jobs, as far as they were scored then.

    Attributes:
        id: unguessable.
        jobs: the jobs' ids.
        body: the JSON it is answered with.
    """

    id: str
    jobs: frozenset[str]
    body: dict[str, Any]


def pick_songs(jobs: Sequence[BatchJob], reference: Reference, choice: Choice) -> JobPick:
    """Pick of the songs that jobs have scored so far.

    Args:
        jobs: they have one protocol.
        reference: the tables of the model that scored them.
        choice: what to keep.

    Raises:
        MixedProtocols: the jobs' scores cannot be compared.
    """
    if len({job.protocol for job in jobs}) > 1:
        raise MixedProtocols("These songs were scored under different protocols.", "Pick among jobs of one protocol.")
    songs = [(job.id, result) for job in jobs for result in list(job.results)]
    places = {f"{number:06d}": {"job": job_id, "index": song.index} for number, (job_id, song) in enumerate(songs)}
    names = {key: song.line["file"] for key, (_, song) in zip(places, songs, strict=True)}
    lines = [
        {**song.to_json(job_id), "file": key, "job": job_id} for key, (job_id, song) in zip(places, songs, strict=True)
    ]
    picked = pick(lines, [song.fingerprint for _, song in songs], reference, choice)
    pick_id = secrets.token_urlsafe(16)
    body = picked.to_json() | {
        "id": pick_id,
        "kept": [line | {"file": names[line["file"]]} for line in picked.kept],
        "takes": [[names[key] for key in group] for group in picked.takes],
        "left_out": [left | places[left["file"]] | {"file": names[left["file"]]} for left in picked.left_out],
        "curve": picked.curve(),
    }
    body["near_cut"] = [names[key] for key in body["near_cut"]]
    return JobPick(pick_id, frozenset(job.id for job in jobs), body)
