"""Makes .venv with everything Otium needs, pinned and checked by hash; does nothing where that is done already.

Standard library only, and syntax from Python 3.7 on, so that one that is too old can still say so in words.
Exit codes: 0 ready, 2 with one sentence about what is missing.
"""

from __future__ import annotations

import argparse
import fcntl
import glob
import hashlib
import os
import shutil
import subprocess
import sys
import time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
OLDEST = (3, 11)
LOCKS = {"run": "requirements.lock", "tests": "requirements-test.lock"}
ASK_VERSION = "import sys; print('%d.%d' % sys.version_info[:2])"
LAUNCHER = '#!/bin/sh\nexec "$(dirname "$(readlink -f "$0")")/python" -m otium "$@"\n'


class Missing(Exception):
    """One sentence: what is missing and what to do."""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tests", action="store_true", help="also install what the tests need")
    wanted = ["run", "tests"] if parser.parse_args().tests else ["run"]
    try:
        bootstrap(ROOT, wanted)
    except Missing as fault:
        print(fault, file=sys.stderr)
        return 2
    return 0


def bootstrap(root: str, wanted: list[str]) -> None:
    """Installs the wanted sets of packages into root/.venv. Raises Missing."""
    venv = os.path.join(root, ".venv")
    try:
        os.makedirs(venv, exist_ok=True)
        lock = open(os.path.join(venv, "bootstrap.lock"), "w")  # noqa: SIM115
    except OSError as error:
        raise Missing(f"Otium installs its packages into {venv} and cannot: {error.strerror}.") from error
    with lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        missing = [name for name in wanted if not is_done(root, name)]
        if missing:
            make_environment(venv)
            for name in missing:
                install(root, name)


def is_done(root: str, name: str) -> bool:
    """True when the stamp of an earlier run tells of the same lock file, in the same place, with a live Python."""
    python = os.path.join(root, ".venv", "bin", "python")
    return os.path.exists(python) and _read(_stamp(root, name)) == fingerprint(root, name)


def fingerprint(root: str, name: str) -> str:
    digest = hashlib.sha256(root.encode())
    for path in (os.path.join(root, LOCKS[name]), os.path.abspath(__file__)):
        with open(path, "rb") as file:
            digest.update(file.read())
    return digest.hexdigest()


def make_environment(venv: str) -> None:
    python = os.path.join(venv, "bin", "python")
    if _version(python) is None:
        base = find_python()
        _say(f"Making a Python environment in .venv with {base}.")
        _clear(venv)
        _run([base, "-m", "venv", venv], venv)
    if not os.path.exists(os.path.join(venv, "bin", "uv")):
        _say("Fetching the installer.")
        lock = os.path.join(ROOT, "scripts", "installer.lock")
        _run([python, "-m", "pip", "install", "--quiet", "--require-hashes", "-r", lock], venv)


def _clear(venv: str) -> None:
    """Removes a broken environment, but for this run's own lock and log."""
    for name in os.listdir(venv):
        path = os.path.join(venv, name)
        if os.path.isdir(path) and not os.path.islink(path):
            shutil.rmtree(path)
        elif not name.startswith("bootstrap"):
            os.unlink(path)


def install(root: str, name: str) -> None:
    """Installs one lock file, every package checked against its hashes, and leaves the stamp."""
    venv = os.path.join(root, ".venv")
    lock = os.path.join(root, LOCKS[name])
    with open(lock) as file:
        count = sum("==" in line and not line.startswith(" ") for line in file)
    _say(f"Installing {count} packages for {'the tests' if name == 'tests' else 'Otium'}.")
    uv = os.path.join(venv, "bin", "uv")
    python = os.path.join(venv, "bin", "python")
    _run([uv, "pip", "install", "--quiet", "--python", python, "--require-hashes", "-r", lock], venv)
    _make_launcher(root, python)
    _write(_stamp(root, name), fingerprint(root, name))


