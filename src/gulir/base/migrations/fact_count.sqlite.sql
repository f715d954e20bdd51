CREATE TRIGGER facts_are_numbered_without_gaps BEFORE INSERT ON base_fact
WHEN NEW.sequence <> (SELECT facts + 1 FROM base_book WHERE id = NEW.book_id)
BEGIN SELECT RAISE(ABORT, 'facts_are_numbered_without_gaps'); END
--;
CREATE TRIGGER facts_never_go_back_in_time BEFORE INSERT ON base_fact
WHEN NEW.recorded_at < (SELECT recorded_at FROM base_book WHERE id = NEW.book_id)
BEGIN SELECT RAISE(ABORT, 'facts_never_go_back_in_time'); END
--;
CREATE TRIGGER facts_count_themselves AFTER INSERT ON base_fact
BEGIN UPDATE base_book SET facts = NEW.sequence, recorded_at = NEW.recorded_at WHERE id = NEW.book_id; END
--;
