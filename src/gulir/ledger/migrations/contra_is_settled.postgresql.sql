CREATE FUNCTION contra_is_settled_by_the_first_voucher() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM ledger_transfer WHERE debit_id = OLD.id OR credit_id = OLD.id) THEN
    PERFORM ledger_refuse('contra_is_settled_by_the_first_voucher');
  END IF;
  RETURN NEW;
END $$
--;
CREATE TRIGGER contra_is_settled_by_the_first_voucher BEFORE UPDATE OF contra ON ledger_account
FOR EACH ROW WHEN (NEW.contra IS DISTINCT FROM OLD.contra) EXECUTE FUNCTION contra_is_settled_by_the_first_voucher()
--;
