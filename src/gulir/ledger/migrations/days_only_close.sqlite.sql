CREATE TRIGGER closed_days_never_change BEFORE UPDATE ON ledger_day WHEN OLD.closed_at IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'closed_days_never_change'); END
--;
CREATE TRIGGER a_day_is_never_replaced BEFORE INSERT ON ledger_day
WHEN EXISTS (SELECT 1 FROM ledger_day WHERE book_id = NEW.book_id AND day = NEW.day)
BEGIN SELECT RAISE(ABORT, 'a_day_stands_once_in_a_book'); END
--;
CREATE TRIGGER a_day_is_closed_by_two BEFORE UPDATE ON ledger_day
WHEN NEW.closed_at IS NOT NULL AND NEW.confirmed_by_id IS NOT NULL
  AND (SELECT person FROM base_actor WHERE id = NEW.counted_by_id)
  = (SELECT person FROM base_actor WHERE id = NEW.confirmed_by_id)
BEGIN SELECT RAISE(ABORT, 'a_day_is_closed_by_two_people'); END
--;
CREATE TRIGGER an_empty_day_is_empty BEFORE UPDATE ON ledger_day
WHEN NEW.empty AND NEW.closed_at IS NOT NULL
  AND EXISTS (SELECT 1 FROM ledger_voucher v WHERE v.book_id = NEW.book_id AND v.dated = NEW.day)
BEGIN SELECT RAISE(ABORT, 'an_empty_day_is_empty'); END
--;
CREATE TRIGGER books_go_live_once BEFORE UPDATE ON ledger_bookstate
WHEN OLD.live_on IS NOT NULL AND NEW.live_on IS NOT OLD.live_on
BEGIN SELECT RAISE(ABORT, 'books_go_live_once'); END
--;
CREATE TRIGGER the_open_day_moves_over_closed_days BEFORE UPDATE ON ledger_bookstate
WHEN OLD.open_day IS NOT NULL AND NEW.open_day IS NOT OLD.open_day AND (
  NEW.open_day IS NULL OR NEW.open_day < OLD.open_day
  OR (SELECT count(*) FROM ledger_day d WHERE d.book_id = NEW.book_id AND d.closed_at IS NOT NULL
      AND d.day >= OLD.open_day AND d.day < NEW.open_day)
    <> CAST(julianday(NEW.open_day) - julianday(OLD.open_day) AS INTEGER))
BEGIN SELECT RAISE(ABORT, 'the_open_day_moves_over_closed_days'); END
--;
CREATE TRIGGER a_closed_year_stays_closed BEFORE UPDATE ON ledger_bookstate
WHEN OLD.live_on IS NOT NULL AND NEW.year_open < OLD.year_open
BEGIN SELECT RAISE(ABORT, 'a_closed_year_stays_closed'); END
--;
CREATE TRIGGER a_month_is_never_replaced BEFORE INSERT ON ledger_month
WHEN EXISTS (SELECT 1 FROM ledger_month WHERE book_id = NEW.book_id AND first = NEW.first)
BEGIN SELECT RAISE(ABORT, 'a_month_is_closed_once'); END
--;
CREATE TRIGGER a_year_is_never_replaced BEFORE INSERT ON ledger_year
WHEN EXISTS (SELECT 1 FROM ledger_year WHERE book_id = NEW.book_id AND ledger = NEW.ledger AND year = NEW.year)
BEGIN SELECT RAISE(ABORT, 'a_year_is_closed_once'); END
--;
CREATE TRIGGER an_account_is_never_replaced BEFORE INSERT ON ledger_account
WHEN EXISTS (
  SELECT 1 FROM ledger_account WHERE book_id = NEW.book_id AND ledger = NEW.ledger
  AND (code = NEW.code OR (NEW.role <> '' AND role = NEW.role)))
BEGIN SELECT RAISE(ABORT, 'a_code_stands_once_in_a_ledger'); END
--;
CREATE TRIGGER a_role_is_never_taken_over BEFORE UPDATE OF role ON ledger_account
WHEN NEW.role <> '' AND EXISTS (
  SELECT 1 FROM ledger_account WHERE book_id = NEW.book_id AND ledger = NEW.ledger AND role = NEW.role AND id <> NEW.id)
BEGIN SELECT RAISE(ABORT, 'a_role_is_played_by_one_account'); END
--;
CREATE TRIGGER a_decided_draft_stays BEFORE UPDATE ON ledger_draft WHEN OLD.state <> 'waiting'
BEGIN SELECT RAISE(ABORT, 'a_decided_draft_stays'); END
--;
CREATE TRIGGER a_draft_is_approved_by_another BEFORE UPDATE ON ledger_draft
WHEN NEW.state = 'approved' AND (SELECT person FROM base_actor WHERE id = NEW.made_by_id)
  = (SELECT person FROM base_actor WHERE id = NEW.decided_by_id)
BEGIN SELECT RAISE(ABORT, 'a_draft_is_approved_by_another'); END
--;
CREATE TRIGGER a_statement_is_never_replaced BEFORE INSERT ON ledger_statement
WHEN EXISTS (
  SELECT 1 FROM ledger_statement WHERE book_id = NEW.book_id AND account_id = NEW.account_id AND digest = NEW.digest)
BEGIN SELECT RAISE(ABORT, 'a_statement_comes_in_once'); END
--;
CREATE TRIGGER a_statement_line_is_never_replaced BEFORE INSERT ON ledger_statementline
WHEN EXISTS (SELECT 1 FROM ledger_statementline WHERE statement_id = NEW.statement_id AND no = NEW.no)
BEGIN SELECT RAISE(ABORT, 'a_statement_line_has_its_number'); END
--;
