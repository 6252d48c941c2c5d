"""What a fit runs on: Lightning Fabric's devices, precision and processes."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from models.errors import DeviceUnavailable

if TYPE_CHECKING:
    from lightning_fabric import Fabric


@dataclass(frozen=True)
class Hardware:
    """What a fit runs on.

    Attributes:
        device: `auto`, `cpu`, `cuda` or `mps`.
        devices: how many of them.
        precision: Fabric's name: `32-true`, `bf16-mixed` or `16-mixed`.
        loaders: processes that read features beside the fit; 0 reads in place.
    """

    device: str = "auto"
    devices: int = 1
    precision: str = "32-true"
    loaders: int = 0


def fabric_on(hardware: Hardware) -> "Fabric":
    """Return Lightning Fabric on these devices.

    Raises:
        DeviceUnavailable: they are not there, or cannot do this precision.
    """
    from lightning_fabric import Fabric  # takes a second

    try:
        return Fabric(
            accelerator=hardware.device,
            devices=hardware.devices,
            strategy="ddp_spawn" if hardware.devices > 1 else "auto",
            precision=hardware.precision,  # type: ignore[arg-type]
        )
    except (RuntimeError, ValueError) as error:
        raise DeviceUnavailable(
            f"This machine cannot fit on {hardware.devices} x {hardware.device} with precision {hardware.precision}.",
            "Use --device auto, or cpu.",
        ) from error
