CREATE FUNCTION days_only_close() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.closed_at IS NOT NULL THEN PERFORM ledger_refuse('closed_days_never_change'); END IF;
  IF NEW.closed_at IS NULL THEN RETURN NEW; END IF;
  IF NEW.confirmed_by_id IS NOT NULL AND (SELECT person FROM base_actor WHERE id = NEW.counted_by_id)
    = (SELECT person FROM base_actor WHERE id = NEW.confirmed_by_id)
  THEN PERFORM ledger_refuse('a_day_is_closed_by_two_people'); END IF;
  IF NEW.empty AND EXISTS (SELECT 1 FROM ledger_voucher v WHERE v.book_id = NEW.book_id AND v.dated = NEW.day)
  THEN PERFORM ledger_refuse('an_empty_day_is_empty'); END IF;
  RETURN NEW;
END $$
--;
CREATE TRIGGER days_only_close BEFORE UPDATE ON ledger_day FOR EACH ROW EXECUTE FUNCTION days_only_close()
--;
CREATE FUNCTION books_only_move_on() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.live_on IS NULL THEN RETURN NEW; END IF;
  IF NEW.live_on IS DISTINCT FROM OLD.live_on THEN PERFORM ledger_refuse('books_go_live_once'); END IF;
  IF NEW.year_open < OLD.year_open THEN PERFORM ledger_refuse('a_closed_year_stays_closed'); END IF;
  IF NEW.open_day IS DISTINCT FROM OLD.open_day AND (
    NEW.open_day IS NULL OR NEW.open_day < OLD.open_day
    OR (SELECT count(*) FROM ledger_day d WHERE d.book_id = NEW.book_id AND d.closed_at IS NOT NULL
        AND d.day >= OLD.open_day AND d.day < NEW.open_day) <> NEW.open_day - OLD.open_day)
  THEN PERFORM ledger_refuse('the_open_day_moves_over_closed_days'); END IF;
  RETURN NEW;
END $$
--;
CREATE TRIGGER books_only_move_on BEFORE UPDATE ON ledger_bookstate
FOR EACH ROW EXECUTE FUNCTION books_only_move_on()
--;
CREATE FUNCTION drafts_wait_for_another() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.state <> 'waiting' THEN PERFORM ledger_refuse('a_decided_draft_stays'); END IF;
  IF NEW.state = 'approved' AND (SELECT person FROM base_actor WHERE id = NEW.made_by_id)
    = (SELECT person FROM base_actor WHERE id = NEW.decided_by_id)
  THEN PERFORM ledger_refuse('a_draft_is_approved_by_another'); END IF;
  RETURN NEW;
END $$
--;
CREATE TRIGGER drafts_wait_for_another BEFORE UPDATE ON ledger_draft
FOR EACH ROW EXECUTE FUNCTION drafts_wait_for_another()
--;
