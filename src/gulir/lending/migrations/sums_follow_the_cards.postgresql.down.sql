DROP TRIGGER no_more_is_returned_than_is_held ON lending_saving
--;
DROP TRIGGER no_more_is_returned_than_is_held ON lending_surplusmove
--;
DROP FUNCTION no_more_is_returned_than_is_held()
--;
DROP TRIGGER what_was_paid_is_what_the_cards_say ON lending_loan
--;
DROP FUNCTION what_was_paid_is_what_the_cards_say()
--;
DROP TRIGGER a_withdrawn_card_line_stays_withdrawn ON lending_cardentry
--;
DROP FUNCTION a_withdrawn_card_line_stays_withdrawn()
--;
DROP TRIGGER a_card_line_moves_its_loan ON lending_cardentry
--;
DROP FUNCTION a_card_line_moves_its_loan()
--;
DROP TRIGGER a_repayment_moves_its_loan ON lending_repayment
--;
DROP FUNCTION a_repayment_moves_its_loan()
--;
DROP TRIGGER a_repayment_is_right ON lending_repayment
--;
DROP FUNCTION a_repayment_is_right()
