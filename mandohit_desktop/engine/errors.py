"""The errors that `jobs` handles; an import contract keeps `jobs` from importing `models` itself."""

from models.errors import Cancelled, MandoHitError

__all__ = ["Cancelled", "MandoHitError"]