def find_python() -> str:
    """A Python that is new enough and can make environments. Raises Missing with the line that installs one."""
    names = ["python3"] + [f"python3.{minor}" for minor in range(14, OLDEST[1] - 1, -1)]
    places = os.pathsep.join([os.environ.get("PATH", ""), "/usr/local/bin", "/usr/bin"])
    found = [sys.executable] + [path for path in (shutil.which(name, path=places) for name in names) if path]
    fit = [path for path in found if (_version(path) or (0, 0)) >= OLDEST]
    if not fit:
        raise Missing("Otium needs Python 3.11 or newer; install it, on Debian: apt install python3")
    for path in fit:
        if _succeeds([path, "-c", "import venv, ensurepip"]):
            return path
    major, minor = _version(fit[0]) or OLDEST
    raise Missing(f"{fit[0]} lacks its venv module; install it: apt install python{major}.{minor}-venv")


def _version(python: str) -> tuple[int, int] | None:
    """Major and minor version of a Python, None when it does not run."""
    try:
        said = subprocess.check_output([python, "-c", ASK_VERSION], stderr=subprocess.DEVNULL)
    except (OSError, subprocess.CalledProcessError):
        return None
    major, minor = said.decode().split(".")
    return int(major), int(minor)


def _succeeds(command: list[str]) -> bool:
    return subprocess.call(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) == 0


def _run(command: list[str], venv: str) -> None:
    """Runs a step and says that it goes on, every ten seconds. Raises Missing with what went wrong."""
    log = os.path.join(venv, "bootstrap.log")
    began = time.monotonic()
    with open(log, "w") as file:
        step = subprocess.Popen(command, env=_surroundings(), stdout=file, stderr=file)
        while True:
            try:
                if step.wait(timeout=10) == 0:
                    return
                break
            except subprocess.TimeoutExpired:
                _say(f"  still at it, {time.monotonic() - began:.0f} s")
    raise Missing(_explain(_read(log), log))


def _surroundings() -> dict[str, str]:
    """The system's certificates for both installers, and no Python fetched from elsewhere."""
    surroundings = dict(os.environ, UV_PYTHON_DOWNLOADS="never", UV_SYSTEM_CERTS="1", PIP_DISABLE_PIP_VERSION_CHECK="1")
    surroundings.pop("VIRTUAL_ENV", None)
    if "SSL_CERT_FILE" in surroundings:
        surroundings.setdefault("PIP_CERT", surroundings["SSL_CERT_FILE"])
    return surroundings


def _explain(words: str, log: str) -> str:
    lower = words.lower()
    if "hash mismatch" in lower or "do not match the hashes" in lower:
        return f"A package is not the one Otium was tested with (its hash is another); nothing was installed: {log}"
    if "no space left" in lower:
        return "The disk is full, so packages could not be installed: free some space and run make again."
    if any(sign in lower for sign in ("dns", "connect", "timed out", "could not find a version", "certificate")):
        return f"The package index cannot be reached: check the network and run make again (details in {log})."
    return f"Installing packages failed: see {log}"


def _make_launcher(root: str, python: str) -> None:
    """`.venv/bin/otium` works from any folder, because the environment knows where the code is."""
    packages = glob.glob(os.path.join(os.path.dirname(python), "..", "lib", "python3.*", "site-packages"))[0]
    _write(os.path.join(packages, "otium.pth"), root + "\n")
    launcher = os.path.join(os.path.dirname(python), "otium")
    _write(launcher, LAUNCHER)
    os.chmod(launcher, 0o755)  # noqa: S103  # nosec B103: a program


def _stamp(root: str, name: str) -> str:
    return os.path.join(root, ".venv", "stamp-" + name)


def _read(path: str) -> str:
    try:
        with open(path) as file:
            return file.read()
    except OSError:
        return ""


def _write(path: str, text: str) -> None:
    with open(path, "w") as file:
        file.write(text)


def _say(words: str) -> None:
    print(words, flush=True)


if __name__ == "__main__":
    sys.exit(main())
