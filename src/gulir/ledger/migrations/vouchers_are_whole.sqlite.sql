CREATE TRIGGER a_posted_voucher_takes_no_transfer BEFORE INSERT ON ledger_transfer
WHEN EXISTS (SELECT 1 FROM ledger_voucher WHERE id = NEW.voucher_id)
BEGIN SELECT RAISE(ABORT, 'a_posted_voucher_takes_no_transfer'); END
--;
CREATE TRIGGER a_voucher_has_transfers BEFORE INSERT ON ledger_voucher
WHEN NOT EXISTS (SELECT 1 FROM ledger_transfer WHERE voucher_id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'a_voucher_has_transfers'); END
--;
CREATE TRIGGER a_voucher_is_the_sum_of_its_transfers BEFORE INSERT ON ledger_voucher
WHEN NEW.total <> (SELECT sum(amount) FROM ledger_transfer WHERE voucher_id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'a_voucher_is_the_sum_of_its_transfers'); END
--;
CREATE TRIGGER a_voucher_stays_in_its_book_and_ledger BEFORE INSERT ON ledger_voucher
WHEN EXISTS (
  SELECT 1 FROM ledger_transfer t
  JOIN ledger_account d ON d.id = t.debit_id JOIN ledger_account c ON c.id = t.credit_id
  WHERE t.voucher_id = NEW.id AND (
    t.book_id <> NEW.book_id OR d.book_id <> NEW.book_id OR c.book_id <> NEW.book_id
    OR d.ledger <> NEW.ledger OR c.ledger <> NEW.ledger))
BEGIN SELECT RAISE(ABORT, 'a_voucher_stays_in_its_book_and_ledger'); END
--;
CREATE TRIGGER voucher_numbers_have_no_gaps BEFORE INSERT ON ledger_voucher
WHEN NEW.number <> 1 + coalesce((
  SELECT max(number) FROM ledger_voucher
  WHERE book_id = NEW.book_id AND ledger = NEW.ledger AND type = NEW.type AND year = NEW.year), 0)
BEGIN SELECT RAISE(ABORT, 'voucher_numbers_have_no_gaps'); END
--;
CREATE TRIGGER a_voucher_counts_when_it_says BEFORE INSERT ON ledger_voucher
WHEN NEW.year <> CAST(strftime('%Y', NEW.dated) AS INTEGER) OR NEW.effective_on <> CASE
  WHEN NEW.for_year = NEW.year OR NEW.kind = 'closing' THEN NEW.dated ELSE NEW.for_year || '-12-31' END
BEGIN SELECT RAISE(ABORT, 'a_voucher_counts_when_it_says'); END
--;
CREATE TRIGGER closed_days_take_nothing BEFORE INSERT ON ledger_voucher
WHEN NOT EXISTS (
  SELECT 1 FROM ledger_bookstate s WHERE s.book_id = NEW.book_id
  AND ((s.live_on IS NULL AND NEW.dated >= date(s.opens_on, '-1 day')) OR s.open_day = NEW.dated))
BEGIN SELECT RAISE(ABORT, 'closed_days_take_nothing'); END
--;
CREATE TRIGGER closed_months_take_nothing BEFORE INSERT ON ledger_voucher
WHEN NEW.kind <> 'closing' AND EXISTS (
  SELECT 1 FROM ledger_month m WHERE m.book_id = NEW.book_id AND m.first = date(NEW.effective_on, 'start of month'))
BEGIN SELECT RAISE(ABORT, 'closed_months_take_nothing'); END
--;
CREATE TRIGGER closed_years_take_nothing BEFORE INSERT ON ledger_voucher
WHEN NEW.kind <> 'closing' AND EXISTS (
  SELECT 1 FROM ledger_year y WHERE y.book_id = NEW.book_id AND y.ledger = NEW.ledger AND y.year = NEW.for_year)
BEGIN SELECT RAISE(ABORT, 'closed_years_take_nothing'); END
--;
CREATE TRIGGER the_maker_is_never_the_second_person BEFORE INSERT ON ledger_voucher
WHEN NEW.approved_by_id IS NOT NULL AND (SELECT person FROM base_actor WHERE id = NEW.made_by_id)
  = (SELECT person FROM base_actor WHERE id = NEW.approved_by_id)
BEGIN SELECT RAISE(ABORT, 'the_maker_is_never_the_second_person'); END
--;
CREATE TRIGGER a_reversal_mirrors_its_original BEFORE INSERT ON ledger_voucher
WHEN NEW.reverses_id IS NOT NULL AND (
  NOT EXISTS (
    SELECT 1 FROM ledger_voucher o WHERE o.id = NEW.reverses_id AND o.book_id = NEW.book_id
    AND o.ledger = NEW.ledger AND o.total = NEW.total AND o.kind NOT IN ('reversal', 'closing'))
  OR EXISTS (SELECT 1 FROM ledger_voucher r WHERE r.reverses_id = NEW.reverses_id)
  OR (SELECT count(*) FROM ledger_transfer WHERE voucher_id = NEW.id)
    <> (SELECT count(*) FROM ledger_transfer WHERE voucher_id = NEW.reverses_id)
  OR EXISTS (
    SELECT 1 FROM ledger_transfer o WHERE o.voucher_id = NEW.reverses_id AND NOT EXISTS (
      SELECT 1 FROM ledger_transfer m WHERE m.voucher_id = NEW.id AND m.line = o.line
      AND m.debit_id = o.credit_id AND m.credit_id = o.debit_id AND m.amount = o.amount)))
BEGIN SELECT RAISE(ABORT, 'a_reversal_mirrors_its_original'); END
--;
