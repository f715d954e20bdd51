-- All that one repayment has to know, read under the board's lock: what the plain statements of the services read.
-- Plans are pinned, as in the triggers of the books.
CREATE FUNCTION lending_repayment_reads(p_book uuid, p_actor uuid, p_at timestamptz, p_loan uuid, p_on date)
RETURNS text LANGUAGE plpgsql
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_sort = off AS $$
DECLARE
  book record; today date; standing json; state record; loan record; schedule json; rules json; accounts json;
  open_year integer; last_receipt integer;
BEGIN
  UPDATE base_book SET acts = acts + 1 WHERE id = p_book RETURNING code, zone, acts, facts, recorded_at INTO book;
  IF NOT FOUND THEN RETURN NULL; END IF;
  today := (greatest(p_at, book.recorded_at) AT TIME ZONE
    CASE book.zone WHEN 'WIT' THEN 'Asia/Jayapura' WHEN 'WITA' THEN 'Asia/Makassar' ELSE 'Asia/Jakarta' END)::date;

  SELECT json_agg(json_build_array(s.kind, s.word, s.group_id, s.person)) INTO standing FROM (
    SELECT 'group' AS kind, m.role AS word, m.group_id, a.person
    FROM base_actor a JOIN community_membership m ON m.person_id = a.person
    WHERE a.id = p_actor AND m.book_id = p_book AND m.starts_on <= today AND (m.ends_before IS NULL OR m.ends_before > today)
    UNION ALL
    SELECT 'office', t.office, NULL, a.person FROM base_actor a JOIN community_officeterm t ON t.person_id = a.person
    WHERE a.id = p_actor AND t.book_id = p_book AND t.starts_on <= today AND (t.ends_before IS NULL OR t.ends_before > today)
    UNION ALL
    SELECT 'founder', '', NULL, a.person FROM base_actor a WHERE a.id = p_actor AND a.founder AND NOT EXISTS (
      SELECT 1 FROM community_officeterm t WHERE t.book_id = p_book AND t.office = 'coordinator'
      AND t.starts_on <= today AND (t.ends_before IS NULL OR t.ends_before > today))
    UNION ALL
    SELECT 'person', '', NULL, a.person FROM base_actor a WHERE a.id = p_actor) s;

  SELECT opens_on, live_on, open_day, year_open INTO state FROM ledger_bookstate WHERE book_id = p_book;
  open_year := extract(year FROM coalesce(state.open_day, p_on, today));

  SELECT l.book_id, l.loan_no, l.group_id, l.ksm, l.principal, l.jasa, l.state, l.principal_paid, l.jasa_paid, l.jasa_waived,
    l.reported
  INTO loan FROM lending_loan l WHERE l.id = p_loan AND l.book_id = p_book AND NOT l.withdrawn;
  SELECT json_agg(json_build_array(no, due_on, principal, jasa, cum_principal, cum_jasa) ORDER BY no) INTO schedule
  FROM lending_instalment WHERE loan_id = p_loan AND loan.book_id IS NOT NULL;

  SELECT json_agg(json_build_array(v.key, v.value::text, v.effective_on, d.number, v.adopted_on) ORDER BY v.effective_on)
  INTO rules FROM governance_rulevalue v LEFT JOIN governance_decision d ON d.id = v.decision_id WHERE v.book_id = p_book;

  SELECT json_agg(json_build_array(id, code, role, active)) INTO accounts FROM ledger_account
  WHERE book_id = p_book AND ledger = 'upk'
  AND role IN ('cash', 'bank', 'loans', 'jasa_income', 'surplus', 'tr_savings');
  SELECT number INTO last_receipt FROM ledger_voucher
  WHERE book_id = p_book AND ledger = 'upk' AND type = 'KM' AND year = open_year ORDER BY number DESC LIMIT 1;

  RETURN json_build_object(
    'book', json_build_array(book.code, book.zone, book.acts, book.facts, book.recorded_at),
    'standing', standing,
    'state', json_build_array(state.opens_on, state.live_on, state.open_day, state.year_open),
    'loan', json_build_array(state.open_day, loan.book_id, loan.loan_no, loan.group_id, loan.ksm, loan.principal,
      loan.jasa, loan.state, loan.principal_paid, loan.jasa_paid, loan.jasa_waived, loan.reported),
    'schedule', schedule, 'rules', rules, 'accounts', accounts, 'year', open_year,
    'last_receipt', last_receipt);
END $$
--;
-- All that an act has to write, in the order in which it came: the same rows, the same constraints and triggers.
CREATE FUNCTION lending_repayment_writes(p_rows jsonb) RETURNS void
LANGUAGE plpgsql SET plan_cache_mode = force_generic_plan SET enable_seqscan = off AS $$
DECLARE told record; fact_id bigint;
BEGIN
  INSERT INTO ledger_transfer (book_id, voucher_id, line, debit_id, credit_id, amount, loan_no, ksm)
  SELECT book_id, voucher_id, line, debit_id, credit_id, amount, loan_no, ksm
  FROM jsonb_populate_recordset(NULL::ledger_transfer, p_rows -> 'ledger_transfer');

  INSERT INTO ledger_voucher SELECT * FROM jsonb_populate_recordset(NULL::ledger_voucher, p_rows -> 'ledger_voucher');
  INSERT INTO lending_repayment
  SELECT * FROM jsonb_populate_recordset(NULL::lending_repayment, p_rows -> 'lending_repayment');

  FOR told IN SELECT value AS fact FROM jsonb_array_elements(p_rows -> 'base_fact') LOOP
    INSERT INTO base_fact (book_id, sequence, kind, command, actor_id, happened_on, recorded_at, public, commitment, leaf)
    SELECT book_id, sequence, kind, command, actor_id, happened_on, recorded_at, public, commitment, leaf
    FROM jsonb_populate_record(NULL::base_fact, told.fact) RETURNING id INTO fact_id;
    INSERT INTO base_secret (fact_id, salt, private)
    VALUES (fact_id, decode(told.fact ->> 'salt', 'hex'), told.fact -> 'private');
  END LOOP;

  INSERT INTO base_reply (book_id, key, command, fingerprint, result)
  SELECT book_id, key, command, fingerprint, result
  FROM jsonb_populate_recordset(NULL::base_reply, p_rows -> 'base_reply');
END $$
