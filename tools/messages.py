"""The words of the interface: which Indonesian sentences pages and code use, and which have no English yet.

    python tools/messages.py missing                     every sentence without English, with where it is used
    python tools/messages.py extract ROOM PATH …         bring locale/ROOM/en up to date with the sentences under PATH

Sentences in code and templates are Indonesian (`msgid`); English stands in `locale/<room>/en/LC_MESSAGES/django.po`,
one room per part of the product, so that two people never edit one file. A sentence another room already has is not
repeated.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po
from django.template.base import Lexer, Token, TokenType
from django.utils.text import smart_split
from django.utils.translation import trim_whitespace

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "gulir"
LOCALE = ROOT / "locale"
HEADER = """# English of Gulir, room {room}. The sentences in code and pages are Indonesian.
msgid ""
msgstr ""
"Language: en\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

"""
"""The head of every catalogue: no dates and no names, so that a second run changes nothing."""
WRAPPERS = {"_": 1, "gettext": 1, "gettext_lazy": 1, "gettext_noop": 1, "ngettext": 2, "ngettext_lazy": 2}
QUOTED = re.compile(r"""_\(\s*(?P<text>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')\s*\)""")


@dataclass(frozen=True, order=True)
class Use:
    """One sentence and where it is used."""

    text: str
    place: str
    plural: str = ""


def in_python(source: str, place: str) -> Iterator[Use]:
    """Sentences given to gettext in a module; only whole literal texts count."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        wanted = WRAPPERS.get(name, 0)
        said = [arg.value for arg in node.args[:wanted] if isinstance(arg, ast.Constant) and isinstance(arg.value, str)]
        if wanted and len(said) == wanted:
            yield Use(said[0], f"{place}:{node.lineno}", said[1] if wanted > 1 else "")


def in_template(source: str, place: str) -> Iterator[Use]:
    """Sentences of `translate`, `blocktranslate` and `_("…")` in a template."""
    tokens = iter(Lexer(source).tokenize())
    for token in tokens:
        if token.token_type in (TokenType.BLOCK, TokenType.VAR):
            where = f"{place}:{token.lineno}"
            for found in QUOTED.finditer(token.contents):
                yield Use(ast.literal_eval(found["text"]), where)
        if token.token_type != TokenType.BLOCK:
            continue
        words = list(smart_split(token.contents))
        if words[0] in ("translate", "trans") and words[1][:1] in "\"'":
            yield Use(words[1][1:-1], where)
        elif words[0] in ("blocktranslate", "blocktrans"):
            yield _block(tokens, where, trimmed="trimmed" in words)


def _block(tokens: Iterator[Token], where: str, *, trimmed: bool) -> Use:
    """The sentence of one blocktranslate, with its named places as gettext writes them."""
    said = [""]
    for token in tokens:
        if token.token_type == TokenType.BLOCK and token.contents.startswith("endblocktrans"):
            break
        if token.token_type == TokenType.BLOCK and token.contents.split()[0] == "plural":
            said.append("")
        elif token.token_type == TokenType.VAR:
            said[-1] += f"%({token.contents})s"
        else:
            said[-1] += token.contents.replace("%", "%%")
    texts = [trim_whitespace(text) if trimmed else text for text in said]
    return Use(texts[0], where, texts[1] if len(texts) > 1 else "")


def used(paths: Iterable[Path] = (SOURCE,)) -> list[Use]:
    """Every sentence used under these folders or in these files."""
    found: list[Use] = []
    for top in paths:
        for path in sorted([top] if top.is_file() else top.rglob("*")):
            place = path.relative_to(ROOT).as_posix() if path.is_relative_to(ROOT) else path.name
            if path.suffix == ".py" and "migrations" not in path.parts:
                found += in_python(path.read_text(encoding="utf-8"), place)
            elif path.suffix in (".html", ".txt") and "templates" in path.parts:
                found += in_template(path.read_text(encoding="utf-8"), place)
    return found


def catalogue(path: Path) -> Catalog:
    """One catalogue, or an empty English one where there is none."""
    if not path.exists():
        return Catalog(locale="en", project="Gulir", fuzzy=False, charset="utf-8")
    with path.open("rb") as file:
        return read_po(file, locale="en")


def _first(text: object) -> str:
    """The sentence, or of a counted one its singular."""
    return text if isinstance(text, str) else str(text[0]) if isinstance(text, (list, tuple)) and text else ""


def _forms(text: object) -> list[str]:
    """Every form of a sentence in English; none where one of them is missing."""
    forms = [text] if isinstance(text, str) else [str(form) for form in text] if isinstance(text, (list, tuple)) else []
    return forms if all(forms) else []


def english(folder: Path = LOCALE) -> dict[str, str]:
    """All sentences that have English, from all rooms; a counted one as said of many, unless Indonesian counts."""
    known: dict[str, str] = {}
    for path in sorted(folder.glob("*/en/LC_MESSAGES/django.po")):
        for message in catalogue(path):
            first, forms = _first(message.id), _forms(message.string)
            if first and forms and "fuzzy" not in message.flags:
                known[first] = forms[-1 if isinstance(message.id, tuple | list) and len(set(message.id)) == 1 else 0]
    return known


def missing(uses: Iterable[Use], known: dict[str, str]) -> list[str]:
    """The sentences without English, with where each is used first."""
    first: dict[str, str] = {}
    for use in uses:
        first.setdefault(use.text, use.place)
    return [f"{place}: {text!r}" for text, place in first.items() if text not in known]


def places(text: str) -> set[str]:
    """The named places of a sentence: `%(ksm)s` gives `ksm`."""
    return set(re.findall(r"%\((\w+)\)s", text))


def strayed(folder: Path = LOCALE) -> list[str]:
    """Sentences about one that name a place those about many do not know; leaving the number out is good English."""
    found = []
    for path in sorted(folder.glob("*/en/LC_MESSAGES/django.po")):
        for message in catalogue(path):
            one, *more = _forms(message.string) or [""]
            found += [repr(one) for many in more if places(one) - places(many)]
    return found


def mismatched(known: dict[str, str]) -> list[str]:
    """English sentences that name other places than the Indonesian one, or none where it names some."""
    return [f"{text!r} and {said!r}" for text, said in known.items() if places(text) != places(said)]


def extract(room: str, paths: list[Path]) -> int:
    """Bring a room's catalogue up to date; gives how many sentences still wait for English."""
    path = LOCALE / room / "en" / "LC_MESSAGES" / "django.po"
    old, new = catalogue(path), Catalog(locale="en", project="Gulir", fuzzy=False, charset="utf-8")
    before = {_first(m.id): m.string for m in old if m.id}
    elsewhere = set(english()) - set(before)
    for use in used(paths):
        if use.text not in elsewhere:
            key = (use.text, use.plural) if use.plural else use.text
            empty, known = ("", "") if use.plural else "", before.get(use.text)
            said = known if type(known) is type(empty) else empty  # counted since, or no longer: said anew
            new.add(key, said or empty, locations=[(use.place.rpartition(":")[0], 1)])
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        file.write(HEADER.format(room=room).encode())
        write_po(file, new, width=0, sort_output=True, omit_header=True, include_lineno=False)
    return len(missing(used(paths), english()))


def main(arguments: list[str]) -> int:
    """The commands told at the top of this page; exit 1 when something waits for English, 64 for bad usage."""
    match arguments:
        case ["missing"]:
            waiting = missing(used(), english())
            print("\n".join(waiting))
            return 1 if waiting else 0
        case ["extract", room, first, *more]:
            left = extract(room, [Path(p).resolve() for p in (first, *more)])
            print(f"locale/{room}: {left} without English")
            return 1 if left else 0
    print(__doc__, file=sys.stderr)
    return 64


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
