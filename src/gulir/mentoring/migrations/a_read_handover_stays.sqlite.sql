CREATE TRIGGER a_read_handover_takes_no_level BEFORE INSERT ON mentoring_handoverlevel
WHEN EXISTS (SELECT 1 FROM mentoring_handoverreading WHERE id = NEW.reading_id)
BEGIN SELECT RAISE(ABORT, 'a_read_handover_takes_no_level'); END
--;
CREATE TRIGGER handover_readings_follow_each_other AFTER INSERT ON mentoring_handoverreading
WHEN NEW.number <> 1 + coalesce((
    SELECT max(number) FROM mentoring_handoverreading WHERE book_id = NEW.book_id AND id <> NEW.id), 0)
  OR EXISTS (SELECT 1 FROM mentoring_handoverreading WHERE book_id = NEW.book_id AND read_on > NEW.read_on)
BEGIN SELECT RAISE(ABORT, 'handover_readings_follow_each_other'); END
--;
CREATE TRIGGER a_handover_reading_is_of_its_quarter AFTER INSERT ON mentoring_handoverreading
WHEN NEW.quarter <> CAST(strftime('%Y', NEW.read_on) AS INTEGER) * 4
  + (CAST(strftime('%m', NEW.read_on) AS INTEGER) - 1) / 3
BEGIN SELECT RAISE(ABORT, 'a_handover_reading_is_of_its_quarter'); END
--;
CREATE TRIGGER a_handover_reading_reads_something AFTER INSERT ON mentoring_handoverreading
WHEN NOT EXISTS (SELECT 1 FROM mentoring_handoverlevel WHERE reading_id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'a_handover_reading_reads_something'); END
--;
CREATE TRIGGER a_reply_is_to_a_read_handover BEFORE INSERT ON mentoring_handoverreply
WHEN NOT EXISTS (SELECT 1 FROM mentoring_handoverreading WHERE id = NEW.reading_id)
BEGIN SELECT RAISE(ABORT, 'a_reply_is_to_a_read_handover'); END
