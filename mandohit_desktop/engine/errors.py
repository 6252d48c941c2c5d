"""The errors that the rest of the application handles; see `models.errors` for the hierarchy."""

from models.errors import BundleError, Cancelled, DeviceUnavailable, MandoHitError

__all__ = ["BundleError", "Cancelled", "DeviceUnavailable", "MandoHitError"]
