"""The starter: makes the project's own environment once, then runs what was asked in it.

    python3 run.py demo [--prepare-only] [--port N]   the demonstration: a board, two years of books, a login per desk
    python3 run.py test [--long] [PYTEST ARGS]        every check: style, types, arrows, and the tests on both engines
    python3 run.py screens [OUT]                      every page of every desk as a picture
    python3 run.py bench                              the measurements
    python3 run.py gulir ARGS…                        the command itself

It needs Python 3.11 or newer and the standard library only: no pip, no ensurepip, no make. The environment lies in
`.venv` and is made from a lock file with hashes: by uv when it is on the path, else by the pip of this interpreter,
else by the pip wheel carried in `vendor/`. A stamp remembers what was installed, so every later start takes a blink.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
STAMP = VENV / "gulir-stamp.json"
PIP_WHEEL = ROOT / "vendor" / "pip-26.1.2-py3-none-any.whl"
PIP_SHA256 = "382ff9f685ee3bc25864f820aa50505825f10f5458ffff07e30a6d96e5715cab"
OLDEST_PYTHON = (3, 11)
OLDEST_PIP = (22, 3)  # the first that can install for another interpreter (`--python`)
LOCKS = {"run": ROOT / "requirements.lock", "dev": ROOT / "requirements-dev.lock"}
HASH_WORDS = ("DO NOT MATCH THE HASHES", "Hash mismatch", "hash mismatch")
USAGE = 64


class CannotPrepare(Exception):
    """The environment could not be made; carries what to tell, in Indonesian and in English."""

    def __init__(self, indonesian: str, english: str) -> None:
        super().__init__(english)
        self.told = f"{indonesian}\n{english}"


def say(text: str) -> None:
    """Progress goes to stderr, so that `--json` on stdout stays clean."""
    print(text, file=sys.stderr, flush=True)


def main(arguments: list[str]) -> int:
    """Prepare, then run one subcommand; the exit code is its own."""
    kind, rest = (arguments[0], arguments[1:]) if arguments else ("", [])
    command = COMMANDS.get(kind)
    if command is None:
        say(__doc__ or "")
        return 0 if kind in {"-h", "--help"} else USAGE
    needs, words = command
    try:
        check_python(sys.version_info[:3])
        prepare(needs)
    except CannotPrepare as problem:
        say(problem.told)
        return 1
    return run([str(python_of(VENV)), *words, *rest], {"PYTHONPATH": str(ROOT)} if needs == "dev" else {})


COMMANDS: dict[str, tuple[str, list[str]]] = {
    "demo": ("run", ["-m", "gulir.cli.main", "demo"]),
    "gulir": ("run", ["-m", "gulir.cli.main"]),
    "test": ("dev", ["-m", "tools.checks"]),
    "screens": ("dev", ["-m", "tools.screens"]),
    "bench": ("dev", ["-m", "bench"]),
}


def run(words: list[str], more: dict[str, str]) -> int:
    """Become the program (where the system can: signals and the exit code are then its own), or run it and wait."""
    environment = {**os.environ, "PYTHONUTF8": "1", **more}
    if os.name != "nt":
        os.execve(words[0], words, environment)  # noqa: S606
    child = subprocess.Popen(words, env=environment)
    while True:
        try:
            return child.wait()
        except KeyboardInterrupt:  # Ctrl-C reaches the program too; it ends in its own way
            continue


def check_python(version: tuple[int, ...]) -> None:
    """Refuse a Python that is too old, before anything else can fail in a stranger way."""
    if version[:2] < OLDEST_PYTHON:
        have, need = ".".join(map(str, version)), ".".join(map(str, OLDEST_PYTHON))
        raise CannotPrepare(
            f"Gulir memerlukan Python {need} atau lebih baru; ini Python {have}. Pasang yang lebih baru, lalu ulangi.",
            f"Gulir needs Python {need} or newer; this is Python {have}. Install a newer Python and try again.",
        )


# ---------------------------------------------------------------- the environment


def prepare(needs: str) -> None:
    """Make `.venv` from the lock unless the stamp says it is there; compile the catalogues that are stale."""
    if not fresh(needs):
        with one_at_a_time():
            if not fresh(needs):
                started = time.monotonic()
                say("Menyiapkan lingkungan (sekali saja) … / Preparing the environment (once) …")
                make_venv()
                how = install(LOCKS[needs])
                link_source()
                STAMP.write_text(json.dumps(marks(needs), indent=1), encoding="utf-8")
                say(f"Lingkungan siap / environment ready: {time.monotonic() - started:.1f} s ({how}).")
    compile_catalogues()


def marks(needs: str) -> dict[str, object]:
    """What the environment was made from: any difference makes it anew."""
    digests = {name: hashlib.sha256(LOCKS[name].read_bytes()).hexdigest() for name in LOCKS if name in {"run", needs}}
    return {"root": str(ROOT), "python": list(sys.version_info[:2]), "locks": digests}


def fresh(needs: str) -> bool:
    """True when the stamp tells of the same folder, the same Python and the same locks."""
    try:
        found = json.loads(STAMP.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    wanted = marks(needs)
    same = found.get("root") == wanted["root"] and found.get("python") == wanted["python"]
    return same and contains(found.get("locks"), wanted["locks"]) and python_of(VENV).exists()


def contains(more: object, less: object) -> bool:
    """True when every pair of one mapping is in the other."""
    return isinstance(more, dict) and isinstance(less, dict) and less.items() <= more.items()


def python_of(venv: Path) -> Path:
    """The interpreter of an environment, on Windows and elsewhere."""
    return venv / "Scripts" / "python.exe" if os.name == "nt" else venv / "bin" / "python"


def make_venv() -> None:
    """An empty environment of this interpreter, without pip; one made by another Python is made anew."""
    if VENV.exists() and not (site_packages().is_dir() and works(python_of(VENV))):
        shutil.rmtree(VENV)
    if VENV.exists():
        return
    made = subprocess.run(
        [sys.executable, "-m", "venv", "--without-pip", str(VENV)], capture_output=True, text=True, check=False
    )
    if made.returncode:
        raise CannotPrepare(
            f"Folder .venv tidak dapat dibuat: {made.stderr.strip() or made.stdout.strip()}",
            "The folder .venv could not be made; the message above says why.",
        )


def works(python: Path) -> bool:
    """True when this interpreter starts and is of our version."""
    ask = [str(python), "-c", "import sys; print(sys.version_info[:2] == %r)" % (sys.version_info[:2],)]  # noqa: UP031
    try:
        return subprocess.run(ask, capture_output=True, text=True, check=False).stdout.strip() == "True"
    except OSError:
        return False


def site_packages() -> Path:
    """Where the environment keeps its packages."""
    if os.name == "nt":
        return VENV / "Lib" / "site-packages"
    return VENV / "lib" / f"python{sys.version_info[0]}.{sys.version_info[1]}" / "site-packages"


def link_source() -> None:
    """Make `import gulir` find this checkout: one line in a `.pth` file, nothing is built."""
    (site_packages() / "gulir.pth").write_text(f"{ROOT / 'src'}\n", encoding="utf-8")


def installer() -> tuple[str, list[str]]:
    """The name and the first words of the program that installs: uv, this interpreter's pip, or the carried wheel.

    The lock is whole, so nothing is resolved (`--no-deps`): an older pip would ask for the newest release of a package
    that another one names with an extra, and then refuse it for being unpinned.
    """
    python = str(python_of(VENV))
    uv = shutil.which("uv")
    if uv:
        return "uv", [uv, "pip", "install", "--python", python, "--no-deps", "--require-hashes", "-r"]
    quietly = ["--disable-pip-version-check", "--no-input"]
    options = ["install", *quietly, "--no-deps", "--require-hashes", "--only-binary", ":all:", "-r"]
    if pip_version() >= OLDEST_PIP:
        return "pip", [sys.executable, "-m", "pip", "--python", python, *options]
    return "pip wheel", [python, str(carried_pip() / "pip"), *options]


def pip_version() -> tuple[int, ...]:
    """The version of this interpreter's own pip; () when it has none."""
    ask = [sys.executable, "-c", "import pip; print(pip.__version__)"]
    answer = subprocess.run(ask, capture_output=True, text=True, check=False).stdout.strip()
    return tuple(int(part) for part in answer.split(".")[:2] if part.isdigit())


