CREATE FUNCTION a_step_lies_in_the_book_of_its_loan() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (SELECT book_id FROM lending_loan WHERE id = NEW.loan_id) <> NEW.book_id THEN
    RAISE EXCEPTION 'a_step_lies_in_the_book_of_its_loan' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$
--;
CREATE TRIGGER a_step_lies_in_the_book_of_its_loan BEFORE INSERT ON lending_handling
FOR EACH ROW EXECUTE FUNCTION a_step_lies_in_the_book_of_its_loan()
