CREATE TRIGGER a_repayment_lies_in_its_book BEFORE INSERT ON lending_repayment
WHEN (SELECT book_id FROM lending_loan WHERE id = NEW.loan_id) <> NEW.book_id
  OR (SELECT book_id FROM ledger_voucher WHERE id = NEW.voucher_id) <> NEW.book_id
BEGIN SELECT RAISE(ABORT, 'a_repayment_lies_in_its_book'); END
--;
CREATE TRIGGER only_an_active_loan_takes_payments BEFORE INSERT ON lending_repayment
WHEN NEW.reverses_id IS NULL
  AND (SELECT state <> 'active' OR withdrawn FROM lending_loan WHERE id = NEW.loan_id)
BEGIN SELECT RAISE(ABORT, 'only_an_active_loan_takes_payments'); END
--;
CREATE TRIGGER a_reversal_mirrors_its_repayment BEFORE INSERT ON lending_repayment
WHEN NEW.reverses_id IS NOT NULL AND NOT EXISTS (
  SELECT 1 FROM lending_repayment o WHERE o.id = NEW.reverses_id AND o.reverses_id IS NULL AND o.loan_id = NEW.loan_id
  AND o.method = NEW.method AND o.amount = -NEW.amount AND o.principal = -NEW.principal AND o.jasa = -NEW.jasa
  AND o.surplus = -NEW.surplus AND o.savings = -NEW.savings AND o.waived = -NEW.waived AND o.borne = -NEW.borne)
BEGIN SELECT RAISE(ABORT, 'a_reversal_mirrors_its_repayment'); END
--;
CREATE TRIGGER a_repayment_is_the_sum_of_its_parts BEFORE INSERT ON lending_repayment
WHEN NEW.principal <> (SELECT COALESCE(SUM(json_extract(value, '$[1]')), 0) FROM json_each(NEW.parts))
  OR NEW.jasa <> (SELECT COALESCE(SUM(json_extract(value, '$[2]')), 0) FROM json_each(NEW.parts))
BEGIN SELECT RAISE(ABORT, 'a_repayment_is_the_sum_of_its_parts'); END
--;
CREATE TRIGGER a_repayment_moves_its_loan AFTER INSERT ON lending_repayment
BEGIN UPDATE lending_loan SET
  principal_paid = principal_paid + NEW.principal,
  jasa_paid = jasa_paid + NEW.jasa,
  jasa_waived = jasa_waived + NEW.waived,
  state = CASE WHEN principal_paid + NEW.principal = principal AND jasa_paid + NEW.jasa + jasa_waived + NEW.waived >= jasa THEN 'settled' ELSE 'active' END,
  settled_on = CASE WHEN principal_paid + NEW.principal = principal AND jasa_paid + NEW.jasa + jasa_waived + NEW.waived >= jasa THEN NEW.received_on END
WHERE id = NEW.loan_id; END
--;
CREATE TRIGGER a_card_line_moves_its_loan AFTER INSERT ON lending_cardentry
WHEN NOT NEW.withdrawn AND NEW.type IN ('principal_payment', 'jasa_payment')
BEGIN UPDATE lending_loan SET
  principal_paid = principal_paid + CASE NEW.type WHEN 'principal_payment' THEN NEW.amount ELSE 0 END,
  jasa_paid = jasa_paid + CASE NEW.type WHEN 'jasa_payment' THEN NEW.amount ELSE 0 END,
  state = CASE WHEN NEW.type = 'principal_payment' AND principal_paid + NEW.amount = principal THEN 'settled'
    ELSE state END,
  settled_on = CASE WHEN NEW.type = 'principal_payment' AND principal_paid + NEW.amount = principal THEN (
    SELECT MAX("on") FROM lending_cardentry WHERE loan_id = NEW.loan_id AND type = 'principal_payment' AND NOT withdrawn
  ) ELSE settled_on END
WHERE id = NEW.loan_id; END
--;
CREATE TRIGGER a_withdrawn_card_line_moves_its_loan_back AFTER UPDATE OF withdrawn ON lending_cardentry
WHEN NEW.withdrawn AND NOT OLD.withdrawn AND NEW.type IN ('principal_payment', 'jasa_payment')
BEGIN UPDATE lending_loan SET
  principal_paid = principal_paid - CASE NEW.type WHEN 'principal_payment' THEN NEW.amount ELSE 0 END,
  jasa_paid = jasa_paid - CASE NEW.type WHEN 'jasa_payment' THEN NEW.amount ELSE 0 END,
  state = CASE WHEN NEW.type = 'principal_payment' AND NEW.amount > 0 AND state = 'settled' THEN 'active' ELSE state END,
  settled_on = CASE WHEN NEW.type = 'principal_payment' AND NEW.amount > 0 THEN NULL ELSE settled_on END
