DROP TRIGGER a_reversal_mirrors_its_original
--;
DROP TRIGGER the_maker_is_never_the_second_person
--;
DROP TRIGGER closed_years_take_nothing
--;
DROP TRIGGER closed_months_take_nothing
--;
DROP TRIGGER closed_days_take_nothing
--;
DROP TRIGGER a_voucher_counts_when_it_says
--;
DROP TRIGGER voucher_numbers_have_no_gaps
--;
DROP TRIGGER a_voucher_stays_in_its_book_and_ledger
--;
DROP TRIGGER a_voucher_is_the_sum_of_its_transfers
--;
DROP TRIGGER a_voucher_has_transfers
--;
DROP TRIGGER a_posted_voucher_takes_no_transfer
--;
