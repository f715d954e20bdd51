CREATE TRIGGER contra_is_settled_by_the_first_voucher BEFORE UPDATE OF contra ON ledger_account
WHEN NEW.contra IS NOT OLD.contra AND EXISTS (
  SELECT 1 FROM ledger_transfer WHERE debit_id = OLD.id OR credit_id = OLD.id)
BEGIN SELECT RAISE(ABORT, 'contra_is_settled_by_the_first_voucher'); END
--;
