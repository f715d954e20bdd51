CREATE FUNCTION a_cover_is_of_its_repayment() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM lending_repayment r WHERE r.id = NEW.repayment_id AND r.loan_id = NEW.loan_id
    AND r.book_id = NEW.book_id AND r.reverses_id IS NULL AND r.amount >= NEW.amount) THEN
    RAISE EXCEPTION 'a_cover_is_of_its_repayment' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$
--;
CREATE TRIGGER a_cover_is_of_its_repayment BEFORE INSERT ON lending_cover
FOR EACH ROW EXECUTE FUNCTION a_cover_is_of_its_repayment()
--;
CREATE FUNCTION claims_stay_whole() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE claim record; moved numeric;
BEGIN
  SELECT book_id, amount INTO claim FROM lending_cover WHERE id = NEW.cover_id FOR UPDATE;
  IF claim.book_id <> NEW.book_id OR NEW.reverses_id IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM lending_covermove m WHERE m.id = NEW.reverses_id AND m.cover_id = NEW.cover_id
    AND m.amount = -NEW.amount AND m.kind = NEW.kind) THEN
    RAISE EXCEPTION 'a_move_is_of_its_claim' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  SELECT COALESCE(SUM(amount), 0) INTO moved FROM lending_covermove WHERE cover_id = NEW.cover_id;
  IF moved + NEW.amount NOT BETWEEN 0 AND claim.amount THEN
    RAISE EXCEPTION 'a_claim_is_never_overpaid' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$
--;
CREATE TRIGGER claims_stay_whole BEFORE INSERT ON lending_covermove FOR EACH ROW EXECUTE FUNCTION claims_stay_whole()
