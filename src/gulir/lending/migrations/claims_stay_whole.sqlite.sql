CREATE TRIGGER a_cover_is_of_its_repayment BEFORE INSERT ON lending_cover
WHEN NOT EXISTS (SELECT 1 FROM lending_repayment r WHERE r.id = NEW.repayment_id AND r.loan_id = NEW.loan_id
  AND r.book_id = NEW.book_id AND r.reverses_id IS NULL AND r.amount >= NEW.amount)
BEGIN SELECT RAISE(ABORT, 'a_cover_is_of_its_repayment'); END
--;
CREATE TRIGGER a_claim_is_never_overpaid BEFORE INSERT ON lending_covermove
WHEN NEW.amount + (SELECT COALESCE(SUM(amount), 0) FROM lending_covermove WHERE cover_id = NEW.cover_id)
  NOT BETWEEN 0 AND (SELECT amount FROM lending_cover WHERE id = NEW.cover_id)
BEGIN SELECT RAISE(ABORT, 'a_claim_is_never_overpaid'); END
--;
CREATE TRIGGER a_move_is_of_its_claim BEFORE INSERT ON lending_covermove
WHEN (SELECT book_id FROM lending_cover WHERE id = NEW.cover_id) <> NEW.book_id
  OR NEW.reverses_id IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM lending_covermove m WHERE m.id = NEW.reverses_id AND m.cover_id = NEW.cover_id
    AND m.amount = -NEW.amount AND m.kind = NEW.kind)
BEGIN SELECT RAISE(ABORT, 'a_move_is_of_its_claim'); END
