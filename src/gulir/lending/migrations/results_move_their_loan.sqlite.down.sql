DROP TRIGGER a_shared_result_is_not_known_beforehand
--;
DROP TRIGGER a_line_asks_the_share_that_was_reported
--;
DROP TRIGGER jasa_of_a_shared_result_is_what_was_reported
--;
DROP TRIGGER a_result_moves_its_loan
--;
DROP TRIGGER a_borne_loss_is_the_one_that_lowers_the_loan
--;
DROP TRIGGER a_result_taken_back_is_mirrored
--;
DROP TRIGGER results_are_reported_in_order
