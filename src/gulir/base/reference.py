"""The reference folder: charts, statement maps, rulebook, indicators, offices, messages; bilingual, read once.

It is found beside the package or in the root of the repository. What is inconsistent in it (a missing language, an
unknown role, a key twice, a value its own rule refuses) is refused at start with `ReferenceBroken`.
"""

from __future__ import annotations

import csv
import re
import tomllib
from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

from gulir.base.reference_shapes import (
    Conflict,
    IndicatorText,
    InstrumentText,
    ItemText,
    Office,
    ReferenceBroken,
    RuleText,
    StatementLine,
    StatementMap,
    Text,
)
from gulir.core.accounts import Account, ChartRow, accounts_of, check_chart
from gulir.core.instruments import Answer, Instrument, Item, Stage, in_force
from gulir.core.problems import Problem
from gulir.core.roles import Kind, Ledger, Role
from gulir.core.rules import RuleDef, RuleKind, RuleType, Tag

__all__ = [
    "CHAPTERS",
    "Conflict",
    "IndicatorText",
    "InstrumentText",
    "ItemText",
    "Office",
    "ReferenceBroken",
    "RuleText",
    "StatementLine",
    "StatementMap",
    "Text",
    "account_called",
    "account_names",
    "check_reference",
    "group_offices",
    "indicator_classes",
    "indicators",
    "instrument",
    "instrument_texts",
    "instruments",
    "message_titles",
    "messages",
    "office_conflicts",
    "offices",
    "programme_chart",
    "reference_folder",
    "rule_definitions",
    "rule_texts",
    "source_texts",
    "statement_map",
]

STANDARDS = ("sak_ep", "emkm")


# ---------------------------------------------------------------- reading


@cache
def reference_folder() -> Path:
    """Where the reference lives: inside the installed package, or in the root of the repository."""
    here = Path(__file__).resolve()
    places = (here.parents[1] / "reference", here.parents[3] / "reference")
    for place in places:
        if (place / "rulebook").is_dir():
            return place
    raise ReferenceBroken(f"no reference folder at {' or '.join(str(p.name) for p in places)}")


