"""Compute devices: what this machine has, and which one to use."""

import os

import torch

from models.errors import DeviceUnavailable

CHOICES = ("auto", "cpu", "cuda", "mps")


def available_devices() -> dict[str, str]:
    """Return the usable devices and how to name each to a person."""
    devices = {"cpu": f"{os.cpu_count()} processors"}
    if torch.cuda.is_available():
        devices["cuda"] = torch.cuda.get_device_name()
    if torch.backends.mps.is_available():
        devices["mps"] = "Apple GPU"
    return devices


def choose_device(wanted: str) -> str:
    """Return the device to use: `auto` prefers a GPU.

    Raises:
        DeviceUnavailable: the wanted one is not on this machine.
    """
    devices = available_devices()
    if wanted == "auto":
        return next((name for name in ("cuda", "mps") if name in devices), "cpu")
    if wanted not in devices:
        raise DeviceUnavailable(f"This machine has no usable {wanted} device.", f"Usable here: {', '.join(devices)}.")
    return wanted
