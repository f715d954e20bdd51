DROP TRIGGER a_repayment_lies_in_its_book
--;
DROP TRIGGER shares_never_exceed_the_loan
--;
DROP TRIGGER a_schedule_takes_no_later_line
--;
DROP TRIGGER the_schedule_of_a_loan_is_the_loan
--;
DROP TRIGGER the_shares_of_a_loan_are_the_loan
--;
