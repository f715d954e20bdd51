DROP TRIGGER a_move_is_of_its_claim
--;
DROP TRIGGER a_claim_is_never_overpaid
--;
DROP TRIGGER a_cover_is_of_its_repayment