@cache
def _toml(name: str) -> dict[str, Any]:
    try:
        return tomllib.loads((reference_folder() / name).read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise ReferenceBroken(f"{name}: {error}") from error


def _get(table: Mapping[str, Any], key: str, where: str) -> Any:
    if key not in table or table[key] is None:
        raise ReferenceBroken(f"{where}: {key} is missing")
    return table[key]


def _text(table: Mapping[str, Any], where: str, prefix: str = "", keys: tuple[str, str] = ("id", "en")) -> Text:
    """A text in both languages; a missing or empty one is refused."""
    words = [table.get(f"{prefix}{key}") for key in keys]
    for key, word in zip(keys, words, strict=True):
        if not isinstance(word, str) or not word.strip():
            raise ReferenceBroken(f"{where}: {prefix}{key} is missing")
    return Text(*(str(word) for word in words))


def _roles(names: list[str], where: str) -> frozenset[Role]:
    try:
        return frozenset(Role(name) for name in names)
    except ValueError as error:
        raise ReferenceBroken(f"{where}: {error}") from error


# ---------------------------------------------------------------- charts


@cache
def _chart_rows() -> tuple[dict[str, str], ...]:
    with (reference_folder() / "charts" / "programme.csv").open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


@cache
def programme_chart(ledger: Ledger | None = None) -> tuple[Account, ...]:
    """The programme's accounts (domain 4.2) of one ledger, or of all three."""
    rows = [
        ChartRow(**{name: r[name] for name in ("code", "name", "kind", "contra", "role", "book")}, row=n)
        for n, r in enumerate(_chart_rows(), start=2)
    ]
    findings = check_chart(rows)
    if findings:
        raise ReferenceBroken(f"charts/programme.csv row {findings[0].row}: {findings[0].code} {findings[0].facts}")
    return tuple(account for account in accounts_of(rows) if ledger in {None, account.ledger})


@cache
def account_names() -> Mapping[tuple[Ledger, str], Text]:
    """The names of the programme's accounts in both languages, by ledger and code."""
    return {
        (Ledger(r["book"]), r["code"]): _text(r, f"charts/programme.csv {r['code']}", keys=("name", "name_en"))
        for r in _chart_rows()
    }


def account_called(ledger: str, code: str, name: str, language: str) -> str:
    """What an account is called in a language: translated where it still bears the programme's name, else as it is.

    >>> account_called("upk", "11030", "Pinjaman KSM", "en"), account_called("upk", "11030", "Kas bon", "en")
    ('Loans to groups', 'Kas bon')
    """
    text = account_names().get((Ledger(ledger), code))
    return text.to(language) if text is not None and text.id == name else name


@cache
def statement_map(standard: str) -> StatementMap:
    """The lines of `sak_ep` or `emkm`: every role in exactly one line, every kind with a line for the rest."""
    name = f"charts/{standard}.toml"
    table = _toml(name)
    lines = tuple(_statement_line(row, name) for row in _get(table, "line", name))
    for kind in Kind:
        if sum(line.rest and line.section is kind for line in lines) != 1:
            raise ReferenceBroken(f"{name}: exactly one line takes the rest of {kind.value}")
    placed = [role for line in lines for role in line.roles]
    for role in Role:
        if placed.count(role) != 1:
            raise ReferenceBroken(f"{name}: role {role.value} stands in {placed.count(role)} lines")
    return StatementMap(
        standard=standard,
        name=_text(_get(table, "name", name), name),
        position=_text(_get(table, "position", name), name),
        income=_text(_get(table, "income", name), name),
        lines=lines,
    )


def _statement_line(row: Mapping[str, Any], name: str) -> StatementLine:
    where = f"{name} {_get(row, 'key', name)}"
    try:
        section = Kind(_get(row, "section", where))
    except ValueError as error:
        raise ReferenceBroken(f"{where}: {error}") from error
    if row.get("rest_of", section.value) != section.value:
        raise ReferenceBroken(f"{where}: rest_of must be {section.value}")
    return StatementLine(
        key=row["key"],
        section=section,
        name=_text(row, where),
        roles=_roles(_get(row, "roles", where), where),
        rest="rest_of" in row,
        takes_result=bool(row.get("takes_result", False)),
    )


# ---------------------------------------------------------------- rulebook


CHAPTERS = ("groups", "loans", "repayment", "offices", "risk", "assemblies", "works", "openness", "house", "mentoring")
"""The files of `reference/rulebook/`, in the order of R01 to R60; the numbers of other sections come last."""
CODE = re.compile(r"(?:R[0-9]{2}|[DM][0-9]+\.[0-9]+)(?: R[0-9]{2})*\Z", re.ASCII)


@cache
def _rulebook() -> Mapping[str, dict[str, Any]]:
    """The rows of all chapters one after another; a key in two chapters is refused."""
    found: dict[str, dict[str, Any]] = {}
    for chapter in CHAPTERS:
        for key, row in _toml(f"rulebook/{chapter}.toml").items():
            if key in found:
                raise ReferenceBroken(f"rulebook/{chapter}.toml: {key} stands twice")
            found[key] = row
    return found


@cache
def rule_definitions() -> tuple[RuleDef, ...]:
    """Every rule of the programme with its default, in the order of the chapters (domain 11: R01 to R60, and more)."""
    return tuple(_rule(key, row) for key, row in _rulebook().items())


@cache
def rule_texts() -> Mapping[str, RuleText]:
    """Name and one-sentence meaning of every rule, by key."""
    return {
        key: RuleText(name=_text(row, f"rulebook {key}"), meaning=_text(row, f"rulebook {key}", "meaning_"))
        for key, row in _rulebook().items()
    }


def _rule(key: str, row: Mapping[str, Any]) -> RuleDef:
    where = f"rulebook {key}"
    if not CODE.match(str(_get(row, "code", where))):
        raise ReferenceBroken(f"{where}: code {row['code']}")
    try:
        bare = RuleDef(
            key=key,
            code=row["code"],
            type=RuleType(_get(row, "type", where)),
            unit=_get(row, "unit", where),
            defaults=(),
            source=_get(row, "source", where),
            tag=Tag(_get(row, "tag", where)),
            kind=RuleKind(_get(row, "kind", where)),
            choices=tuple(row.get("choices", ())),
            least=_fraction(row.get("least")),
            most=_fraction(row.get("most")),
            steps=row.get("steps"),
            order=row.get("order", ""),
            columns={name: RuleType(type_) for name, type_ in row.get("columns", {}).items()},
            under_warning=bool(row.get("under_warning", False)),
        )
        given = row.get("defaults") or [{"from": date.min, "value": _get(row, "default", where)}]
        dated = tuple((part["from"], bare.read(part["value"])) for part in given)
    except (ValueError, KeyError, Problem) as error:
        raise ReferenceBroken(f"{where}: {error}") from error
    if list(dated) != sorted(dated, key=lambda part: part[0]):
        raise ReferenceBroken(f"{where}: defaults are not in order of date")
    return RuleDef(**{**{name: getattr(bare, name) for name in bare.__dataclass_fields__}, "defaults": dated})


def _fraction(value: object) -> Fraction | None:
    return None if value is None else Fraction(str(value))


# ---------------------------------------------------------------- offices and indicators


@cache
def offices() -> Mapping[str, Office]:
    """The offices of a board by key (`upk_manager`, `cashier`, …)."""
    rows = _get(_toml("offices.toml"), "office", "offices.toml")
    return {key: _office(key, row, f"offices.toml {key}") for key, row in rows.items()}


@cache
def group_offices() -> Mapping[str, Office]:
    """The offices of a group by key: chair, secretary, treasurer."""
    rows = _get(_toml("offices.toml"), "group_office", "offices.toml")
    return {
        key: Office(
            key=key,
            name=_text(row, f"offices.toml {key}"),
            duty=Text("", ""),
            unit="",
            desk="",
            source=_get(row, "source", key),
        )
        for key, row in rows.items()
    }


def _office(key: str, row: Mapping[str, Any], where: str) -> Office:
    return Office(
        key=key,
        name=_text(row, where),
        duty=_text(row, where, "duty_"),
        unit=_get(row, "unit", where),
        desk=_get(row, "desk", where),
        source=_get(row, "source", where),
    )


@cache
def office_conflicts(*, of_groups: bool = False) -> tuple[Conflict, ...]:
    """Which offices exclude each other, at a board or within one group (R24, R25, domain 1.3)."""
    known = group_offices() if of_groups else offices()
    rows = _get(_toml("offices.toml"), "group_conflict" if of_groups else "conflict", "offices.toml")
    found: dict[str, Conflict] = {}
    for row in rows:
        where = f"offices.toml conflict {row.get('key')}"
        for office in (*_get(row, "one", where), *_get(row, "other", where)):
            if office not in known:
                raise ReferenceBroken(f"{where}: office {office} is unknown")
        if _get(row, "key", where) in found:
            raise ReferenceBroken(f"{where}: stands twice")
        found[row["key"]] = Conflict(
            key=row["key"],
            one=tuple(row["one"]),
            other=tuple(row["other"]),
            reason=_text(row, where),
            rule=row.get("rule", ""),
            source=_get(row, "source", where),
        )
    return tuple(found.values())


@cache
def indicators() -> Mapping[str, IndicatorText]:
    """Name, meaning, formula in words, unit and source of every indicator, by its short name (`LAR`)."""
    keys = {definition.key for definition in rule_definitions()}
    found = {}
    for key, row in _get(_toml("indicators.toml"), "indicator", "indicators.toml").items():
        where = f"indicators.toml {key}"
        if row.get("classes", "") not in {"", *keys}:
            raise ReferenceBroken(f"{where}: rule {row['classes']} is unknown")
        found[key] = IndicatorText(
            key=key,
            name=_text(row, where),
            meaning=_text(row, where, "meaning_"),
            formula=_text(row, where, "formula_"),
            unit=_get(row, "unit", where),
            counts=_get(row, "counts", where),
            source=_get(row, "source", where),
            classes=row.get("classes", ""),
            reads=row.get("reads", ""),
        )
    return found


@cache
def indicator_classes() -> Mapping[str, Text]:
    """The classes' names: satisfactory, minimum, suspend, none."""
    rows = _get(_toml("indicators.toml"), "class", "indicators.toml")
    return {key: _text(row, f"indicators.toml class {key}") for key, row in rows.items()}


# ---------------------------------------------------------------- instruments


@cache
def _instrument_files() -> tuple[tuple[str, dict[str, Any]], ...]:
    """Every version of every instrument: the file bears its key and version, `ksm_kotaku.1.toml`."""
    names = sorted(path.name for path in (reference_folder() / "instruments").glob("*.toml"))
    found = tuple((f"instruments/{name}", _toml(f"instruments/{name}")) for name in names)
    for name, table in found:
        if name != f"instruments/{_get(table, 'key', name)}.{_get(table, 'version', name)}.toml":
            raise ReferenceBroken(f"{name}: is {table['key']} version {table['version']}")
    return found


@cache
def instruments() -> Mapping[tuple[str, int], Instrument]:
    """Every instrument by key and version; a later version begins on a later day."""
    found: dict[tuple[str, int], Instrument] = {}
    for name, table in _instrument_files():
        one = _instrument(table, name)
        for earlier in found.values():
            if earlier.key == one.key and (earlier.version < one.version) != (earlier.since < one.since):
                raise ReferenceBroken(f"{name}: version {one.version} does not begin after version {earlier.version}")
        found[one.key, one.version] = one
    return found


def instrument(key: str, on: date) -> Instrument:
    """The version of an instrument in force on a day; before the first one, the first."""
    versions = [one for one in instruments().values() if one.key == key]
    if not versions:
        raise ReferenceBroken(f"instruments: {key} is missing")
    return in_force(versions, on) or min(versions, key=lambda one: one.version)


@cache
def instrument_texts() -> Mapping[tuple[str, int], InstrumentText]:
    """The words of every instrument in both languages, by key and version."""
    return {
        (table["key"], table["version"]): InstrumentText(
            name=_text(table, name),
            items={row["key"]: _item_text(row, f"{name} {row['key']}") for row in table["item"]},
            stages={row["key"]: _text(row, f"{name} {row['key']}") for row in table.get("stage", ())},
        )
        for name, table in _instrument_files()
    }


def _item_text(row: Mapping[str, Any], where: str) -> ItemText:
    answers = {answer["points"]: _text(answer, f"{where} answer {answer['points']}") for answer in row["answers"]}
    return ItemText(name=_text(row, where), answers=answers)


def _instrument(table: Mapping[str, Any], name: str) -> Instrument:
    items = tuple(_item(row, f"{name} {_get(row, 'key', name)}") for row in _get(table, "item", name))
    stages = tuple(
        Stage(key=_get(row, "key", name), least=_whole(row, "least", name)) for row in table.get("stage", ())
    )
    for keys in ([item.key for item in items], [stage.key for stage in stages]):
        for key in keys:
            if keys.count(key) != 1:
                raise ReferenceBroken(f"{name}: {key} stands twice")
    try:
        found = Instrument(
            key=table["key"],
            version=_whole(table, "version", name),
            since=_get(table, "since", name),
            source=_get(table, "source", name),
            tag=Tag(_get(table, "tag", name)),
            items=items,
            stages=stages,
        )
    except ValueError as error:
        raise ReferenceBroken(f"{name}: {error}") from error
    limits = [stage.least for stage in stages]
    if limits and (limits != sorted(set(limits)) or limits[0] > sum(i.least for i in items) or limits[-1] > found.most):
        raise ReferenceBroken(f"{name}: the stages do not rise from the fewest points to the most")
    return found


def _item(row: Mapping[str, Any], where: str) -> Item:
    answers = tuple(
        Answer(
            points=_whole(answer, "points", where),
            at_least=_fraction(answer.get("at_least")),
            above=_fraction(answer.get("above")),
        )
        for answer in _get(row, "answers", where)
    )
    points = [answer.points for answer in answers]
    if len(points) < 2 or points != sorted(set(points)):
        raise ReferenceBroken(f"{where}: the points of its answers do not rise")
    return Item(key=row["key"], answers=answers, computed=bool(row.get("computed", False)))


def _whole(table: Mapping[str, Any], key: str, where: str) -> int:
    value = _get(table, key, where)
    if type(value) is not int or value < 0:
        raise ReferenceBroken(f"{where}: {key} is no whole number")
    return value


# ---------------------------------------------------------------- messages


@cache
def messages() -> Mapping[str, Text]:
    """The sentence of every refusal, finding and fact, by code or kind; a code in two files is refused."""
    found: dict[str, Text] = {}
    for path in sorted((reference_folder() / "messages").glob("*.toml")):
        for code, row in _toml(f"messages/{path.name}").items():
            if code in found:
                raise ReferenceBroken(f"messages/{path.name}: {code} stands twice")
            found[code] = _text(row, f"messages/{path.name} {code}")
    return found


@cache
def message_titles() -> Mapping[str, Text]:
    """The short headings some sentences have (`title_id`, `title_en`), by code or kind."""
    found: dict[str, Text] = {}
    for path in sorted((reference_folder() / "messages").glob("*.toml")):
        for code, row in _toml(f"messages/{path.name}").items():
            if "title_id" in row or "title_en" in row:
                found[code] = _text(row, f"messages/{path.name} {code}", "title_")
    return found


@cache
def source_texts() -> Mapping[str, Text]:
    """The titles of the texts that rules were read in, by the key a rule names them with (`S2`)."""
    return {key: _text(row, f"sources.toml {key}") for key, row in _toml("sources.toml").items()}


def check_reference() -> None:
    """Read everything once; called at start, so that a broken reference stops the house and not a page."""
    programme_chart()
    account_names()
    for standard in STANDARDS:
        statement_map(standard)
    rule_definitions()
    rule_texts()
    source_texts()
    office_conflicts()
    office_conflicts(of_groups=True)
    indicators()
    indicator_classes()
    instruments()
    instrument_texts()
    messages()
    message_titles()
