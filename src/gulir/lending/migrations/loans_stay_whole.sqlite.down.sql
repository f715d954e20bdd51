DROP TRIGGER shares_always_add_up_to_the_loan
--;
DROP TRIGGER only_named_shares_are_withdrawn
--;
DROP TRIGGER a_withdrawn_name_gives_its_share_back
--;
DROP TRIGGER a_named_share_comes_out_of_the_unnamed
--;
DROP TRIGGER shares_never_exceed_the_loan
--;
DROP TRIGGER a_schedule_takes_no_later_line
--;
DROP TRIGGER a_loan_lies_in_the_book_of_its_group
--;
DROP TRIGGER a_loan_begins_unpaid
--;
DROP TRIGGER the_schedule_of_a_loan_is_the_loan
--;
DROP TRIGGER the_shares_of_a_loan_are_the_loan
