"""Laws of loans: schedules add up, payments never take too much, and arrears only ever move the right way."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from gulir.core.accrual import Event, EventKind, Recognise, accrual_bridge
from gulir.core.arrears import ArrearsRules, MissedFrom, Pause, Payment, ageing, arrears, arrears_of
from gulir.core.collectibility import ClassTable, collectibility, provision
from gulir.core.money import Rounding, half_up
from gulir.core.plain_sheet import yearly_rates
from gulir.core.repayment import Advance, Component, Due, PenaltyRule, SettlementRule, allocate, settlement
from gulir.core.schedule import Method, RoundOn, Terms, Unit, schedule

START = date(2026, 1, 15)
RATES = st.builds(Fraction, st.integers(0, 500), st.sampled_from([5, 13, 52, 100, 365]))


WITH_JASA = [method for method in Method if method not in (Method.MUDHARABAH, Method.MUSYARAKAH)]
"""Where the result is shared no jasa is promised; those have laws of their own."""


@st.composite
def terms(draw):
    """Any terms a board could write down, from one rupiah per instalment to the largest amount."""
    count = draw(st.integers(1, 60))
    by_instalment = draw(st.one_of(st.just(()), st.lists(RATES, min_size=count, max_size=count).map(tuple)))
    return Terms(
        principal=draw(st.one_of(st.integers(count, 10**12), st.integers(count, count * 5_000))),
        instalments=count,
        rate_percent=draw(RATES),
        rate_percent_by_instalment=by_instalment,
        method=draw(st.sampled_from(WITH_JASA)),
        every=draw(st.integers(1, 6)),
        unit=draw(st.sampled_from(list(Unit))),
        disbursed_on=draw(st.dates(date(2000, 1, 1), date(2040, 12, 31))),
        grace_principal=draw(st.integers(0, count - 1)),
        grace_jasa=draw(st.integers(0, count - 1)),
        round_to=draw(st.sampled_from([1, 50, 100, 500, 1_000, 5_000])),
        round_on=draw(st.sampled_from(list(RoundOn))),
        rounding=draw(st.sampled_from(list(Rounding))),
    )


@given(terms())
@settings(max_examples=300)
def test_principal_adds_up_to_the_loan_and_no_part_is_below_zero(given_terms):
    found = schedule(given_terms)
    assert found.total_principal == given_terms.principal
    assert len(found.instalments) == given_terms.instalments
    assert all(line.principal >= 0 and line.jasa >= 0 and line.balance >= 0 for line in found.instalments)
    assert found.instalments[-1].balance == 0
    assert [line.no for line in found.instalments] == list(range(1, given_terms.instalments + 1))
    assert all(a.due_on < b.due_on for a, b in pairwise(found.instalments))
    assert all(a.balance - b.principal == b.balance for a, b in pairwise(found.instalments))


@given(terms())
def test_flat_and_cost_plus_carry_principal_in_each_instalment_after_grace(given_terms):
    assume(given_terms.method is not Method.ANNUITY)
    found = schedule(given_terms)
    assert all(line.principal > 0 for line in found.instalments[given_terms.grace_principal :])
    assert all(line.principal == 0 for line in found.instalments[: given_terms.grace_principal])


@given(terms())
def test_grace_on_jasa_loses_none_of_a_flat_charge(given_terms):
    assume(given_terms.method is Method.FLAT)
    found = schedule(given_terms)
    assert found.total_jasa == sum(half_up(given_terms.principal * rate) for rate in given_terms.rates)
    assert all(line.jasa == 0 for line in found.instalments[: given_terms.grace_jasa])


@given(terms())
def test_all_but_the_last_are_multiples_of_the_unit_they_were_rounded_to(given_terms):
    found = schedule(given_terms)
    for line in found.instalments[given_terms.grace_principal : -1]:
        if line.principal and line.balance:
            rounded = line.total if given_terms.round_on is RoundOn.TOTAL else line.principal
            assert rounded % found.rounded_to == 0


@given(terms())
@settings(max_examples=60)
def test_compounding_never_lowers_the_yearly_rate(given_terms):
    rates = yearly_rates(schedule(given_terms))
    assert rates.effective_percent >= rates.nominal_percent >= 0


DUES = st.lists(
    st.builds(
        Due,
        st.integers(1, 10**6),
        st.dates(date(2026, 1, 1), date(2027, 12, 31)),
        st.integers(0, 10**9),
        st.integers(0, 10**8),
        st.one_of(st.none(), st.integers(0, 10**6)),
    ),
    max_size=24,
    unique_by=lambda due: due.no,
)
ORDERS = st.permutations(list(Component)).flatmap(lambda p: st.integers(0, 3).map(lambda n: p[:n]))
FINES = st.one_of(st.none(), st.builds(PenaltyRule, st.integers(0, 10**5), st.builds(Fraction, st.integers(0, 20))))


@given(
    DUES,
    st.dates(date(2026, 1, 1), date(2028, 1, 31)),
    st.integers(0, 10**11),
    ORDERS,
    st.sampled_from(list(Advance)),
    FINES,
)
@settings(max_examples=300)
def test_a_payment_is_spread_to_the_last_rupiah_and_takes_no_more_than_is_owed(due, on, amount, order, advance, fine):
    found = allocate(due, on, amount, order=order, advance=advance, penalty_rule=fine)
    assert found.principal + found.jasa + found.penalty + found.surplus == amount
    owed = {d.no: d for d in due}
    for part in found.parts:
        line = owed[part.no]
        penalty = line.penalty if line.penalty is not None else (fine.on(line, on) if fine else 0)
        assert 0 <= part.principal <= line.principal
        assert 0 <= part.jasa <= line.jasa
        assert 0 <= part.penalty <= penalty
        assert part.total > 0
    if found.surplus:
        taken = {part.no: part.total for part in found.parts}
        left = [d for d in due if d.principal + d.jasa + (d.penalty or 0) > taken.get(d.no, 0)]
        assert advance is Advance.NONE or not left
        assert all(d.due_on > on for d in left)


@given(DUES, st.dates(date(2026, 1, 1), date(2028, 1, 31)), st.integers(0, 10**10), st.integers(0, 10**10))
def test_two_payments_on_a_day_do_what_one_would(due, on, one, other):
    whole = allocate(due, on, one + other)
    first = allocate(due, on, one)
    taken = {part.no: part for part in first.parts}
    left = [
        Due(d.no, d.due_on, d.principal - t.principal, d.jasa - t.jasa, (d.penalty or 0) - t.penalty) if t else d
        for d in due
        for t in [taken.get(d.no)]
    ]
    second = allocate(left, on, other)
    assert first.principal + second.principal == whole.principal
    assert first.jasa + second.jasa == whole.jasa
    assert first.surplus + second.surplus == whole.surplus


@given(DUES, st.dates(date(2026, 1, 1), date(2028, 1, 31)))
def test_a_settlement_pays_all_principal_and_spares_the_rest_of_the_jasa(due, on):
    quote = settlement(due, on)
    full = settlement(due, on, rule=SettlementRule.FULL_TERM)
    assert sum(part.principal for part in quote.parts) == sum(d.principal for d in due)
    assert quote.total + quote.waived == full.total
    assert full.total == sum(d.principal + d.jasa + (d.penalty or 0) for d in due)


PAUSES = st.lists(
    st.tuples(st.dates(date(2026, 1, 1), date(2027, 6, 30)), st.integers(0, 200)).map(
        lambda p: Pause(p[0], p[0] + timedelta(days=p[1]))
    ),
    max_size=3,
).map(tuple)
RULES = st.builds(ArrearsRules, st.integers(0, 40), PAUSES, st.one_of(st.none(), st.sampled_from(list(MissedFrom))))
PAYMENTS = st.lists(
    st.builds(Payment, st.dates(date(2026, 1, 15), date(2028, 6, 30)), st.integers(0, 10**6), st.integers(0, 10**5)),
    max_size=12,
)
LOANS = st.builds(
    lambda n, every, unit: (
        schedule(
            Terms(
                principal=5_000_000,
                instalments=n,
                rate_percent=Fraction(3, 2),
                disbursed_on=START,
                every=every,
                unit=unit,
            )
        ).instalments
    ),
    st.integers(1, 24),
    st.integers(1, 3),
    st.sampled_from(list(Unit)),
)
DAYS = st.dates(date(2026, 1, 1), date(2029, 12, 31))


def figures(found):
    """What must only ever rise with time."""
    return (found.missed, found.after_term, found.days_late, found.principal, found.jasa, collectibility(found))


@given(LOANS, PAYMENTS, DAYS, st.integers(1, 400), RULES)
@settings(max_examples=300)
def test_time_alone_never_improves_a_loan(lines, payments, on, later, rules):
    paid = [p for p in payments if p.date <= on]
    before = arrears(lines, paid, on, rules=rules)
    after = arrears(lines, paid, on + timedelta(days=later), rules=rules)
    assert all(a <= b for a, b in zip(figures(before), figures(after), strict=True))


@given(LOANS, PAYMENTS, DAYS, RULES, st.integers(0, 10**7), st.integers(0, 10**6))
@settings(max_examples=300)
def test_a_further_payment_never_worsens_a_loan(lines, payments, on, rules, principal, jasa):
    before = arrears(lines, payments, on, rules=rules)
    after = arrears(lines, [*payments, Payment(on, principal, jasa)], on, rules=rules)
    assert all(a >= b for a, b in zip(figures(before), figures(after), strict=True))
    assert before.balance >= after.balance >= 0


@given(LOANS, st.lists(st.tuples(st.integers(0, 900), st.integers(1, 2 * 10**6)), max_size=10), DAYS)
@settings(max_examples=150)
def test_payments_spread_by_the_rule_leave_arrears_that_agree_with_what_is_left(lines, plan, on):
    """Allocation and arrears are two readings of one loan: after any payments they must tell the same debt."""
    left = {line.no: Due(line.no, line.due_on, line.principal, line.jasa) for line in lines}
    principal_paid = jasa_paid = 0
    for offset, amount in sorted(plan):
        day = START + timedelta(days=offset)
        if day > on:
            break
        found = allocate(list(left.values()), day, amount)
        principal_paid += found.principal
        jasa_paid += found.jasa
        for part in found.parts:
            was = left[part.no]
            left[part.no] = Due(was.no, was.due_on, was.principal - part.principal, was.jasa - part.jasa)
    standing = arrears_of(lines, principal_paid, jasa_paid, on)
    assert standing.balance == sum(due.principal for due in left.values())
    assert standing.principal <= sum(due.principal for due in left.values() if due.due_on <= on)
    assert standing.jasa <= sum(due.jasa for due in left.values() if due.due_on <= on)
    owing = any(due.principal + due.jasa for due in left.values() if due.due_on <= on)
    assert (standing.missed > 0) == owing
    rows = ageing(lines, principal_paid, jasa_paid, on)
    assert sum(row.principal for row in rows) == standing.principal
    assert sum(row.jasa for row in rows) == standing.jasa


@given(st.integers(0, 10**12), st.integers(1, 4), st.integers(0, 10**12))
def test_a_worse_class_never_asks_less_provision(balance, kol, savings):
    assert provision(balance, kol) <= provision(balance, kol + 1) <= balance
    table = ClassTable(savings_from_class=3)
    assert provision(balance, kol, table=table, savings=savings) <= provision(balance, kol)


@given(
    LOANS,
    st.lists(st.tuples(st.sampled_from(list(EventKind)), st.integers(1, 10**7)), max_size=10),
    st.sampled_from(list(Recognise)),
)
def test_the_accrual_journal_keeps_the_loan_and_never_goes_below_zero(lines, happened, recognise):
    plan = [Due(line.no, line.due_on, line.principal, line.jasa) for line in lines]
    events = [Event(START, EventKind.DISBURSE, 5_000_000)]
    events += [
        Event(START + timedelta(days=30 * n), kind, amount)
        for n, (kind, amount) in enumerate(happened)
        if kind is not EventKind.DISBURSE
    ]
    bridge = accrual_bridge(plan, events, recognise=recognise)
    assert all(line.amount > 0 and line.debit != line.credit for line in bridge.lines)
    assert 0 <= bridge.loans <= 5_000_000
    assert bridge.jasa_receivable >= 0
    assert bridge.jasa_income == sum(line.jasa for line in lines)
