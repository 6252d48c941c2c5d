"""Why something did not work, as a plain value that background work hands to the window."""

import logging
from dataclasses import dataclass

from models.errors import MandoHitError

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Failure:
    """Why something did not work: a stable code, a sentence, and what to do."""

    code: str
    message: str
    hint: str = ""

    @classmethod
    def of(cls, error: BaseException) -> "Failure":
        """Describe an error; one that is not MandoHit's own is logged and described as `internal`."""
        if isinstance(error, MandoHitError):
            return cls(error.code, error.message, error.hint)
        log.error("Unexpected", exc_info=error)
        return cls("internal", "Something unexpected went wrong.", "The log has the details.")
