CREATE TRIGGER savings_go_along_with_their_loan BEFORE INSERT ON lending_saving
WHEN NEW.voucher_id IS NULL AND NOT (
  NEW.amount < 0 AND EXISTS (SELECT 1 FROM lending_loan l WHERE l.id = NEW.loan_id AND l.state = 'rescheduled')
  OR NEW.amount > 0 AND EXISTS (
    SELECT 1 FROM lending_loan n JOIN lending_saving s ON s.loan_id = n.replaces_id
    WHERE n.id = NEW.loan_id AND s.voucher_id IS NULL AND s.amount = -NEW.amount)
  AND NOT EXISTS (
    SELECT 1 FROM lending_saving s WHERE s.loan_id = NEW.loan_id AND s.voucher_id IS NULL AND s.amount > 0))
BEGIN SELECT RAISE(ABORT, 'savings_go_along_with_their_loan'); END
--;
CREATE TRIGGER titipan_goes_along_with_its_loan BEFORE INSERT ON lending_surplusmove
WHEN NEW.voucher_id IS NULL AND NOT (
  NEW.amount < 0 AND EXISTS (SELECT 1 FROM lending_loan l WHERE l.id = NEW.loan_id AND l.state = 'rescheduled')
  OR NEW.amount > 0 AND EXISTS (
    SELECT 1 FROM lending_loan n JOIN lending_surplusmove s ON s.loan_id = n.replaces_id
    WHERE n.id = NEW.loan_id AND s.voucher_id IS NULL AND s.amount = -NEW.amount)
  AND NOT EXISTS (
    SELECT 1 FROM lending_surplusmove s WHERE s.loan_id = NEW.loan_id AND s.voucher_id IS NULL AND s.amount > 0))
BEGIN SELECT RAISE(ABORT, 'titipan_goes_along_with_its_loan'); END
