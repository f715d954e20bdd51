"""Reports of the loans: all of them, one card, collectibility with provision, the five indicators."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from gulir.base.plain import plain
from gulir.base.policy import require
from gulir.base.reference import IndicatorText, indicator_classes
from gulir.base.reference import indicators as indicator_texts
from gulir.core.problems.access import NotFound
from gulir.governance.queries import rules_at
from gulir.lending import queries
from gulir.lending.policy import READS_LOANS
from gulir.lending.queries.cards import class_table
from gulir.papers.reports.asked import Asked
from gulir.papers.values import RUPIAH, Amount, Column, Report, Section

__all__ = ["collectibility_report", "indicators_report", "loan_card_report", "loans_report"]

MONEY = {
    "principal", "principal_paid", "jasa_paid", "balance", "principal_due", "arrears_principal", "provision", "pokok",
    "jasa", "savings",
}  # fmt: skip
NUMBERS = {"instalments", "missed", "collectibility", "loans", "numerator", "denominator"}
PERCENTS = {"rate", "value"}
CODES = {"loan_no", "number"}


def _columns(asked: Asked, *keys: str, wide: str = "ksm") -> list[Column]:
    def kind(key: str) -> Any:
        for name, keys_ in (("money", MONEY), ("number", NUMBERS), ("percent", PERCENTS), ("code", CODES)):
            if key in keys_:
                return name
        return "date" if key in ("date", "due_on") else "text"

    return [Column(label=asked.words.column(key), kind=kind(key), wide=key == wide, key=key) for key in keys]


def loans_report(asked: Asked) -> Report:
    """Every loan with what was paid, what is due, what is missed, and its class."""
    require(READS_LOANS, asked.standing, act="report loans")
    rows = queries.loans(asked.book, as_of=asked.as_of, standing=asked.standing)
    keys = (
        "loan_no", "ksm", "principal", "instalments", "principal_paid", "jasa_paid", "balance", "principal_due",
        "arrears_principal", "missed_instalments", "collectibility",
    )  # fmt: skip
    data = {
        "as_of": asked.as_of.isoformat(),
        "rows": [{key: getattr(row, key) for key in keys} for row in rows],
        "total_balance": sum(row.balance for row in rows),
    }
    table = [tuple(getattr(row, key) for key in keys) for row in rows]
    sums = {k: sum(getattr(row, k) for row in rows) for k in keys if k in MONEY}
    total = tuple(sums.get(k, asked.words("total") if k == "ksm" else None) for k in keys)
    section = Section(
        columns=_columns(asked, *(k if k != "missed_instalments" else "missed" for k in keys)),
        rows=table,
        total=total,
        empty=asked.words("empty"),
    )
    return Report(
        name="loans", heading=asked.heading(), sections=[section], data=data, notes=[_class_words(asked)],
        landscape=True, signs=asked.signs,
    )  # fmt: skip


def loan_card_report(asked: Asked) -> Report:
    """The card of one loan: its schedule, and what happened line by line."""
    found = queries.loans_seen(asked.book, asked.standing).filter(loan_no=asked.loan).first()
    if found is None:
        raise NotFound(what="pinjaman", name=asked.loan)
    card = queries.card(asked.book, found.pk, as_of=asked.as_of, standing=asked.standing)
    words = asked.words
    schedule = Section(
        title=words("schedule"),
        columns=_columns(asked, "loan_no", "due_on", "pokok", "jasa"),
        rows=[(str(line.no), line.due_on, line.principal, line.jasa) for line in card.schedule],
        total=(words("total"), None, sum(i.principal for i in card.schedule), sum(i.jasa for i in card.schedule)),
    )
    happened = Section(
        title=words("payments"),
        columns=_columns(asked, "date", "what", "number", "pokok", "jasa", "savings", "balance", wide="what"),
        rows=[
            (line.on, words(line.what), line.reference, line.principal, line.jasa, line.savings, line.balance)
            for line in card.lines
        ],
        empty=words("empty"),
    )
    row = card.row
    data = {
        "as_of": asked.as_of.isoformat(),
        "loan_no": row.loan_no,
        "ksm": row.ksm,
        "principal": row.principal,
        "instalments": row.instalments,
        "principal_paid": row.principal_paid,
        "jasa_paid": row.jasa_paid,
        "balance": row.balance,
        "missed_instalments": row.missed_instalments,
        "collectibility": row.collectibility,
        "schedule": [
            {"no": i.no, "due_on": i.due_on.isoformat(), "principal": i.principal, "jasa": i.jasa}
            for i in card.schedule
        ],
        "lines": plain(card.lines),
    }
    return Report(
        name="loan-card", heading=asked.heading(), sections=[schedule, happened], data=data, signs=asked.signs,
        notes=[words("card_of", loan=row.loan_no, ksm=row.ksm)],
    )  # fmt: skip


def collectibility_report(asked: Asked) -> Report:
    """Loans with a balance by class, with the provision each class needs."""
    require(READS_LOANS, asked.standing, act="report collectibility")
    rules = rules_at(asked.book, asked.as_of)
    loans = queries.loans(asked.book, as_of=asked.as_of, standing=asked.standing)
    classes = queries.collectibility(loans, class_table(rules))
    balance, provision = sum(c.balance for c in classes), sum(c.provision for c in classes)
    data = {
        "as_of": asked.as_of.isoformat(),
        "rows": [
            {
                "class": c.class_, "loans": c.loans, "balance": c.balance,
                "rate_percent": _number(c.rate_percent), "provision": c.provision,
            }
            for c in classes
        ],
        "total_balance": balance,
        "total_provision": provision,
        "rule_versions": rules.versions,
    }  # fmt: skip
    section = Section(
        columns=_columns(asked, "collectibility", "loans", "balance", "rate", "provision"),
        rows=[(c.class_, c.loans, c.balance, str(c.rate_percent), c.provision) for c in classes],
        total=(asked.words("total"), sum(c.loans for c in classes), balance, None, provision),
    )
    notes = [_class_words(asked), asked.words("kol_note"), asked.rules_used(rules)]
    return Report(
        name="collectibility", heading=asked.heading(), sections=[section], data=data, notes=notes, signs=asked.signs
    )


def _number(value: Any) -> int | str:
    return int(value) if value == int(value) else str(value)


def indicators_report(asked: Asked) -> Report:
    """LAR, PAR, RR, CCr and ROI with their classes and the numbers they come from."""
    require(READS_LOANS, asked.standing, act="report indicators")
    rules = rules_at(asked.book, asked.as_of)
    found = queries.indicators(asked.book, as_of=asked.as_of, rules=rules)
    data: dict[str, Any] = {
        name: {**figure.plain, "value_percent": _decimal(figure.value_percent)} for name, figure in found.named.items()
    }
    data |= {"as_of": asked.as_of.isoformat(), "rule_versions": rules.versions}
    language, classes = asked.words.language, indicator_classes()
    texts = {key.upper(): text for key, text in indicator_texts().items()}
    rows = [
        (
            name,
            texts[name.upper()].name.to(language) if name.upper() in texts else name,
            str(figure.value_percent) if figure.value_percent is not None else None,
            Amount(value=figure.numerator, unit=_unit(asked, texts.get(name.upper()))),
            Amount(value=figure.denominator, unit=_unit(asked, texts.get(name.upper()))),
            classes[figure.class_].to(language),
        )
        for name, figure in found.named.items()
    ]
    columns = [
        Column(label=asked.words.column("code"), kind="code"),
        *_columns(asked, "indicator", "value", "numerator", "denominator", "class", wide="indicator"),
    ]
    notes = [asked.words("indicator_note"), asked.rules_used(rules)]
    section = Section(columns=columns, rows=rows)
    return Report(
        name="indicators", heading=asked.heading(), sections=[section], data=data, notes=notes, signs=asked.signs
    )


def _class_words(asked: Asked) -> str:
    """What the numbers of the classes mean."""
    classes = ", ".join(f"{number} {asked.words(f'kol_{number}').lower()}" for number in range(1, 6))
    return asked.words("kol_words", classes=classes)


def _unit(asked: Asked, text: IndicatorText | None) -> str:
    """What an indicator divides: rupiah, or what its reference says, by the word of that column."""
    return asked.words.column(text.counts) if text is not None and text.counts != "rupiah" else RUPIAH


def _decimal(value: Decimal | None) -> int | float | None:
    """A JSON number with at most two decimals; exact, because it was rounded before."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)