def carried_pip() -> Path:
    """The pip wheel that travels with the project, checked against its SHA-256."""
    if not PIP_WHEEL.is_file() or hashlib.sha256(PIP_WHEEL.read_bytes()).hexdigest() != PIP_SHA256:
        raise CannotPrepare(
            f"Berkas vendor/{PIP_WHEEL.name} hilang atau rusak. Ambil ulang salinan Gulir yang utuh.",
            f"The file vendor/{PIP_WHEEL.name} is missing or damaged. Fetch a whole copy of Gulir again.",
        )
    return PIP_WHEEL


def install(lock: Path) -> str:
    """Install a lock file with its hashes; tells the name of the installer."""
    name, words = installer()
    words = [*words, str(lock)]
    lines = []
    with subprocess.Popen(
        words, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace"
    ) as child:
        for line in child.stdout or ():
            lines.append(line)
            show(line)
    show("")
    if child.returncode:
        say("".join(lines[-25:]).rstrip())
        raise failed("".join(lines))
    return name


def show(line: str) -> None:
    """One line that tells a waiting person what is going on, written over by the next; nothing when nobody looks."""
    if sys.stderr.isatty() and (not line or line.startswith(("Collecting ", "Installing "))):
        print(f"\r  {line.strip()[:74]:<76}\r", end="", file=sys.stderr, flush=True)


def failed(output: str) -> CannotPrepare:
    """What to tell when an installation failed: a wrong hash is not a weak network."""
    if any(words in output for words in HASH_WORDS):
        return CannotPrepare(
            "Sebuah paket tidak cocok dengan sidik jarinya di berkas kunci, jadi tidak dipasang. Jangan diabaikan: "
            "ulangi dari jaringan lain, dan bila tetap begitu, laporkan (lihat SECURITY.md).",
            "A package does not match its hash in the lock file, so it was not installed. Do not ignore this: try "
            "again from another network, and report it if it stays (see SECURITY.md).",
        )
    return CannotPrepare(
        "Paket tidak dapat diunduh. Periksa sambungan internet (dan pengaturan pip atau uv di komputer ini), lalu "
        "ulangi; yang sudah terpasang tidak hilang.",
        "The packages could not be fetched. Check the connection (and this computer's pip or uv settings) and try "
        "again; what is installed already stays.",
    )


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Two starters never fill one environment at once (where the system can lock a file)."""
    try:
        import fcntl
    except ImportError:  # Windows: the second starter simply repeats the work
        yield
        return
    with (ROOT / ".venv.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def compile_catalogues() -> None:
    """Compile every `locale/**/*.po` whose `.mo` is missing or older; Django reads only the compiled form."""
    stale = [
        po
        for po in sorted((ROOT / "locale").rglob("*.po"))
        if not po.with_suffix(".mo").exists() or po.with_suffix(".mo").stat().st_mtime < po.stat().st_mtime
    ]
    if stale:
        program = ROOT / "tools" / "catalogues.py"
        subprocess.run([str(python_of(VENV)), str(program), *map(str, stale)], check=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
