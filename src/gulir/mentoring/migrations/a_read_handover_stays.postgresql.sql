CREATE FUNCTION a_read_handover_takes_no_level() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM mentoring_handoverreading WHERE id = NEW.reading_id) THEN
    RAISE EXCEPTION 'a_read_handover_takes_no_level' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$
--;
CREATE TRIGGER a_read_handover_takes_no_level BEFORE INSERT ON mentoring_handoverlevel
FOR EACH ROW EXECUTE FUNCTION a_read_handover_takes_no_level()
--;
CREATE FUNCTION handover_readings_follow_each_other() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.number <> 1 + coalesce((
      SELECT max(number) FROM mentoring_handoverreading WHERE book_id = NEW.book_id AND id <> NEW.id), 0)
    OR EXISTS (SELECT 1 FROM mentoring_handoverreading WHERE book_id = NEW.book_id AND read_on > NEW.read_on) THEN
    RAISE EXCEPTION 'handover_readings_follow_each_other' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$
--;
CREATE TRIGGER handover_readings_follow_each_other AFTER INSERT ON mentoring_handoverreading
FOR EACH ROW EXECUTE FUNCTION handover_readings_follow_each_other()
--;
CREATE FUNCTION a_handover_reading_is_of_its_quarter() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.quarter <> extract(year FROM NEW.read_on)::integer * 4 + extract(quarter FROM NEW.read_on)::integer - 1 THEN
    RAISE EXCEPTION 'a_handover_reading_is_of_its_quarter' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$
--;
CREATE TRIGGER a_handover_reading_is_of_its_quarter AFTER INSERT ON mentoring_handoverreading
FOR EACH ROW EXECUTE FUNCTION a_handover_reading_is_of_its_quarter()
--;
CREATE FUNCTION a_handover_reading_reads_something() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM mentoring_handoverlevel WHERE reading_id = NEW.id) THEN
    RAISE EXCEPTION 'a_handover_reading_reads_something' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$
--;
CREATE TRIGGER a_handover_reading_reads_something AFTER INSERT ON mentoring_handoverreading
FOR EACH ROW EXECUTE FUNCTION a_handover_reading_reads_something()
--;
CREATE FUNCTION a_reply_is_to_a_read_handover() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM mentoring_handoverreading WHERE id = NEW.reading_id) THEN
    RAISE EXCEPTION 'a_reply_is_to_a_read_handover' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$
--;
CREATE TRIGGER a_reply_is_to_a_read_handover BEFORE INSERT ON mentoring_handoverreply
FOR EACH ROW EXECUTE FUNCTION a_reply_is_to_a_read_handover()
