CREATE TRIGGER a_step_lies_in_the_book_of_its_loan BEFORE INSERT ON lending_handling
WHEN (SELECT book_id FROM lending_loan WHERE id = NEW.loan_id) <> NEW.book_id
BEGIN SELECT RAISE(ABORT, 'a_step_lies_in_the_book_of_its_loan'); END
