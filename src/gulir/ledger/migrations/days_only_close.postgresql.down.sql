DROP TRIGGER drafts_wait_for_another ON ledger_draft
--;
DROP FUNCTION drafts_wait_for_another()
--;
DROP TRIGGER books_only_move_on ON ledger_bookstate
--;
DROP FUNCTION books_only_move_on()
--;
DROP TRIGGER days_only_close ON ledger_day
--;
DROP FUNCTION days_only_close()
--;
