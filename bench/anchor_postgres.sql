-- The anchor: one repayment as fast as PostgreSQL can do it, in one PL/pgSQL function (performance target 1),
-- among 1,000 funds of 10 accounts and 100 loans of 12 instalments.
CREATE TABLE fund (id int PRIMARY KEY);
CREATE TABLE account (id int PRIMARY KEY, fund int NOT NULL REFERENCES fund, balance bigint NOT NULL DEFAULT 0);
CREATE TABLE loan (id int PRIMARY KEY, fund int NOT NULL REFERENCES fund, principal_paid bigint NOT NULL DEFAULT 0, jasa_paid bigint NOT NULL DEFAULT 0);
CREATE TABLE instalment (loan int NOT NULL REFERENCES loan, no int NOT NULL, principal bigint NOT NULL, jasa bigint NOT NULL,
  principal_paid bigint NOT NULL DEFAULT 0, jasa_paid bigint NOT NULL DEFAULT 0, PRIMARY KEY (loan, no));
CREATE TABLE entry (id bigserial PRIMARY KEY, fund int NOT NULL REFERENCES fund, loan int NOT NULL REFERENCES loan, made timestamptz NOT NULL DEFAULT now());
CREATE TABLE line (id bigserial PRIMARY KEY, entry bigint NOT NULL REFERENCES entry, account int NOT NULL REFERENCES account, amount bigint NOT NULL CHECK (amount <> 0));
CREATE INDEX line_entry ON line (entry);
CREATE INDEX line_account ON line (account);
CREATE TABLE outbox (id bigserial PRIMARY KEY, entry bigint NOT NULL, body text NOT NULL);
--;
INSERT INTO fund SELECT generate_series(1, 1000);
INSERT INTO account SELECT f * 10 + a, f FROM generate_series(1, 1000) f, generate_series(0, 9) a;
INSERT INTO loan SELECT (f - 1) * 100 + l, f FROM generate_series(1, 1000) f, generate_series(1, 100) l;
INSERT INTO instalment SELECT l, n, 500000, 75000 FROM generate_series(1, 100000) l, generate_series(1, 12) n;
ANALYZE;
--;
CREATE FUNCTION repay(p_loan int, p_amount bigint) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
  v_fund int; v_left bigint := p_amount; v_principal bigint := 0; v_jasa bigint := 0; v_part bigint; v_entry bigint; i record;
BEGIN
  SELECT fund INTO v_fund FROM loan WHERE id = p_loan FOR UPDATE;
  FOR i IN SELECT no, principal - principal_paid AS p, jasa - jasa_paid AS j FROM instalment
           WHERE loan = p_loan AND principal_paid + jasa_paid < principal + jasa ORDER BY no LIMIT 12 LOOP
    EXIT WHEN v_left = 0;
    v_part := LEAST(v_left, i.j); v_left := v_left - v_part; v_jasa := v_jasa + v_part;
    UPDATE instalment SET jasa_paid = jasa_paid + v_part WHERE loan = p_loan AND no = i.no AND v_part > 0;
    v_part := LEAST(v_left, i.p); v_left := v_left - v_part; v_principal := v_principal + v_part;
    UPDATE instalment SET principal_paid = principal_paid + v_part WHERE loan = p_loan AND no = i.no AND v_part > 0;
  END LOOP;
  INSERT INTO entry (fund, loan) VALUES (v_fund, p_loan) RETURNING id INTO v_entry;
  INSERT INTO line (entry, account, amount)
    SELECT v_entry, a, m FROM (VALUES (v_fund * 10, p_amount), (v_fund * 10 + 1, -v_principal - v_left), (v_fund * 10 + 2, -v_jasa)) AS x (a, m) WHERE m <> 0;
  UPDATE account SET balance = balance + p_amount WHERE id = v_fund * 10;
  UPDATE account SET balance = balance - v_principal - v_left WHERE id = v_fund * 10 + 1;
  UPDATE account SET balance = balance - v_jasa WHERE id = v_fund * 10 + 2;
  UPDATE loan SET principal_paid = principal_paid + v_principal, jasa_paid = jasa_paid + v_jasa WHERE id = p_loan;
  INSERT INTO outbox (entry, body) VALUES (v_entry, 'repayment');
  RETURN v_entry;
END $$;
--;
