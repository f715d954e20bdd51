"""Every constraint of the models with one way to break it, on rows of the demonstration.

A rule of one row is broken by an UPDATE; a rule of "only once" by making a second row equal to the first in the columns
that may not be equal. `SPARE` says what a table lacks that the demonstration has no row of.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import connection, models

__all__ = ["BESIDE", "BROKEN", "Rule", "column_of", "once", "rules"]

Rule = tuple[Any, models.BaseConstraint]

BROKEN: Mapping[str, str] = {
    "facts_count_from_one": "sequence = 0",
    "an_area_has_a_known_level": "level = 'benua'",
    "an_area_is_not_its_own_parent": "parent_id = id",
    "a_board_has_a_code": "code = ''",
    "a_person_is_a_woman_or_a_man": "sex = 'X'",
    "a_sealed_nik_has_its_index": "nik = '', nik_index = 'x'",
    "a_sealed_phone_has_its_index": "phone = '', phone_index = 'x'",
    "a_group_is_active_or_dissolved": "status = 'asleep'",
    "a_membership_has_a_known_role": "role = 'ketua'",
    "a_membership_ends_after_it_starts": "ends_before = starts_on",
    "an_office_is_one_of_the_programme": "office = 'raja'",
    "a_term_ends_after_it_starts": "ends_before = starts_on",
    "a_conflict_has_two_sides": "side = 3",
    "a_kinship_joins_two_people": "other_id = one_id",
    "a_kinship_has_a_known_name": "relation = 'cousin'",
    "a_login_speaks_id_or_en": "language = 'jv'",
    "a_login_change_is_sworn_or_a_password": "kind = 'password', witness_id = asked_by_id",
    "a_login_change_waits_or_was_decided": "state = 'waiting', decided_by_id = asked_by_id",
    "a_login_change_is_confirmed_by_another": (
        "state = 'confirmed', password = '', decided_by_id = asked_by_id, decided_at = '2026-01-01 05:00:00+00:00'"
    ),
    "a_meeting_has_a_known_kind": "kind = 'arisan'",
    "a_meeting_is_open_or_closed": "status = 'ajar'",
    "a_meeting_counts_its_people": "invited = 0",
    "who_attends_is_counted_by_sex": "sex = ''",
    "an_agenda_item_has_a_known_status": "status = 'lost'",
    "a_decision_has_a_known_outcome": "outcome = 'maybe'",
    "a_decision_has_a_known_manner": "manner = 'dice'",
    "votes_are_counted_from_zero": "abstained = -1",
    "an_approval_has_more_for_than_against": "outcome = 'approved', votes_for = 1, against = 1",
    "a_rule_takes_effect_after_the_day_it_was_decided": "effective_on = adopted_on",
    "live_books_have_one_open_day": "live_on = '2026-01-01', open_day = NULL",
    "there_are_three_ledgers": "ledger = 'koperasi'",
    "there_are_five_kinds_of_account": "kind = 'kas'",
    "a_voucher_is_one_rupiah_to_a_million_million": "total = 1000000000001",
    "voucher_numbers_count_from_one": "number = 0",
    "there_are_three_types_of_voucher": "type = 'XX'",
    "there_are_five_kinds_of_voucher": "kind = 'gift'",
    "a_reversal_names_its_original": "kind = 'reversal', reverses_id = NULL",
    "a_late_voucher_has_its_day_and_a_second_person": "kind = 'susulan', approved_by_id = NULL",
    "no_voucher_counts_for_a_later_year": "for_year = year + 1",
    "a_transfer_is_one_rupiah_to_a_million_million": "amount = 0",
    "no_account_pays_itself": "credit_id = debit_id",
    "a_statement_line_moves_something": "amount = 0",
    "a_difference_is_what_nothing_explains": "difference = difference + 1",
    "a_day_is_closed_by_two_or_confirmed_empty": "closed_at = '2026-01-01 05:00:00+00:00', counted_by_id = NULL",
    "nobody_counts_less_than_nothing": "counted = -1, expected = -1",
    "a_cash_difference_has_a_reason": "counted = expected + 1, reason = ''",
    "a_month_begins_on_its_first": "first = '2031-02-02'",
    "a_result_is_income_less_expense": "result = result + 1",
    "a_draft_waits_or_was_decided_by_someone": "state = 'approved', decided_by_id = NULL",
    "a_product_has_a_known_method": "method = 'bunga'",
    "a_product_has_a_known_unit": "unit = 'hour'",
    "a_product_counts_from_one": "every = 0",
    "a_product_asks_jasa_or_shares_the_result": "share_percent = '30', method = 'flat'",
    "an_application_has_a_known_state": "state = 'lost'",
    "an_application_asks_for_something": "asked = 0, verified = NULL, decided = NULL",
    "no_more_is_verified_than_was_asked": "verified = asked + 1, decided = NULL",
    "no_more_is_decided_than_was_verified": "verified = NULL, decided = asked",
    "a_member_asks_for_something": "asked = 0",
    "a_loan_has_a_known_state": "state = 'lost', settled_on = NULL",
    "a_loan_has_a_known_method": "method = 'bunga'",
    "a_loan_is_of_something": "instalments = 0",
    "no_more_principal_is_paid_than_was_lent": "state = 'active', settled_on = NULL, principal_paid = principal + 1",
    "jasa_is_never_negative": "jasa_paid = -1",
    "a_settled_loan_owes_no_principal": "state = 'settled', settled_on = NULL",
    "a_step_is_on_the_ladder": "step = 'teriak'",
    "a_step_is_taken_in_a_known_way": "way = 'pigeon'",
    "the_case_team_says_why": "cause = 'sial'",
    "only_a_reminder_comes_before_the_due_day": "arrears = -1",
    "a_loan_arrived_or_not": "arrival = 'lost'",
    "the_treasurer_or_a_member_tells": "way = 'radio'",
    "an_arrival_is_never_negative": "amount = -1",
    "a_cover_pays_something": "amount = 0",
    "nobody_covers_for_themselves": "creditor_id = debtor_id",
    "a_promise_is_for_a_later_day": "promise_on = '1999-01-01'",
    "a_claim_ends_in_a_known_way": "kind = 'lupa', reason = 'x'",
    "only_what_is_taken_back_opens_a_claim_again": "amount = -1, reverses_id = NULL",
    "a_claim_that_is_not_paid_has_its_reason": "kind = 'forgiven', reason = ''",
    "a_corrected_arrival_has_its_reason": "corrects_id = NULL, reason = 'x'",
    "all_of_a_loan_is_written_off_or_the_rest_goes_on": "kind = 'lost'",
    "an_ending_takes_nothing_that_was_not_there": "jasa = -1",
    "what_is_written_off_has_its_voucher": (
        "kind = 'written_off', written_off = principal, claim = principal, person_id = NULL, voucher_id = NULL"
    ),
    "a_claim_on_one_member_names_the_member": (
        "kind = 'rescheduled', written_off = 0, voucher_id = NULL, principal = 1, claim = 1, person_id = NULL"
    ),
    "only_a_death_with_its_letter_is_covered": "letter = 'x'",
    "an_ending_has_a_known_cause": "cause = 'sial'",
    "a_loan_ends_by_a_decision": "decision = ''",
    "a_recovery_brings_something": "amount = 0",
    "a_recovery_comes_in_cash_or_bank": "method = 'emas'",
    "a_member_form_asks_for_something": "amount = 0",
    "a_household_counts_from_nothing": "living_costs = -1",
    "a_member_form_counts_people": "dependants = 51",
    "a_survey_counts_from_nothing": "other_income = -1",
    "a_survey_judges_from_one_to_four": "character = 5",
    "above_the_ceiling_there_is_a_reason": "ceiling = 0, exception = '', allowed_by_id = NULL, allowed_on = NULL, "
    "allowed_reason = ''",
    "an_exception_is_allowed_with_a_reason": "allowed_reason = 'x', allowed_by_id = NULL, allowed_on = NULL",
    "a_visit_has_a_known_purpose": "purpose = 'arisan', loan_id = NULL, stage = ''",
    "a_visit_about_a_loan_names_it": "purpose = 'loan', loan_id = NULL, stage = 'first'",
    "a_visit_takes_some_minutes": "minutes = 0",
    "what_a_visit_saw_is_yes_no_or_unseen": "books = 'maybe'",
    "a_finding_of_a_visit_comes_with_advice": "condition = 'x', advice = ''",
    "the_next_visit_comes_later": "next_on = held_on",
    "a_corrected_visit_has_its_reason": "corrects_id = NULL, reason = 'x', version = 1",
    "a_note_of_a_visit_was_heard_or_taught": "kind = 'sung'",
    "a_promise_of_a_visit_says_who_and_what": "who = ''",
    "a_promise_of_a_visit_has_a_known_result": "result = 'maybe'",
    "a_use_of_a_loan_is_told": "used_for = ''",
    "a_reply_to_a_visit_says_something": "said = ''",
    "an_assessment_reaches_at_least_its_points": "reach = points - 1",
    "an_answer_of_a_person_says_something": "computed = false, points = NULL, note = ''",
    "a_reply_to_an_assessment_says_something": "said = ''",
    "an_asking_again_has_a_known_answer": "round = 'month_9'",
    "who_is_lost_answers_nothing": "answer = 'moved', alive = TRUE",
    "a_business_given_up_earns_nothing": "alive = FALSE, turnover = 1",
    "an_asking_again_counts_from_nothing": "capital = -1",
    "an_asking_again_counts_people": "dependants = 51",
    "a_corrected_asking_has_its_reason": "corrects_id = NULL, reason = 'x', version = 1",
    "a_job_has_hours_and_months": "months = 13",
    "a_round_of_help_asks_two_or_more": "asked = 1",
    "a_few_outside_the_ksm_are_counted": "outside = 4",
    "a_member_names_a_few_others": "place = 4",
    "a_price_index_is_of_a_month": "month = 13",
    "a_price_index_has_its_source": "source = ''",
    "a_corrected_price_index_has_its_reason": "version = 2",
    "a_deed_of_a_ksm_says_what_was_done": "said = ''",
    "a_problem_is_closed_with_its_answer": "said = ''",
    "no_ksm_mentors_itself": "mentor_id = mentee_id",
    "a_mentoring_offer_says_what_it_is_about": "topics = ''",
    "a_peer_session_says_who_came_and_what_was_shown": "came = 0",
    "a_peer_session_is_told_by_a_side": "side = 'neighbour'",
    "a_peer_session_is_taken_back_with_its_reason": "reason = ''",
    "a_mentoring_ends_with_its_reason": "reason = ''",
    "a_handover_reading_counts_from_one": "version = 0",
    "a_routine_stands_on_a_rung": "level = 5",
    "a_reply_to_a_handover_says_something": "said = ''",
    "whoever_comes_first_has_a_reason": "reason = ''",
    "a_reward_gives_something": "amount = 0",
    "a_share_is_of_something": "principal = -1",
    "an_instalment_is_never_negative": "jasa = -1",
    "a_card_entry_has_a_known_type": "type = 'gift'",
    "a_card_entry_is_never_negative": "amount = -1",
    "the_parts_of_a_repayment_are_its_amount": "surplus = surplus + 1, reverses_id = NULL",
    "only_a_reversal_takes_back": "waived = -1, reverses_id = NULL",
    "money_comes_in_or_is_taken_from_what_is_held": (
        "method = 'cash', amount = 0, principal = 0, jasa = 0, surplus = 0, savings = 0, reverses_id = NULL"
    ),
    "a_repayment_has_a_known_method": "method = 'qris'",
    "only_what_is_taken_back_is_below_zero": "takes_back_id = NULL, borne = 0, loss_id = NULL, result = 0, share = -1",
    "nobody_gets_more_of_a_result_than_there_is": (
        "takes_back_id = NULL, borne = 0, loss_id = NULL, share = 5, result = 4"
    ),
    "a_loss_that_is_borne_has_its_row": "takes_back_id = NULL, share = 0, result = -9, borne = 9, loss_id = NULL",
    "a_saving_moves_something": "amount = 0",
    "a_surplus_moves_something": "amount = 0",
    "a_ksm_meets_in_a_known_rhythm": "every = 'year'",
    "rules_of_a_ksm_stay_in_their_bounds": "fine = -1",
    "a_ksm_box_is_never_negative": "counted = -1",
    "somebody_came_to_the_ksm_meeting": "present = 0",
    "a_corrected_ksm_meeting_has_its_reason": "corrects_id = NULL, version = 1, reason = 'x'",
    "who_is_excused_has_a_reason": "came = 'present', reason = 'x'",
    "an_agenda_item_has_a_known_topic": "topic = 'cuaca'",
    "a_promise_has_a_known_result": "result = 'maybe'",
    "an_internal_loan_is_of_money": "amount = 0",
    "a_line_of_the_ksm_box_is_of_money": "amount = 0",
    "a_line_of_the_ksm_box_is_somebodys": "kind = 'savings', person_id = NULL, loan_id = NULL",
    "a_line_of_the_ksm_box_says_why": "kind = 'cost', person_id = NULL, loan_id = NULL, note = ''",
    "a_suspension_ends_after_it_begins": "until = '1999-01-01'",
    "a_provision_is_never_negative": "needed = -1",
    "an_import_brings_something": "rows = 0",
    "an_undone_import_says_by_whom": "withdrawn_at = '2026-01-01 05:00:00+00:00', withdrawn_by_id = NULL",
}


def rules() -> Iterator[Rule]:
    """Every constraint of every model of the product."""
    for model in apps.get_models():
        if model.__module__.startswith("gulir."):
            for constraint in model._meta.constraints:
                yield model, constraint


ALSO: Mapping[str, str] = {
    "a_ksm_meeting_is_closed_once": "corrects_id = NULL, reason = ''",
    "a_code_stands_once_in_a_ledger": "role = ''",
    "a_ksm_is_assessed_once_a_day_or_it_is_said_why": "number = 990",
    "a_member_names_another_once": "place = 3",
    "a_name_of_help_has_its_place": (
        "named_id = (SELECT id FROM community_person WHERE id NOT IN (SELECT person_id FROM mentoring_helptie)"
        " AND id NOT IN (SELECT named_id FROM mentoring_helptie) LIMIT 1)"
    ),
    "a_member_first_tells_of_a_loan_once": "way = 'login'",
    "a_role_is_played_by_one_account": "code = 'ZZ'",
    "a_voucher_number_is_given_once": "for_year = 1990",
    "one_nik_is_one_person": "nik = 'gulir1:x'",
    "one_value_of_a_rule_a_day": "adopted_on = '1990-01-01'",
}
"""What must stand in the second row beside, so that it breaks no other rule than the one that is tried."""


BESIDE: Mapping[str, str] = {"a_repayment_has_a_known_method": "money_comes_in_or_is_taken_from_what_is_held"}
"""A rule that a wider one implies: it is tried without the wider one."""


def once(model: Any, rule: models.UniqueConstraint) -> str:
    """The UPDATE that makes one row equal to another in the columns of a rule of "only once".

    The columns a condition speaks of are made equal too, so that both rows fall under it.
    """
    fields = [*rule.fields, *_spoken_of(rule.condition)]
    columns = [column_of(model, name) for name in dict.fromkeys(fields)]
    table, key = model._meta.db_table, model._meta.pk.column
    under = model._default_manager.filter(rule.condition or models.Q()).order_by("pk").values_list("pk", flat=True)
    first = under.first()
    second = model._default_manager.exclude(pk=first).order_by("-pk").values_list("pk", flat=True).first()
    assert first is not None, f"no row falls under {rule.name}"
    assert second is not None, f"no second row for {rule.name}"
    sets = [f"{c} = (SELECT {c} FROM {table} WHERE {key} = {_literal(first)})" for c in columns]
    sets += [ALSO[rule.name]] if rule.name in ALSO else []
    return f"UPDATE {table} SET {', '.join(sets)} WHERE {key} = {_literal(second)}"


def column_of(model: Any, field: str) -> str:
    """The column in which a field is kept."""
    return str(model._meta.get_field(field).column)


def _spoken_of(condition: Any) -> list[str]:
    """The fields a condition names."""
    names: list[str] = []
    for child in condition.children if condition else ():
        names += _spoken_of(child) if isinstance(child, models.Q) else [str(child[0]).partition("__")[0]]
    return names


def _literal(key: object) -> str:
    """A key as SQL has it."""
    if isinstance(key, UUID):
        return f"'{key.hex if connection.vendor == 'sqlite' else key}'"
    return f"'{key}'"
