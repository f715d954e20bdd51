CREATE FUNCTION arrivals_are_of_their_loan() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (SELECT book_id FROM lending_loan WHERE id = NEW.loan_id) <> NEW.book_id
    OR NEW.person_id IS NOT NULL AND NOT EXISTS (
      SELECT 1 FROM lending_share WHERE loan_id = NEW.loan_id AND person_id = NEW.person_id AND live) THEN
    RAISE EXCEPTION 'an_arrival_is_of_a_loan_and_a_share' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  IF NEW.corrects_id IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM lending_arrival
    WHERE id = NEW.corrects_id AND loan_id = NEW.loan_id AND person_id IS NOT DISTINCT FROM NEW.person_id) THEN
    RAISE EXCEPTION 'an_arrival_corrects_its_own_side' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$
--;
CREATE TRIGGER arrivals_are_of_their_loan BEFORE INSERT ON lending_arrival
FOR EACH ROW EXECUTE FUNCTION arrivals_are_of_their_loan()
