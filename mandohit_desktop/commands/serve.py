"""`mandohit serve`: the local API and its page."""

import argparse
import os
import signal
import string

from mandohit_desktop.commands.refusal import refuse
from mandohit_desktop.core.paths import uploads_folder
from mandohit_desktop.engine.batch import Engine
from mandohit_desktop.engine.registry import load_model
from mandohit_desktop.server.limits import Limits
from mandohit_desktop.server.queue import BatchQueue
from mandohit_desktop.server.service import Service, bind, reaches_others, url_of
from mandohit_desktop.server.spool import open_spool
from models import exit_codes
from models.errors import BundleError, DeviceUnavailable

TOKEN_VARIABLE = "MANDOHIT_TOKEN"  # noqa: S105
SHORTEST_TOKEN = 16
TOKEN_CHARACTERS = frozenset(string.ascii_letters + string.digits + string.punctuation)


def run(options: argparse.Namespace) -> int:
    """Serve until Ctrl-C or a termination signal; exit code 2 when it cannot start."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    token = os.environ.get(TOKEN_VARIABLE)
    if token is not None and not (TOKEN_CHARACTERS.issuperset(token) and len(token) >= SHORTEST_TOKEN):
        return refuse(
            "serve",
            f"{TOKEN_VARIABLE} needs at least {SHORTEST_TOKEN} characters: letters, digits and punctuation of ASCII.",
        )
    try:
        listener = bind(options.host, options.port)
    except OSError as error:
        return refuse(
            "serve", f"{options.host}, port {options.port}: {error.strerror}. Choose another with --host or --port."
        )
    with listener:
        if token is None and reaches_others(listener):
            return refuse(
                "serve",
                f"other machines can reach {options.host}, so a token is needed. Set {TOKEN_VARIABLE} to a secret, for "
                "example one from: python3 -c 'import secrets; print(secrets.token_urlsafe())'",
            )
        try:
            engine = Engine(load_model(options.model), options.device)
        except (BundleError, DeviceUnavailable) as error:
            return refuse("serve", error.text)
        limits = Limits()
        with open_spool(uploads_folder()) as spool:
            print(f"MandoHit listens at {url_of(listener)} with {engine.card.id} on {engine.device}.", flush=True)
            print("Ctrl-C stops it.", flush=True)
            Service(BatchQueue(engine, spool, limits), limits, host=options.host, token=token).serve_on(listener)
    return exit_codes.OK
