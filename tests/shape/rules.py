"""The shape of the house as functions: each takes text or a tree and gives back what is wrong with it.

The tests feed them the real sources and expect nothing, and feed them a bad sample and expect to be told.
"""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "gulir"
LONGEST_FILE = 600
SKIPPED = {
    ".git",
    ".venv",
    "vendor",
    "build",
    "dist",
    "node_modules",
    "screens",
    "__pycache__",
    ".gulir",
    "out",
    "real",
}
TEXT = {
    ".py",
    ".md",
    ".toml",
    ".html",
    ".css",
    ".js",
    ".sql",
    ".po",
    ".typ",
    ".txt",
    ".cfg",
    ".yaml",
    ".yml",
    ".lock",
    ".sh",
    "",
}
DOORS = {"web", "api", "sync", "cli", "config"}

CLOCK = {
    "datetime.date.today", "datetime.datetime.now", "datetime.datetime.today", "datetime.datetime.utcnow",
    "django.utils.timezone.now", "django.utils.timezone.localdate", "django.utils.timezone.localtime",
    "django.db.models.functions.Now", "time.time", "time.time_ns", "time.localtime", "time.gmtime",
}  # fmt: skip
CHANCE = {"random", "secrets", "uuid.uuid1", "uuid.uuid4", "uuid_utils", "os.urandom"}
WORLD = {"os.environ", "os.getenv", "django.conf.settings", "django.http", "django.shortcuts"}


def files(suffix: str = "", under: Path = ROOT) -> Iterator[Path]:
    """Every text file of the project that people wrote, or those with one suffix."""
    for path in sorted(under.iterdir()):
        if path.is_dir() and path.name not in SKIPPED and not (path.name.startswith(".") and path.name != ".ci"):
            yield from files(suffix, path)
        elif path.name.startswith(".coverage"):
            continue
        elif path.is_file() and path.suffix in TEXT and path.suffix.endswith(suffix):
            yield path


def read(path: Path) -> str:
    """The text of a file; a sample in a wrong encoding, kept for the importers, is read as far as it goes."""
    return path.read_text(encoding="utf-8", errors="replace")


def relative(path: Path) -> str:
    """A path as people write it."""
    return path.relative_to(ROOT).as_posix()


def package_of(path: Path) -> str:
    """The package of the house a source file lives in: `lending` for `src/gulir/lending/services.py`."""
    return path.relative_to(SOURCE).parts[0]


# ---------------------------------------------------------------- text


def too_long(text: str) -> list[str]:
    """A file that is longer than anyone reads."""
    lines = text.count("\n")
    return [f"{lines} lines, more than {LONGEST_FILE}: split it by noun"] if lines > LONGEST_FILE else []


def left_undone(text: str) -> list[str]:
    """Promises to oneself: what is to be done is an issue, or it is done."""
    return [f"line {n}: {line.strip()}" for n, line in enumerate(text.splitlines(), 1) if UNDONE.search(line)]


UNDONE = re.compile(r"\b(TO" + r"DO|FIX" + r"ME|X" + r"XX|HA" + r"CK)\b")


def foreign_places(text: str) -> list[str]:
    """Names of package registries and folders of one computer: neither belongs in a tree that travels."""
    return [f"line {n}: {line.strip()[:100]}" for n, line in enumerate(text.splitlines(), 1) if PLACES.search(line)]


HOSTS = (r"pypi\.or" + "g", "python" + "hosted", r"npm" + r"js\.(org|com)", r"deb\.deb" + "ian", r"crates\.i" + "o")
FOLDERS = (
    "/wo" + "rk/(main|shared|plan)",
    "/ro" + "ot/",
    "/ho" + "me/[a-z]",
    "/op" + "t/(pypi|wheels)",
    r"C:\\User" + "s",
)
PLACES = re.compile("|".join(HOSTS + FOLDERS))


def addresses(lock: str) -> list[str]:
    """A lock file that names a place would silently bypass the reader's own mirror."""
    bad = re.compile(r"://|^\s*--(extra-)?index-url|--find-links|^-[if] |file:| @ ", re.MULTILINE)
    return [line.strip() for line in lock.splitlines() if bad.search(line)]


def unhashed(lock: str) -> list[str]:
    """Requirements of a lock file that are not pinned, or have no hash."""
    good = re.compile(r"^\S+==\S+ .*--hash=sha256:[0-9a-f]{64}|^#|^\s*$")
    return [entry[:80] for entry in lock.replace("\\\n", " ").splitlines() if not good.match(entry)]


# ---------------------------------------------------------------- trees


def undocumented(source: str, *, public: bool) -> list[str]:
    """A module without its first sentence; with `public`, also classes and functions that others call."""
    tree = ast.parse(source)
    wrong = [] if ast.get_docstring(tree) or not tree.body else ["the module has no docstring"]
    if public:
        wrong += [
            f"line {node.lineno}: {node.name} has no docstring" for node in _public(tree) if not ast.get_docstring(node)
        ]
    return wrong


def _public(tree: ast.Module) -> Iterator[ast.FunctionDef | ast.ClassDef]:
    for node in tree.body:
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)) and not node.name.startswith("_"):
            yield node
            if isinstance(node, ast.ClassDef):
                yield from (n for n in node.body if isinstance(n, ast.FunctionDef) and not n.name.startswith("_"))


