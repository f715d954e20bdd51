CREATE FUNCTION a_repayment_is_right() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE owed lending_loan; original lending_repayment; principal_parts numeric; jasa_parts numeric;
BEGIN
  SELECT * INTO owed FROM lending_loan WHERE id = NEW.loan_id;
  IF owed.book_id <> NEW.book_id OR (SELECT book_id FROM ledger_voucher WHERE id = NEW.voucher_id) <> NEW.book_id THEN
    RAISE EXCEPTION 'a_repayment_lies_in_its_book' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  IF NEW.reverses_id IS NULL AND (owed.state <> 'active' OR owed.withdrawn) THEN
    RAISE EXCEPTION 'only_an_active_loan_takes_payments' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  IF NEW.reverses_id IS NOT NULL THEN
    SELECT * INTO original FROM lending_repayment WHERE id = NEW.reverses_id;
    IF original.reverses_id IS NOT NULL OR original.loan_id <> NEW.loan_id OR original.method <> NEW.method
      OR original.amount <> -NEW.amount OR original.principal <> -NEW.principal OR original.jasa <> -NEW.jasa
      OR original.surplus <> -NEW.surplus OR original.savings <> -NEW.savings OR original.waived <> -NEW.waived
      OR original.borne <> -NEW.borne THEN
      RAISE EXCEPTION 'a_reversal_mirrors_its_repayment' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
  END IF;
  SELECT COALESCE(SUM((part ->> 1)::numeric), 0), COALESCE(SUM((part ->> 2)::numeric), 0)
  INTO principal_parts, jasa_parts FROM jsonb_array_elements(NEW.parts) AS part;
  IF principal_parts <> NEW.principal OR jasa_parts <> NEW.jasa THEN
    RAISE EXCEPTION 'a_repayment_is_the_sum_of_its_parts' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  IF NEW.surplus < 0 AND NEW.surplus + (SELECT COALESCE(SUM(surplus), 0) FROM lending_repayment WHERE loan_id = NEW.loan_id)
  + (SELECT COALESCE(SUM(amount), 0) FROM lending_surplusmove WHERE loan_id = NEW.loan_id) < 0 THEN
    RAISE EXCEPTION 'no_more_titipan_is_used_than_is_held' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  IF NEW.savings < 0 AND NEW.savings + (SELECT COALESCE(SUM(savings), 0) FROM lending_repayment WHERE loan_id = NEW.loan_id)
  + (SELECT COALESCE(SUM(amount), 0) FROM lending_saving WHERE loan_id = NEW.loan_id)
  + (SELECT COALESCE(SUM(CASE type WHEN 'savings_in' THEN amount WHEN 'savings_out' THEN -amount ELSE 0 END), 0)
    FROM lending_cardentry WHERE loan_id = NEW.loan_id AND NOT withdrawn) < 0 THEN
    RAISE EXCEPTION 'no_more_savings_are_used_than_are_held' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$
--;
CREATE TRIGGER a_repayment_is_right BEFORE INSERT ON lending_repayment
FOR EACH ROW EXECUTE FUNCTION a_repayment_is_right()
--;
CREATE FUNCTION a_repayment_moves_its_loan() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE lending_loan SET
    principal_paid = principal_paid + NEW.principal,
    jasa_paid = jasa_paid + NEW.jasa,
    jasa_waived = jasa_waived + NEW.waived,
    state = CASE WHEN principal_paid + NEW.principal = principal AND jasa_paid + NEW.jasa + jasa_waived + NEW.waived >= jasa THEN 'settled' ELSE 'active' END,
    settled_on = CASE WHEN principal_paid + NEW.principal = principal AND jasa_paid + NEW.jasa + jasa_waived + NEW.waived >= jasa THEN NEW.received_on END
  WHERE id = NEW.loan_id;
  RETURN NULL;
