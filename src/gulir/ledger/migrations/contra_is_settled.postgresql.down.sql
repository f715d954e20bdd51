DROP TRIGGER contra_is_settled_by_the_first_voucher ON ledger_account
--;
DROP FUNCTION contra_is_settled_by_the_first_voucher()
--;
