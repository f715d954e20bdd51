DROP TRIGGER a_reversal_mirrors_its_original ON ledger_voucher
--;
DROP FUNCTION a_reversal_mirrors_its_original()
--;
DROP TRIGGER the_maker_is_never_the_second_person ON ledger_voucher
--;
DROP FUNCTION the_maker_is_never_the_second_person()
--;
DROP TRIGGER a_voucher_has_its_time ON ledger_voucher
--;
DROP FUNCTION a_voucher_has_its_time()
--;
DROP TRIGGER a_voucher_is_whole ON ledger_voucher
--;
DROP FUNCTION a_voucher_is_whole()
--;
DROP TRIGGER a_posted_voucher_takes_no_transfer ON ledger_transfer
--;
DROP FUNCTION a_posted_voucher_takes_no_transfer()
--;
DROP FUNCTION ledger_refuse(text)
--;
