DROP TRIGGER a_statement_line_is_never_replaced
--;
DROP TRIGGER a_statement_is_never_replaced
--;
DROP TRIGGER a_draft_is_approved_by_another
--;
DROP TRIGGER a_decided_draft_stays
--;
DROP TRIGGER a_role_is_never_taken_over
--;
DROP TRIGGER an_account_is_never_replaced
--;
DROP TRIGGER a_year_is_never_replaced
--;
DROP TRIGGER a_month_is_never_replaced
--;
DROP TRIGGER a_closed_year_stays_closed
--;
DROP TRIGGER the_open_day_moves_over_closed_days
--;
DROP TRIGGER books_go_live_once
--;
DROP TRIGGER an_empty_day_is_empty
--;
DROP TRIGGER a_day_is_closed_by_two
--;
DROP TRIGGER a_day_is_never_replaced
--;
DROP TRIGGER closed_days_never_change
--;
