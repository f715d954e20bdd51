DROP TRIGGER no_more_savings_are_returned_than_are_held
--;
DROP TRIGGER no_more_savings_are_used_than_are_held
--;
DROP TRIGGER no_more_titipan_is_returned_than_is_held
--;
DROP TRIGGER no_more_titipan_is_used_than_is_held
--;
DROP TRIGGER what_was_paid_is_what_the_cards_say
--;
DROP TRIGGER a_withdrawn_card_line_stays_withdrawn
--;
DROP TRIGGER a_withdrawn_card_line_moves_its_loan_back
--;
DROP TRIGGER a_card_line_moves_its_loan
--;
DROP TRIGGER a_repayment_moves_its_loan
--;
DROP TRIGGER a_repayment_is_the_sum_of_its_parts
--;
DROP TRIGGER a_reversal_mirrors_its_repayment
--;
DROP TRIGGER only_an_active_loan_takes_payments
--;
DROP TRIGGER a_repayment_lies_in_its_book
