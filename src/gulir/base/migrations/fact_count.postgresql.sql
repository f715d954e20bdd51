CREATE FUNCTION facts_are_numbered_without_gaps() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE counted bigint; latest timestamptz;
BEGIN
  SELECT facts, recorded_at INTO counted, latest FROM base_book WHERE id = NEW.book_id;
  IF NEW.sequence <> counted + 1 THEN
    RAISE EXCEPTION 'facts_are_numbered_without_gaps' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  IF NEW.recorded_at < latest THEN
    RAISE EXCEPTION 'facts_never_go_back_in_time' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  UPDATE base_book SET facts = NEW.sequence, recorded_at = NEW.recorded_at WHERE id = NEW.book_id;
  RETURN NEW;
END $$
--;
CREATE TRIGGER facts_are_numbered_without_gaps BEFORE INSERT ON base_fact
FOR EACH ROW EXECUTE FUNCTION facts_are_numbered_without_gaps()
--;
