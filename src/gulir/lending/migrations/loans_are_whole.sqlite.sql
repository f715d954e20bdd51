CREATE TRIGGER the_shares_of_a_loan_are_the_loan BEFORE INSERT ON lending_loan
WHEN (SELECT COALESCE(SUM(principal), 0) FROM lending_share WHERE loan_id = NEW.id AND live) <> NEW.principal
BEGIN SELECT RAISE(ABORT, 'the_shares_of_a_loan_are_the_loan'); END
--;
CREATE TRIGGER the_schedule_of_a_loan_is_the_loan BEFORE INSERT ON lending_loan
WHEN (SELECT COALESCE(SUM(principal), 0) FROM lending_instalment WHERE loan_id = NEW.id) <> NEW.principal
  OR (SELECT COUNT(*) FROM lending_instalment WHERE loan_id = NEW.id) <> NEW.instalments
BEGIN SELECT RAISE(ABORT, 'the_schedule_of_a_loan_is_the_loan'); END
--;
CREATE TRIGGER a_schedule_takes_no_later_line BEFORE INSERT ON lending_instalment
WHEN EXISTS (SELECT 1 FROM lending_loan WHERE id = NEW.loan_id)
BEGIN SELECT RAISE(ABORT, 'a_schedule_takes_no_later_line'); END
--;
CREATE TRIGGER shares_never_exceed_the_loan AFTER INSERT ON lending_share
WHEN NEW.live AND (SELECT SUM(principal) FROM lending_share WHERE loan_id = NEW.loan_id AND live)
  > (SELECT principal FROM lending_loan WHERE id = NEW.loan_id)
BEGIN SELECT RAISE(ABORT, 'shares_never_exceed_the_loan'); END
--;
CREATE TRIGGER a_repayment_lies_in_its_book BEFORE INSERT ON lending_repayment
WHEN (SELECT book_id FROM lending_loan WHERE id = NEW.loan_id) <> NEW.book_id
BEGIN SELECT RAISE(ABORT, 'a_repayment_lies_in_its_book'); END
--;
