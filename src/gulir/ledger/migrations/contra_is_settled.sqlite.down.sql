DROP TRIGGER contra_is_settled_by_the_first_voucher
--;