END $$
--;
CREATE TRIGGER a_repayment_moves_its_loan AFTER INSERT ON lending_repayment
FOR EACH ROW EXECUTE FUNCTION a_repayment_moves_its_loan()
--;
CREATE FUNCTION a_card_line_moves_its_loan() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE principal_in bigint; jasa_in bigint;
BEGIN
  principal_in := CASE NEW.type WHEN 'principal_payment' THEN NEW.amount ELSE 0 END;
  jasa_in := CASE NEW.type WHEN 'jasa_payment' THEN NEW.amount ELSE 0 END;
  IF TG_OP = 'INSERT' AND NEW.withdrawn OR TG_OP = 'UPDATE' AND OLD.withdrawn = NEW.withdrawn
    OR principal_in + jasa_in = 0 THEN RETURN NULL; END IF;
  IF TG_OP = 'INSERT' THEN
    UPDATE lending_loan SET
      principal_paid = principal_paid + principal_in,
      jasa_paid = jasa_paid + jasa_in,
      state = CASE WHEN principal_in > 0 AND principal_paid + principal_in = principal THEN 'settled' ELSE state END,
      settled_on = CASE WHEN principal_in > 0 AND principal_paid + principal_in = principal THEN (
        SELECT MAX("on") FROM lending_cardentry
        WHERE loan_id = NEW.loan_id AND type = 'principal_payment' AND NOT withdrawn) ELSE settled_on END
    WHERE id = NEW.loan_id;
  ELSE
    UPDATE lending_loan SET
      principal_paid = principal_paid - principal_in,
      jasa_paid = jasa_paid - jasa_in,
      state = CASE WHEN principal_in > 0 AND state = 'settled' THEN 'active' ELSE state END,
      settled_on = CASE WHEN principal_in > 0 THEN NULL ELSE settled_on END
    WHERE id = NEW.loan_id;
  END IF;
  RETURN NULL;
END $$
--;
CREATE TRIGGER a_card_line_moves_its_loan AFTER INSERT OR UPDATE OF withdrawn ON lending_cardentry
FOR EACH ROW EXECUTE FUNCTION a_card_line_moves_its_loan()
--;
CREATE FUNCTION a_withdrawn_card_line_stays_withdrawn() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'a_withdrawn_card_line_stays_withdrawn' USING ERRCODE = 'integrity_constraint_violation'; END $$
--;
CREATE TRIGGER a_withdrawn_card_line_stays_withdrawn BEFORE UPDATE OF withdrawn ON lending_cardentry
FOR EACH ROW WHEN (OLD.withdrawn AND NOT NEW.withdrawn) EXECUTE FUNCTION a_withdrawn_card_line_stays_withdrawn()
--;
CREATE FUNCTION what_was_paid_is_what_the_cards_say() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'what_was_paid_is_what_the_cards_say' USING ERRCODE = 'integrity_constraint_violation'; END $$
--;
CREATE TRIGGER what_was_paid_is_what_the_cards_say BEFORE UPDATE OF principal_paid, jasa_paid, jasa_waived ON lending_loan
FOR EACH ROW WHEN (pg_trigger_depth() = 0 AND (OLD.principal_paid <> NEW.principal_paid
  OR OLD.jasa_paid <> NEW.jasa_paid OR OLD.jasa_waived <> NEW.jasa_waived))
EXECUTE FUNCTION what_was_paid_is_what_the_cards_say()
--;
CREATE FUNCTION no_more_is_returned_than_is_held() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_TABLE_NAME = 'lending_surplusmove' THEN
    IF NEW.amount + (SELECT COALESCE(SUM(surplus), 0) FROM lending_repayment WHERE loan_id = NEW.loan_id)
  + (SELECT COALESCE(SUM(amount), 0) FROM lending_surplusmove WHERE loan_id = NEW.loan_id) < 0 THEN
      RAISE EXCEPTION 'no_more_titipan_is_returned_than_is_held' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
  ELSIF NEW.amount + (SELECT COALESCE(SUM(savings), 0) FROM lending_repayment WHERE loan_id = NEW.loan_id)
  + (SELECT COALESCE(SUM(amount), 0) FROM lending_saving WHERE loan_id = NEW.loan_id)
  + (SELECT COALESCE(SUM(CASE type WHEN 'savings_in' THEN amount WHEN 'savings_out' THEN -amount ELSE 0 END), 0)
    FROM lending_cardentry WHERE loan_id = NEW.loan_id AND NOT withdrawn) < 0 THEN
    RAISE EXCEPTION 'no_more_savings_are_returned_than_are_held' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$
--;
CREATE TRIGGER no_more_is_returned_than_is_held BEFORE INSERT ON lending_surplusmove
FOR EACH ROW WHEN (NEW.amount < 0) EXECUTE FUNCTION no_more_is_returned_than_is_held()
--;
CREATE TRIGGER no_more_is_returned_than_is_held BEFORE INSERT ON lending_saving
FOR EACH ROW WHEN (NEW.amount < 0) EXECUTE FUNCTION no_more_is_returned_than_is_held()