WHERE id = NEW.loan_id; END
--;
CREATE TRIGGER a_withdrawn_card_line_stays_withdrawn BEFORE UPDATE OF withdrawn ON lending_cardentry
WHEN OLD.withdrawn AND NOT NEW.withdrawn
BEGIN SELECT RAISE(ABORT, 'a_withdrawn_card_line_stays_withdrawn'); END
--;
CREATE TRIGGER what_was_paid_is_what_the_cards_say BEFORE UPDATE OF principal_paid, jasa_paid, jasa_waived ON lending_loan
WHEN NEW.principal_paid <> (SELECT COALESCE(SUM(principal), 0) FROM lending_repayment WHERE loan_id = NEW.id)
    + (SELECT COALESCE(SUM(amount), 0) FROM lending_cardentry
      WHERE loan_id = NEW.id AND type = 'principal_payment' AND NOT withdrawn)
  OR NEW.jasa_paid <> (SELECT COALESCE(SUM(jasa), 0) FROM lending_repayment WHERE loan_id = NEW.id)
    + (SELECT COALESCE(SUM(amount), 0) FROM lending_cardentry
      WHERE loan_id = NEW.id AND type = 'jasa_payment' AND NOT withdrawn)
  OR NEW.jasa_waived <> (SELECT COALESCE(SUM(waived), 0) FROM lending_repayment WHERE loan_id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'what_was_paid_is_what_the_cards_say'); END
--;
CREATE TRIGGER no_more_titipan_is_used_than_is_held BEFORE INSERT ON lending_repayment
WHEN NEW.surplus < 0 AND NEW.surplus + (SELECT COALESCE(SUM(surplus), 0) FROM lending_repayment WHERE loan_id = NEW.loan_id)
  + (SELECT COALESCE(SUM(amount), 0) FROM lending_surplusmove WHERE loan_id = NEW.loan_id) < 0
BEGIN SELECT RAISE(ABORT, 'no_more_titipan_is_used_than_is_held'); END
--;
CREATE TRIGGER no_more_titipan_is_returned_than_is_held BEFORE INSERT ON lending_surplusmove
WHEN NEW.amount < 0 AND NEW.amount + (SELECT COALESCE(SUM(surplus), 0) FROM lending_repayment WHERE loan_id = NEW.loan_id)
  + (SELECT COALESCE(SUM(amount), 0) FROM lending_surplusmove WHERE loan_id = NEW.loan_id) < 0
BEGIN SELECT RAISE(ABORT, 'no_more_titipan_is_returned_than_is_held'); END
--;
CREATE TRIGGER no_more_savings_are_used_than_are_held BEFORE INSERT ON lending_repayment
WHEN NEW.savings < 0 AND NEW.savings + (SELECT COALESCE(SUM(savings), 0) FROM lending_repayment WHERE loan_id = NEW.loan_id)
  + (SELECT COALESCE(SUM(amount), 0) FROM lending_saving WHERE loan_id = NEW.loan_id)
  + (SELECT COALESCE(SUM(CASE type WHEN 'savings_in' THEN amount WHEN 'savings_out' THEN -amount ELSE 0 END), 0)
    FROM lending_cardentry WHERE loan_id = NEW.loan_id AND NOT withdrawn) < 0
BEGIN SELECT RAISE(ABORT, 'no_more_savings_are_used_than_are_held'); END
--;
CREATE TRIGGER no_more_savings_are_returned_than_are_held BEFORE INSERT ON lending_saving
WHEN NEW.amount < 0 AND NEW.amount + (SELECT COALESCE(SUM(savings), 0) FROM lending_repayment WHERE loan_id = NEW.loan_id)
  + (SELECT COALESCE(SUM(amount), 0) FROM lending_saving WHERE loan_id = NEW.loan_id)
  + (SELECT COALESCE(SUM(CASE type WHEN 'savings_in' THEN amount WHEN 'savings_out' THEN -amount ELSE 0 END), 0)
    FROM lending_cardentry WHERE loan_id = NEW.loan_id AND NOT withdrawn) < 0
BEGIN SELECT RAISE(ABORT, 'no_more_savings_are_returned_than_are_held'); END