def long_functions(source: str, longest: int = 70) -> list[str]:
    """Functions longer than one look."""
    return [
        f"line {node.lineno}: {node.name} has {lines} lines, more than {longest}"
        for node in ast.walk(ast.parse(source))
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
        and (lines := (node.end_lineno or 0) - node.lineno + 1) > longest
    ]


def uses(source: str, banned: Iterable[str]) -> list[tuple[int, str]]:
    """Where a source reaches for one of the banned names (`time.time`), under whatever alias."""
    tree = ast.parse(source)
    alias: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            alias |= {
                (n.asname or n.name.split(".")[0]): (n.name if n.asname else n.name.split(".")[0]) for n in node.names
            }
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            alias |= {(n.asname or n.name): f"{node.module}.{n.name}" for n in node.names}
    banned = set(banned)
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, (ast.Attribute, ast.Name)):
            name = _dotted(node, alias)
            hit = name and next((b for b in banned if name == b or name.startswith(f"{b}.")), None)
            if hit:
                found.add((node.lineno, hit))
    return sorted(found)


def _dotted(node: ast.expr, alias: Mapping[str, str]) -> str:
    if isinstance(node, ast.Name):
        return alias.get(node.id, "")
    if isinstance(node, ast.Attribute):
        base = _dotted(node.value, alias)
        return f"{base}.{node.attr}" if base else ""
    return ""


def floats(source: str) -> list[str]:
    """Floating point on the road of money: literals, `float`, `round` (half to even!) and `/` between integers."""
    tree = ast.parse(source)
    exact = any(
        isinstance(n, ast.ImportFrom) and any(a.name in {"Fraction", "Decimal", "Path"} for a in n.names)
        for n in ast.walk(tree)
    )
    wrong = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, float):
            wrong.append(f"line {node.lineno}: {node.value!r} is a float")
        elif isinstance(node, ast.Name) and node.id == "float":
            wrong.append(f"line {node.lineno}: float")
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "round":
            wrong.append(f"line {node.lineno}: round()")
        elif isinstance(node, (ast.Attribute, ast.Name)) and _last(node) == "FloatField":
            wrong.append(f"line {node.lineno}: FloatField")
        elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div) and not exact:
            wrong.append(f"line {node.lineno}: `/` between integers gives a float")
    return wrong


def _last(node: ast.Attribute | ast.Name) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id


def star_imports(source: str) -> list[str]:
    """`from x import *` hides where a name comes from."""
    return [
        f"line {node.lineno}: from {node.module} import *"
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.ImportFrom) and any(n.name == "*" for n in node.names)
    ]


def saving_models(source: str) -> list[str]:
    """A model that does something in `save` or `delete`: what an act does stands in the act."""
    return [
        f"line {method.lineno}: {node.name}.{method.name}"
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.ClassDef) and any("Model" in ast.unparse(base) for base in node.bases)
        for method in node.body
        if isinstance(method, ast.FunctionDef) and method.name in {"save", "delete", "full_clean"}
    ]


def foreign_writes(source: str, package: str) -> list[str]:
    """Rows of another context that are written without its services: tables have front doors."""
    tree = ast.parse(source)
    tables = {
        name.asname or name.name: node.module
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and re.match(r"gulir\.\w+\.models\b", node.module or "")
        for name in node.names
    }
    return [
        f"line {node.lineno}: {ast.unparse(node.func)[:60]}"
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in WRITES
        if (home := tables.get(_root(node.func))) and home.split(".")[1] not in {package, "base"}
    ]


WRITES = {"create", "bulk_create", "get_or_create", "update_or_create", "update", "bulk_update", "delete", "save"}


def _root(node: ast.expr) -> str:
    """The name at the beginning of a chain: `Loan` of `Loan.objects.filter(…).update`."""
    while isinstance(node, (ast.Attribute, ast.Call)):
        node = node.func if isinstance(node, ast.Call) else node.value
    return node.id if isinstance(node, ast.Name) else ""


# ---------------------------------------------------------------- the house


def layers() -> list[set[str]]:
    """The layers of the house from top to bottom, as the import contract names them."""
    config = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = config["tool"]["importlinter"]["contracts"]
    stack = next(c for c in contracts if c["type"] == "layers" and c["containers"] == ["gulir"])["layers"]
    return [{name.strip(" ()") for name in row.split("|")} for row in stack]


def floor(package: str) -> int:
    """How high a package lives: 0 is the ground (`core`)."""
    stack = layers()
    return next(len(stack) - n for n, row in enumerate(stack, 1) if package in row)


def packages() -> set[str]:
    """The packages there really are."""
    return {path.name for path in SOURCE.iterdir() if path.is_dir() and any(path.rglob("*.py"))}


def lonely_sql(names: Iterable[str]) -> list[str]:
    """SQL beside migrations that lacks an engine or the way back."""
    names = set(names)
    wanted = {
        f"{name.split('.')[0]}.{engine}{way}.sql"
        for name in names
        for engine in ("sqlite", "postgresql")
        for way in ("", ".down")
    }
    return sorted(wanted - names)


def mute_migrations(names: Iterable[str]) -> list[str]:
    """Migrations whose name does not say what they do."""
    return [
        name
        for name in names
        if re.match(r"\d{4}_", name) and re.search(r"_auto_|_auto$|alter_.*_and_more|and_more", name)
    ]
