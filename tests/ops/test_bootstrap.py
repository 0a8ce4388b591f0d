"""What bootstrap skips, finds and says; nothing is installed here."""

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

from otium.ops import places


@pytest.fixture
def bootstrap() -> ModuleType:
    spec = importlib.util.spec_from_file_location("bootstrap", places.ROOT / "scripts" / "bootstrap.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def checkout(tmp_path: Path, bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout with lock files, and an installer that only writes down what it was asked for."""
    for lock in ("requirements.lock", "requirements-test.lock"):
        (tmp_path / lock).write_text("django==5.2 \\\n    --hash=sha256:00\n")
    monkeypatch.setattr(bootstrap, "make_environment", lambda venv: (tmp_path / ".venv" / "bin").mkdir(exist_ok=True))
    monkeypatch.setattr(bootstrap, "install", lambda root, name: _installed(bootstrap, root, name))
    return tmp_path


def _installed(bootstrap: ModuleType, root: str, name: str) -> None:
    Path(root, ".venv", "bin", "python").touch()
    Path(root, f"installed-{name}").touch()
    bootstrap._write(bootstrap._stamp(root, name), bootstrap.fingerprint(root, name))


def _asked_for(checkout: Path) -> set[str]:
    asked = {path.name.removeprefix("installed-") for path in checkout.glob("installed-*")}
    for path in checkout.glob("installed-*"):
        path.unlink()
    return asked


def test_a_second_run_installs_nothing(bootstrap: ModuleType, checkout: Path) -> None:
    bootstrap.bootstrap(str(checkout), ["run"])
    first = _asked_for(checkout)

    bootstrap.bootstrap(str(checkout), ["run"])

    assert (first, _asked_for(checkout)) == ({"run"}, set())


def test_tests_are_added_to_what_is_there(bootstrap: ModuleType, checkout: Path) -> None:
    bootstrap.bootstrap(str(checkout), ["run"])
    _asked_for(checkout)

    bootstrap.bootstrap(str(checkout), ["run", "tests"])

    assert _asked_for(checkout) == {"tests"}


def test_a_changed_lock_is_installed_again(bootstrap: ModuleType, checkout: Path) -> None:
    bootstrap.bootstrap(str(checkout), ["run"])
    _asked_for(checkout)
    (checkout / "requirements.lock").write_text("django==5.3 \\\n    --hash=sha256:01\n")

    bootstrap.bootstrap(str(checkout), ["run"])

    assert _asked_for(checkout) == {"run"}


def test_a_moved_checkout_is_set_up_again(bootstrap: ModuleType, checkout: Path) -> None:
    bootstrap.bootstrap(str(checkout), ["run"])

    moved = checkout.rename(checkout.with_name("moved"))

    assert not bootstrap.is_done(str(moved), "run")


def test_a_python_that_is_too_old_is_named_with_the_line_that_helps(
    bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bootstrap, "_version", lambda python: (3, 9))

    with pytest.raises(bootstrap.Missing, match=r"3\.11 or newer.*apt install python3"):
        bootstrap.find_python()


def test_a_missing_venv_is_named_with_the_line_for_this_python(
    bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bootstrap, "_succeeds", lambda command: False)
    major, minor = sys.version_info[:2]

    with pytest.raises(bootstrap.Missing, match=rf"apt install python{major}\.{minor}-venv"):
        bootstrap.find_python()


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("error: Hash mismatch for `django==5.2`", "its hash is another"),
        ("  Caused by: dns error: failed to lookup address", "cannot be reached"),
        ("error: No space left on device (os error 28)", "disk is full"),
        ("something else", "Installing packages failed"),
    ],
)
def test_a_failed_install_is_one_sentence(bootstrap: ModuleType, words: str, sentence: str) -> None:
    said = bootstrap._explain(words, "log")

    assert sentence in said
    assert "\n" not in said
