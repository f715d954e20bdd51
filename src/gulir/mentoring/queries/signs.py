"""How a KSM lives, computed from its records: habits, the Kotaku form, and the readings that were kept of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from django.db.models import Count, F, QuerySet, Window
from django.db.models.functions import RowNumber

from gulir.base.policy import Standing
from gulir.base.reference import instrument, instruments
from gulir.community.models import Group
from gulir.community.queries import group_of
from gulir.core.early_warning import low_habits
from gulir.core.instruments import Instrument, Score, score
from gulir.core.problems.access import NotFound
from gulir.core.problems.signs import InstrumentUnknown
from gulir.core.vital_signs import Sign, fell, habit_points, kotaku_readings
from gulir.mentoring.models import Assessment, AssessmentReply
from gulir.mentoring.policy import READS_SIGNS
from gulir.mentoring.queries.records import Records, habits_on, records_of

__all__ = [
    "HABITS_FORM",
    "INSTRUMENTS",
    "KOTAKU_FORM",
    "Found",
    "Health",
    "Measured",
    "assessment_of",
    "assessments_seen",
    "group_seen",
    "health_of",
    "low_habits_of",
    "measured",
    "stages_fallen",
    "stages_moved",
]

HABITS_FORM, KOTAKU_FORM = "ksm_five_habits", "ksm_kotaku"
INSTRUMENTS = (HABITS_FORM, KOTAKU_FORM)


@dataclass(frozen=True, kw_only=True)
class Found:
    """One answer from the records: its points, the figures of its sentence, the rows behind it, those not done."""

    item: str
    points: int | None
    figures: Mapping[str, int]
    rows: tuple[str, ...] = ()
    missed: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Measured:
    """An instrument read on a day: what the records answer, what a person answered, and what it adds up to."""

    instrument: Instrument
    on: date
    found: Mapping[str, Found]
    told: Mapping[str, int]
    score: Score


def low_habits_of(group: Group, on: date) -> dict[str, Sign]:
    """Those of a KSM's five habits that have less than half of their points, by the records of the last months."""
    form = instrument(HABITS_FORM, on)
    signs = habits_on(records_of(group, on), on)
    low = low_habits(habit_points(signs, form), {item.key: item.most for item in form.items})
    return {key: signs[key] for key in low}


def measured(
    key: str, records: Records, on: date, *, told: Mapping[str, int] | None = None, version: int | None = None
) -> Measured:
    """An instrument read from the records, with what a person answered; `version` asks for an older one.

    Refused: `InstrumentUnknown`, `ItemUnknown`, `ItemComputed`, `AnswerUnknown`.
    """
    if key not in INSTRUMENTS:
        raise InstrumentUnknown(instrument=key[:20], known=INSTRUMENTS)
    form = instruments()[key, version] if version else instrument(key, on)
    found = _habits_found(form, records, on) if key == HABITS_FORM else _kotaku_found(form, records, on)
    answers = dict(told or {})
    total = score(form, computed={item: one.points for item, one in found.items()}, told=answers)
    return Measured(instrument=form, on=on, found=found, told=answers, score=total)


def _habits_found(form: Instrument, records: Records, on: date) -> dict[str, Found]:
    signs = habits_on(records, on)
    points = habit_points(signs, form)
    return {
        item.key: Found(
            item=item.key,
            points=points[item.key],
            figures={"did": signs[item.key].did, "of": signs[item.key].of},
            rows=signs[item.key].rows,
            missed=signs[item.key].missed,
        )
        for item in form.items
    }


def _kotaku_found(form: Instrument, records: Records, on: date) -> dict[str, Found]:
    readings = kotaku_readings(form, on=on, meetings=records.meetings, missed_instalments=records.missed)
    return {
        key: Found(item=key, points=one.points, figures=one.figures, rows=one.rows)
        for key, one in readings.items()
        if any(item.key == key and item.computed for item in form.items)
    }


@dataclass(frozen=True, kw_only=True)
class Health:
    """A KSM on a day: its records, both instruments as the records answer them, and the readings kept, newest first."""

    group: Group
    on: date
    records: Records
    habits: Measured
    kotaku: Measured
    kept: tuple[Assessment, ...]
    replies: Mapping[UUID, int]

    def newest(self, instrument: str) -> Assessment | None:
        """The last reading kept with an instrument."""
        return next((one for one in self.kept if one.instrument == instrument), None)

    def moved(self, instrument: str) -> int:
        """By how many stages the last reading with it rose above the one before; below zero it fell."""
        return stages_moved(one for one in self.kept if one.instrument == instrument)


def group_seen(book: UUID, group: UUID, standing: Standing) -> Group:
    """A KSM whose signs this person may read, else `NotFound`."""
    of = group_of(book, group)
    by_office = READS_SIGNS.allows(replace(standing, groups=frozenset(), led_groups=frozenset()))
    if not by_office and of.pk not in standing.groups:
        raise NotFound(what="group", name=str(group))
    return of


def health_of(book: UUID, group: UUID, standing: Standing, *, on: date) -> Health:
    """How a KSM lives as its records say on a day, for those who may know; else `NotFound`."""
    of = group_seen(book, group, standing)
    records = records_of(of, on)
    kept = tuple(assessments_seen(book, standing, group=of.pk))
    said = AssessmentReply.objects.filter(assessment__in=kept).values_list("assessment").annotate(said=Count("id"))
    return Health(
        group=of,
        on=on,
        records=records,
        habits=measured(HABITS_FORM, records, on),
        kotaku=measured(KOTAKU_FORM, records, on),
        kept=kept,
        replies=dict(said.values_list("assessment", "said")),
    )


# ---------------------------------------------------------------- what was kept


def assessments_seen(book: UUID, standing: Standing, *, group: UUID | None = None) -> QuerySet[Assessment]:
    """The readings that were kept and that this person may see, newest first."""
    rows = Assessment.objects.filter(READS_SIGNS.visible(standing), book_id=book)
    rows = rows if group is None else rows.filter(group_id=group)
    return rows.select_related("group", "kept_by").order_by("-read_on", "-kept_at", "instrument")


def assessment_of(book: UUID, assessment: UUID, standing: Standing) -> Assessment:
    """One kept reading with its answers and replies, else `NotFound`."""
    seen = assessments_seen(book, standing).prefetch_related("answers", "replies__by")
    found = seen.filter(pk=assessment).first()
    if found is None:
        raise NotFound(what="penilaian", name=str(assessment))
    return found


def stages_fallen(book: UUID, standing: Standing) -> dict[UUID, int]:
    """By how many stages each KSM fell between its last two readings of an instrument, the worst; one statement."""
    newest = Window(RowNumber(), partition_by=[F("group_id"), F("instrument")], order_by=F("number").desc())
    kept: dict[tuple[UUID, str], list[Assessment]] = defaultdict(list)
    for row in assessments_seen(book, standing).annotate(nth=newest).filter(nth__lte=2).order_by("-number"):
        kept[row.group_id, row.instrument].append(row)
    found: dict[UUID, int] = defaultdict(int)
    for (group, _instrument), rows in kept.items():
        found[group] = max(found[group], -stages_moved(rows))
    return found


def stages_moved(kept: Iterable[Assessment]) -> int:
    """By how many stages the newest of the readings of one instrument lies above the one before; newest first."""
    newest = list(kept)[:2]
    if len(newest) < 2 or newest[0].instrument != newest[1].instrument:
        return 0
    form = instruments()[newest[0].instrument, newest[0].version]
    before, now = newest[1].stage, newest[0].stage
    return fell(form, now, before) - fell(form, before, now)
