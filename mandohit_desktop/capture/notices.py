"""Everything that recording says, each under its code."""

from mandohit_desktop.core.notices import Notice

NO_DEVICE = Notice(
    "capture.no_device", "There is no device to record from. Is one connected, and is the sound system running?"
)
NO_AUDIO_SYSTEM = Notice("capture.no_audio_system", "The sound system cannot be reached: {reason}.")
NO_SUCH_DEVICE = Notice("capture.no_such_device", "There is no device {device} to record from.")
CANNOT_OPEN = Notice("capture.cannot_open", "{device} cannot be recorded: {reason}.")
CANNOT_WRITE = Notice("capture.cannot_write", "The recording cannot be written to {folder}: {reason}.")
NOTHING_ARRIVES = Notice("capture.nothing_arrives", "Nothing arrives from {device}. Is anything playing?")
ZEROS = Notice(
    "capture.zeros", "{device} delivers nothing but digital silence. Is anything playing, and on this device?"
)
ZEROS_PERMISSION = Notice(
    "capture.zeros_permission",
    "{device} delivers nothing but digital silence. MandoHit probably lacks the permission to record: System Settings, "
    "Privacy & Security, Microphone. With a loopback device, is the sound sent to it?",
)
QUIET = Notice("capture.quiet", "{device} is almost silent. Is its volume turned up?")
UNPLUGGED = Notice("capture.unplugged", "{device} is gone. What was recorded until then is kept.")
CAME_BACK = Notice("capture.came_back", "{device} was gone for a moment; the recording goes on, with a gap.")
RATE_CHANGED = Notice(
    "capture.rate_changed", "{device} changed its sample rate to {rate_hz} Hz; the recording goes on at {kept_hz} Hz."
)
DISK_FULL = Notice("capture.disk_full", "The disk is full. What was recorded until then is kept.")
FOLDER_GONE = Notice("capture.folder_gone", "The folder {folder} cannot be reached any more. The recording ends here.")
SAVED_ELSEWHERE = Notice("capture.saved_elsewhere", "{folder} could not keep the recording. It was saved as {file}.")
TOO_SHORT = Notice("capture.too_short", "Nothing was recorded.")
RECOVERED = Notice("capture.recovered", "A recording that broke off was recovered: {file}.")
