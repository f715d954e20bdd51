CREATE TRIGGER an_arrival_is_of_a_loan_and_a_share BEFORE INSERT ON lending_arrival
WHEN (SELECT book_id FROM lending_loan WHERE id = NEW.loan_id) <> NEW.book_id
  OR NEW.person_id IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM lending_share WHERE loan_id = NEW.loan_id AND person_id = NEW.person_id AND live)
BEGIN SELECT RAISE(ABORT, 'an_arrival_is_of_a_loan_and_a_share'); END
--;
CREATE TRIGGER an_arrival_corrects_its_own_side BEFORE INSERT ON lending_arrival
WHEN NEW.corrects_id IS NOT NULL AND NOT EXISTS (
  SELECT 1 FROM lending_arrival WHERE id = NEW.corrects_id AND loan_id = NEW.loan_id AND person_id IS NEW.person_id)
BEGIN SELECT RAISE(ABORT, 'an_arrival_corrects_its_own_side'); END
