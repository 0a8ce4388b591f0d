"""From `make run` to the sign-in page: on a fresh clone with nothing installed, and again when all is there."""

import os
import signal
import subprocess  # nosec B404: our own commands only
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from otium.ops import places
from otium.ops.bench.figure import Figure
from otium.ops.bench.serving import NotServing, free_port

PATIENCE = 300.0
KEPT = ("SSL_CERT_FILE", "PATH")  # all that the new surroundings take over


def figures() -> Iterator[Figure]:
    with tempfile.TemporaryDirectory(prefix="otium-start-") as folder:
        clone, home = Path(folder, "otium"), Path(folder, "home")
        home.mkdir()
        _run(["git", "clone", "--quiet", str(places.ROOT), str(clone)], {**os.environ})
        surroundings = {name: os.environ[name] for name in KEPT if name in os.environ}
        surroundings |= {"HOME": str(home), "OTIUM_PORT": str(free_port()), "OTIUM_STATE": str(Path(folder, "state"))}
        Path(folder).chmod(0o755)  # nosec B103: PostgreSQL's own user must reach its data in it
        cold = _until_sign_in(clone, surroundings)
        warm = _until_sign_in(clone, surroundings)
        floor = _installing(clone, surroundings, Path(folder, "floor"))
    floor_name = "installing the locked packages alone"
    yield Figure("start_cold", round(cold, 1), "s", floor_name, round(floor, 1), 1, "goal 60 s with a warm network")
    yield Figure("start_again", round(warm, 1), "s", "start_cold", round(cold, 1), 1, "goal 5 s")


def _until_sign_in(clone: Path, surroundings: dict[str, str]) -> float:
    """Seconds from `make run` until the sign-in page answers; stops it again."""
    start = time.perf_counter()
    process = subprocess.Popen(  # nosec B603 B607
        ["make", "run"], cwd=clone, env=surroundings, stdout=subprocess.DEVNULL, start_new_session=True
    )
    try:
        _wait(int(surroundings["OTIUM_PORT"]), process)
        return time.perf_counter() - start
    finally:
        subprocess.run(["make", "stop"], cwd=clone, env=surroundings, stdout=subprocess.DEVNULL, check=False)  # nosec B603 B607
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=60)


def _wait(port: int, process: "subprocess.Popen[bytes]") -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and process.poll() is None:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/accounts/login/", timeout=2):  # nosec B310
                return
        except OSError:
            time.sleep(0.1)
    raise NotServing(f"`make run` did not show the sign-in page within {PATIENCE:.0f} s.")


def _installing(clone: Path, surroundings: dict[str, str], venv: Path) -> float:
    """Seconds to put the same packages into an empty environment."""
    _run(["python3", "-m", "venv", str(venv)], surroundings)
    uv = clone / ".venv" / "bin" / "uv"
    command = [str(uv), "pip", "install", "--quiet", "--python", str(venv / "bin" / "python"), "--require-hashes", "-r"]
    start = time.perf_counter()
    _run([*command, str(clone / "requirements.lock")], surroundings | {"UV_SYSTEM_CERTS": "1"})
    return time.perf_counter() - start


def _run(command: list[str], surroundings: dict[str, str]) -> None:
    subprocess.run(command, env=surroundings, check=True, stdout=subprocess.DEVNULL)  # nosec B603
