DROP TRIGGER savings_go_along_with_their_loan
--;
DROP TRIGGER titipan_goes_along_with_its_loan
