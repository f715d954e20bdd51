CREATE TRIGGER only_a_session_taken_back_is_written_anew BEFORE INSERT ON mentoring_peersession
WHEN NEW.replaces_id IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM mentoring_peersession s JOIN mentoring_peersessionback b ON b.session_id = s.id
    WHERE s.id = NEW.replaces_id AND s.pair_id = NEW.pair_id AND s.held_on = NEW.held_on)
BEGIN SELECT RAISE(ABORT, 'only_a_session_taken_back_is_written_anew'); END
