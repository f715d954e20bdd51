"""The catalogue of forms (domain 2.4), read once from the reference, and which of them a file holds."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from gulir.base.reference import ReferenceBroken, reference_folder
from gulir.core.dates import roman_month
from gulir.papers.loan_file.stages import NEVER, STAGES, stages
from gulir.papers.loan_file.values import LoanFile

__all__ = ["Form", "form_number", "forms", "held", "printable", "read_forms"]

WORDS = frozenset({*STAGES, NEVER})


@dataclass(frozen=True, kw_only=True)
class Form:
    """One form: its name in both languages, its official code where one is known, and when it is printed."""

    key: str
    no: int
    id: str
    en: str
    kode_resmi: str
    number: str
    when: str
    filed: str
    by: str
    folder: int

    def name(self, language: str) -> str:
        """What it is called on a page; on paper it bears its Indonesian name."""
        return self.en if language == "en" else self.id


@cache
def forms() -> Mapping[str, Form]:
    """Every form by its key, in the order of the handbook; a stage nobody knows stops the product at once."""
    table = tomllib.loads((reference_folder() / "papers" / "forms.toml").read_text(encoding="utf-8"))["form"]
    return read_forms(table)


def read_forms(table: Mapping[str, Mapping[str, Any]]) -> Mapping[str, Form]:
    """The forms as the reference writes them; refused: a stage that never is, a number or a place twice."""
    made = {key: Form(key=key, **{"filed": row["when"], **row}) for key, row in table.items()}
    for form in made.values():
        if {*form.when.split(" or "), *form.filed.split(" or ")} - WORDS:
            raise ReferenceBroken(f"papers/forms.toml: {form.key} waits for something that never is")
        if not form.id.strip() or not form.en.strip():
            raise ReferenceBroken(f"papers/forms.toml: {form.key} has no name in one language")
    for what in ("no", "folder"):
        if len({getattr(form, what) for form in made.values()}) < len(made):
            raise ReferenceBroken(f"papers/forms.toml: the same {what} twice")
    return dict(sorted(made.items(), key=lambda pair: pair[1].no))


def _holds(condition: str, so: frozenset[str]) -> bool:
    """Whether one of the stages a condition names is reached."""
    return not so.isdisjoint(condition.split(" or "))


def printable(file: LoanFile) -> list[Form]:
    """The forms that may be printed now, in the order of the handbook."""
    so = stages(file)
    return [form for form in forms().values() if _holds(form.when, so)]


def held(file: LoanFile) -> list[Form]:
    """The forms the loan file holds at its present stage, in the order in which the field files them (S2)."""
    so = stages(file)
    return sorted((form for form in printable(file) if _holds(form.filed, so)), key=lambda form: form.folder)


def form_number(form: Form, file: LoanFile) -> str:
    """The number of a form, its month in Roman; empty where it bears none or nothing to number it by is known yet.

    A letter counts its step: 0 tells what is owed, 1 to 3 warn.
    """
    lent, asked = file.lent, file.asked
    facts = {
        "application": asked.number if asked else "",
        "loan": lent.loan_no if lent else "",
        "voucher": lent.voucher if lent else "",
        "step": str(lent.letter.step) if lent and lent.letter else "",
        "board": file.board_code.upper(),
    }
    wanted = [name for name in facts if f"{{{name}}}" in form.number]
    if not form.number or not all(facts[name] for name in wanted):
        return ""
    return form.number.format(**facts, month=roman_month(_day(form, file).month), year=_day(form, file).year)


def _day(form: Form, file: LoanFile) -> date:
    """The day a form is of: agreement and disbursement are of the day the money went out, the rest of today."""
    if file.lent is not None and form.when in ("granted", "payable"):
        return file.lent.disbursed_on
    if file.lent is not None and file.lent.ended is not None and form.filed == file.lent.ended.kind:
        return file.lent.ended.on
    if file.lent is not None and file.lent.letter is not None and form.when == "late":
        return file.lent.letter.on
    if file.lent is not None and form.when == "settled" and file.lent.settled_on:
        return file.lent.settled_on
    return file.on
