DROP TRIGGER no_more_is_recovered_than_is_claimed
--;
DROP TRIGGER a_loan_carries_on_what_was_left
--;
DROP TRIGGER an_ended_loan_stands_still
--;
DROP TRIGGER a_loan_ends_by_its_ending
--;
DROP TRIGGER an_ending_moves_its_loan
--;
DROP TRIGGER an_ending_is_of_a_running_loan
