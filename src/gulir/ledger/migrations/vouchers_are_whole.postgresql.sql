CREATE FUNCTION ledger_refuse(rule text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '%', rule USING ERRCODE = 'integrity_constraint_violation'; END $$
--;
-- Plans are pinned: a new board has no statistics yet, and a plan made for its first rows would read them all for ever.
CREATE FUNCTION a_posted_voucher_takes_no_transfer() RETURNS trigger LANGUAGE plpgsql
SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM fresh JOIN ledger_voucher v ON v.id = fresh.voucher_id) THEN
    PERFORM ledger_refuse('a_posted_voucher_takes_no_transfer');
  END IF;
  RETURN NULL;
END $$
--;
CREATE TRIGGER a_posted_voucher_takes_no_transfer AFTER INSERT ON ledger_transfer
REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION a_posted_voucher_takes_no_transfer()
--;
CREATE FUNCTION a_voucher_is_whole() RETURNS trigger LANGUAGE plpgsql
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_sort = off AS $$
DECLARE lines bigint; added numeric; strangers bigint; latest integer;
BEGIN
  SELECT count(*), coalesce(sum(t.amount), 0), count(*) FILTER (
    WHERE t.book_id <> NEW.book_id OR d.book_id <> NEW.book_id OR c.book_id <> NEW.book_id
    OR d.ledger <> NEW.ledger OR c.ledger <> NEW.ledger)
  INTO lines, added, strangers
  FROM ledger_transfer t
  JOIN ledger_account d ON d.id = t.debit_id JOIN ledger_account c ON c.id = t.credit_id
  WHERE t.voucher_id = NEW.id;
  IF lines = 0 THEN PERFORM ledger_refuse('a_voucher_has_transfers'); END IF;
  IF added <> NEW.total THEN PERFORM ledger_refuse('a_voucher_is_the_sum_of_its_transfers'); END IF;
  IF strangers > 0 THEN PERFORM ledger_refuse('a_voucher_stays_in_its_book_and_ledger'); END IF;
  SELECT number INTO latest FROM ledger_voucher
  WHERE book_id = NEW.book_id AND ledger = NEW.ledger AND type = NEW.type AND year = NEW.year
  ORDER BY number DESC LIMIT 1;
  IF NEW.number <> coalesce(latest, 0) + 1 THEN PERFORM ledger_refuse('voucher_numbers_have_no_gaps'); END IF;
  RETURN NEW;
END $$
--;
CREATE TRIGGER a_voucher_is_whole BEFORE INSERT ON ledger_voucher
FOR EACH ROW EXECUTE FUNCTION a_voucher_is_whole()
--;
CREATE FUNCTION a_voucher_has_its_time() RETURNS trigger LANGUAGE plpgsql
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off AS $$
DECLARE day_open boolean; month_closed boolean; year_closed boolean;
BEGIN
  IF NEW.year <> extract(year FROM NEW.dated) OR NEW.effective_on <> (CASE
    WHEN NEW.for_year = NEW.year OR NEW.kind = 'closing' THEN NEW.dated ELSE make_date(NEW.for_year, 12, 31) END)
  THEN PERFORM ledger_refuse('a_voucher_counts_when_it_says'); END IF;
  SELECT
    EXISTS (SELECT 1 FROM ledger_bookstate s WHERE s.book_id = NEW.book_id
      AND ((s.live_on IS NULL AND NEW.dated >= s.opens_on - 1) OR s.open_day = NEW.dated)),
    EXISTS (SELECT 1 FROM ledger_month m
      WHERE m.book_id = NEW.book_id AND m.first = date_trunc('month', NEW.effective_on)::date),
    EXISTS (SELECT 1 FROM ledger_year y
      WHERE y.book_id = NEW.book_id AND y.ledger = NEW.ledger AND y.year = NEW.for_year)
  INTO day_open, month_closed, year_closed;
  IF NOT day_open THEN PERFORM ledger_refuse('closed_days_take_nothing'); END IF;
  IF NEW.kind <> 'closing' AND month_closed THEN PERFORM ledger_refuse('closed_months_take_nothing'); END IF;
  IF NEW.kind <> 'closing' AND year_closed THEN PERFORM ledger_refuse('closed_years_take_nothing'); END IF;
  RETURN NEW;
END $$
--;
CREATE TRIGGER a_voucher_has_its_time BEFORE INSERT ON ledger_voucher
FOR EACH ROW EXECUTE FUNCTION a_voucher_has_its_time()
--;
CREATE FUNCTION the_maker_is_never_the_second_person() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (SELECT person FROM base_actor WHERE id = NEW.made_by_id)
    = (SELECT person FROM base_actor WHERE id = NEW.approved_by_id)
  THEN PERFORM ledger_refuse('the_maker_is_never_the_second_person'); END IF;
  RETURN NEW;
END $$
--;
CREATE TRIGGER the_maker_is_never_the_second_person BEFORE INSERT ON ledger_voucher
FOR EACH ROW WHEN (NEW.approved_by_id IS NOT NULL) EXECUTE FUNCTION the_maker_is_never_the_second_person()
--;
CREATE FUNCTION a_reversal_mirrors_its_original() RETURNS trigger LANGUAGE plpgsql SET enable_seqscan = off AS $$
BEGIN
  IF NOT EXISTS (
    SELECT 1 FROM ledger_voucher o WHERE o.id = NEW.reverses_id AND o.book_id = NEW.book_id
    AND o.ledger = NEW.ledger AND o.total = NEW.total AND o.kind NOT IN ('reversal', 'closing'))
  OR EXISTS (SELECT 1 FROM ledger_voucher r WHERE r.reverses_id = NEW.reverses_id)
  OR (SELECT count(*) FROM ledger_transfer WHERE voucher_id = NEW.id)
    <> (SELECT count(*) FROM ledger_transfer WHERE voucher_id = NEW.reverses_id)
  OR EXISTS (
    SELECT 1 FROM ledger_transfer o WHERE o.voucher_id = NEW.reverses_id AND NOT EXISTS (
      SELECT 1 FROM ledger_transfer m WHERE m.voucher_id = NEW.id AND m.line = o.line
      AND m.debit_id = o.credit_id AND m.credit_id = o.debit_id AND m.amount = o.amount))
  THEN PERFORM ledger_refuse('a_reversal_mirrors_its_original'); END IF;
  RETURN NEW;
END $$
--;
CREATE TRIGGER a_reversal_mirrors_its_original BEFORE INSERT ON ledger_voucher
FOR EACH ROW WHEN (NEW.reverses_id IS NOT NULL) EXECUTE FUNCTION a_reversal_mirrors_its_original()
--;
