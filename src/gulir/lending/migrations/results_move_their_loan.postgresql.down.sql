DROP TRIGGER a_shared_result_is_not_known_beforehand ON lending_loan
--;
DROP FUNCTION a_shared_result_is_not_known_beforehand()
--;
DROP TRIGGER a_line_asks_the_share_that_was_reported ON lending_instalment
--;
DROP FUNCTION a_line_asks_the_share_that_was_reported()
--;
DROP TRIGGER jasa_of_a_shared_result_is_what_was_reported ON lending_loan
--;
DROP FUNCTION jasa_of_a_shared_result_is_what_was_reported()
--;
DROP TRIGGER a_result_moves_its_loan ON lending_result
--;
DROP FUNCTION a_result_moves_its_loan()
--;
DROP TRIGGER a_result_is_right ON lending_result
--;
DROP FUNCTION a_result_is_right()
