"""Readings of lending: loans and their cards, what is due, collectibility, indicators, control totals, the pipeline."""

from __future__ import annotations

from gulir.lending.queries.cards import Card, CardLine, LoanRow, card, loans, loans_seen, standing_of_loans
from gulir.lending.queries.control import Control, control_findings, control_totals
from gulir.lending.queries.due import DueRow, due
from gulir.lending.queries.early import quote_early
from gulir.lending.queries.explained import Explained, ScheduleRule, explained_by_rule
from gulir.lending.queries.pipeline import Step, applications, pipeline, products
from gulir.lending.queries.quality import (
    ClassRow,
    collectibility,
    indicator_rules,
    indicators,
    profit_gates,
    provision_needed,
)

__all__ = [
    "Card",
    "CardLine",
    "ClassRow",
    "Control",
    "DueRow",
    "Explained",
    "LoanRow",
    "ScheduleRule",
    "Step",
    "applications",
    "card",
    "collectibility",
    "control_findings",
    "control_totals",
    "due",
    "explained_by_rule",
    "indicator_rules",
    "indicators",
    "loans",
    "loans_seen",
    "pipeline",
    "products",
    "profit_gates",
    "provision_needed",
    "quote_early",
    "standing_of_loans",
]
