CREATE TRIGGER incompatible_offices_never_overlap BEFORE INSERT ON community_officeterm
WHEN EXISTS (
  SELECT 1 FROM community_officeconflict mine
  JOIN community_officeconflict theirs ON theirs.key = mine.key AND theirs.side <> mine.side
  JOIN community_officeterm t ON t.office = theirs.office
  WHERE mine.office = NEW.office AND t.book_id = NEW.book_id AND t.person_id = NEW.person_id
    AND (NEW.ends_before IS NULL OR t.starts_on < NEW.ends_before)
    AND (t.ends_before IS NULL OR NEW.starts_on < t.ends_before)
)
BEGIN SELECT RAISE(ABORT, 'incompatible_offices_never_overlap'); END
--;
CREATE TRIGGER an_office_is_held_once_at_a_time BEFORE INSERT ON community_officeterm
WHEN EXISTS (
  SELECT 1 FROM community_officeterm t
  WHERE t.office = NEW.office AND t.book_id = NEW.book_id AND t.person_id = NEW.person_id
    AND (NEW.ends_before IS NULL OR t.starts_on < NEW.ends_before)
    AND (t.ends_before IS NULL OR NEW.starts_on < t.ends_before)
)
BEGIN SELECT RAISE(ABORT, 'an_office_is_held_once_at_a_time'); END
--;
CREATE TRIGGER one_coordinator_at_a_time BEFORE INSERT ON community_officeterm
WHEN NEW.office = 'coordinator' AND EXISTS (
  SELECT 1 FROM community_officeterm t
  WHERE t.office = 'coordinator' AND t.book_id = NEW.book_id
    AND (NEW.ends_before IS NULL OR t.starts_on < NEW.ends_before)
    AND (t.ends_before IS NULL OR NEW.starts_on < t.ends_before)
)
BEGIN SELECT RAISE(ABORT, 'one_coordinator_at_a_time'); END
--;
CREATE TRIGGER terms_are_only_shortened BEFORE UPDATE ON community_officeterm
WHEN NEW.ends_before IS NULL OR (OLD.ends_before IS NOT NULL AND NEW.ends_before > OLD.ends_before)
BEGIN SELECT RAISE(ABORT, 'terms_are_only_shortened'); END
--;
CREATE TRIGGER terms_carry_real_dates BEFORE INSERT ON community_officeterm
WHEN date(NEW.starts_on, '+0 days') IS NOT NEW.starts_on OR (NEW.ends_before IS NOT NULL AND date(NEW.ends_before, '+0 days') IS NOT NEW.ends_before)
BEGIN SELECT RAISE(ABORT, 'terms_carry_real_dates'); END
--;
CREATE TRIGGER terms_end_on_real_dates BEFORE UPDATE ON community_officeterm
WHEN date(NEW.ends_before, '+0 days') IS NOT NEW.ends_before
BEGIN SELECT RAISE(ABORT, 'terms_carry_real_dates'); END
--;
