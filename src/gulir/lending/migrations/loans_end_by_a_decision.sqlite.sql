CREATE TRIGGER an_ending_is_of_a_running_loan BEFORE INSERT ON lending_ending
WHEN NOT EXISTS (
  SELECT 1 FROM lending_loan l WHERE l.id = NEW.loan_id AND l.book_id = NEW.book_id AND l.state = 'active'
  AND NOT l.withdrawn AND l.principal - l.principal_paid = NEW.principal
  AND MAX(0, l.jasa - l.jasa_paid - l.jasa_waived) = NEW.jasa)
  OR NEW.voucher_id IS NOT NULL AND (SELECT book_id FROM ledger_voucher WHERE id = NEW.voucher_id) <> NEW.book_id
BEGIN SELECT RAISE(ABORT, 'an_ending_is_of_a_running_loan'); END
--;
CREATE TRIGGER an_ending_moves_its_loan AFTER INSERT ON lending_ending
BEGIN UPDATE lending_loan SET state = NEW.kind, ended_on = NEW."on" WHERE id = NEW.loan_id; END
--;
CREATE TRIGGER a_loan_ends_by_its_ending BEFORE UPDATE OF state, ended_on ON lending_loan
WHEN (NEW.state IN ('written_off', 'rescheduled') OR NEW.ended_on IS NOT NULL) AND NOT EXISTS (
  SELECT 1 FROM lending_ending e WHERE e.loan_id = NEW.id AND e.kind = NEW.state AND e."on" = NEW.ended_on)
BEGIN SELECT RAISE(ABORT, 'a_loan_ends_by_its_ending'); END
--;
CREATE TRIGGER an_ended_loan_stands_still
BEFORE UPDATE OF state, principal_paid, jasa_paid, jasa_waived, jasa, withdrawn, ended_on ON lending_loan
WHEN OLD.ended_on IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'an_ended_loan_stands_still'); END
--;
CREATE TRIGGER a_loan_carries_on_what_was_left BEFORE INSERT ON lending_loan
WHEN NEW.ended_on IS NOT NULL OR NEW.replaces_id IS NOT NULL AND NOT EXISTS (
  SELECT 1 FROM lending_ending e JOIN lending_loan o ON o.id = e.loan_id
  WHERE e.loan_id = NEW.replaces_id AND e.kind = 'rescheduled' AND e.principal - e.written_off - e.covered = NEW.principal
  AND o.book_id = NEW.book_id AND o.group_id IS NEW.group_id)
BEGIN SELECT RAISE(ABORT, 'a_loan_carries_on_what_was_left'); END
--;
CREATE TRIGGER no_more_is_recovered_than_is_claimed BEFORE INSERT ON lending_recovery
WHEN (SELECT book_id FROM ledger_voucher WHERE id = NEW.voucher_id) <> NEW.book_id
  OR (SELECT book_id FROM lending_ending WHERE id = NEW.ending_id) <> NEW.book_id
  OR NEW.amount + (
    SELECT COALESCE(SUM(r.amount), 0) FROM lending_recovery r
    WHERE r.ending_id = NEW.ending_id AND NOT EXISTS (SELECT 1 FROM ledger_voucher v WHERE v.reverses_id = r.voucher_id)
  ) > (SELECT claim FROM lending_ending WHERE id = NEW.ending_id)
BEGIN SELECT RAISE(ABORT, 'no_more_is_recovered_than_is_claimed'); END
