CREATE FUNCTION loans_are_whole() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (SELECT COALESCE(SUM(principal), 0) FROM lending_share WHERE loan_id = NEW.id AND live) <> NEW.principal THEN
    RAISE EXCEPTION 'the_shares_of_a_loan_are_the_loan' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  IF (SELECT COALESCE(SUM(principal), 0) FROM lending_instalment WHERE loan_id = NEW.id) <> NEW.principal
     OR (SELECT COUNT(*) FROM lending_instalment WHERE loan_id = NEW.id) <> NEW.instalments THEN
    RAISE EXCEPTION 'the_schedule_of_a_loan_is_the_loan' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$
--;
CREATE TRIGGER loans_are_whole BEFORE INSERT ON lending_loan FOR EACH ROW EXECUTE FUNCTION loans_are_whole()
--;
CREATE FUNCTION a_schedule_takes_no_later_line() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM lending_loan WHERE id = NEW.loan_id) THEN
    RAISE EXCEPTION 'a_schedule_takes_no_later_line' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$
--;
CREATE TRIGGER a_schedule_takes_no_later_line BEFORE INSERT ON lending_instalment
FOR EACH ROW EXECUTE FUNCTION a_schedule_takes_no_later_line()
--;
CREATE FUNCTION shares_never_exceed_the_loan() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.live AND (SELECT SUM(principal) FROM lending_share WHERE loan_id = NEW.loan_id AND live)
     > (SELECT principal FROM lending_loan WHERE id = NEW.loan_id) THEN
    RAISE EXCEPTION 'shares_never_exceed_the_loan' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NULL;
END $$
--;
CREATE TRIGGER shares_never_exceed_the_loan AFTER INSERT ON lending_share
FOR EACH ROW EXECUTE FUNCTION shares_never_exceed_the_loan()
--;
CREATE FUNCTION a_repayment_lies_in_its_book() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (SELECT book_id FROM lending_loan WHERE id = NEW.loan_id) <> NEW.book_id THEN
    RAISE EXCEPTION 'a_repayment_lies_in_its_book' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$
--;
CREATE TRIGGER a_repayment_lies_in_its_book BEFORE INSERT ON lending_repayment
FOR EACH ROW EXECUTE FUNCTION a_repayment_lies_in_its_book()
--;
