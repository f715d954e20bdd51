CREATE TRIGGER a_reward_is_earned_once BEFORE INSERT ON lending_reward
WHEN NOT EXISTS (
  SELECT 1 FROM lending_loan l JOIN ledger_voucher v ON v.id = NEW.voucher_id
  WHERE l.id = NEW.loan_id AND l.book_id = NEW.book_id AND v.book_id = NEW.book_id AND l.state = 'settled'
  AND NEW.amount <= l.jasa_paid)
  OR EXISTS (
    SELECT 1 FROM lending_reward r WHERE r.loan_id = NEW.loan_id
    AND NOT EXISTS (SELECT 1 FROM ledger_voucher u WHERE u.reverses_id = r.voucher_id))
BEGIN SELECT RAISE(ABORT, 'a_reward_is_earned_once'); END
