CREATE TRIGGER a_written_visit_takes_no_member BEFORE INSERT ON mentoring_visitmet
WHEN EXISTS (SELECT 1 FROM mentoring_visit WHERE id = NEW.visit_id)
BEGIN SELECT RAISE(ABORT, 'a_written_visit_takes_no_member'); END
--;
CREATE TRIGGER a_written_visit_takes_no_note BEFORE INSERT ON mentoring_visitnote
WHEN EXISTS (SELECT 1 FROM mentoring_visit WHERE id = NEW.visit_id)
BEGIN SELECT RAISE(ABORT, 'a_written_visit_takes_no_note'); END
--;
CREATE TRIGGER a_written_visit_takes_no_promise BEFORE INSERT ON mentoring_visitpromise
WHEN EXISTS (SELECT 1 FROM mentoring_visit WHERE id = NEW.visit_id)
BEGIN SELECT RAISE(ABORT, 'a_written_visit_takes_no_promise'); END
--;
CREATE TRIGGER a_written_visit_takes_no_result BEFORE INSERT ON mentoring_visitpromiseresult
WHEN EXISTS (SELECT 1 FROM mentoring_visit WHERE id = NEW.visit_id)
BEGIN SELECT RAISE(ABORT, 'a_written_visit_takes_no_result'); END
--;
CREATE TRIGGER a_written_visit_takes_no_use BEFORE INSERT ON mentoring_loanuse
WHEN EXISTS (SELECT 1 FROM mentoring_visit WHERE id = NEW.visit_id)
BEGIN SELECT RAISE(ABORT, 'a_written_visit_takes_no_use'); END
--;
CREATE TRIGGER a_written_visit_takes_no_photo BEFORE INSERT ON mentoring_visitphoto
WHEN EXISTS (SELECT 1 FROM mentoring_visit WHERE id = NEW.visit_id)
BEGIN SELECT RAISE(ABORT, 'a_written_visit_takes_no_photo'); END
--;
CREATE TRIGGER visits_follow_each_other AFTER INSERT ON mentoring_visit
WHEN NEW.corrects_id IS NULL AND NEW.number <> 1 + coalesce((
    SELECT max(number) FROM mentoring_visit WHERE group_id = NEW.group_id AND id <> NEW.id), 0)
  OR NEW.corrects_id IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM mentoring_visit v WHERE v.id = NEW.corrects_id AND v.group_id = NEW.group_id
    AND v.number = NEW.number AND v.version = NEW.version - 1 AND v.written_by_id = NEW.written_by_id)
  OR NEW.corrects_id IS NOT NULL AND EXISTS (
    SELECT 1 FROM mentoring_visit WHERE group_id = NEW.group_id AND number > NEW.number)
BEGIN SELECT RAISE(ABORT, 'visits_follow_each_other'); END
--;
CREATE TRIGGER a_visit_stays_with_its_ksm AFTER INSERT ON mentoring_visit
WHEN NOT EXISTS (SELECT 1 FROM community_group WHERE id = NEW.group_id AND book_id = NEW.book_id)
  OR NEW.loan_id IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM lending_loan WHERE id = NEW.loan_id AND group_id = NEW.group_id AND book_id = NEW.book_id)
  OR EXISTS (
    SELECT 1 FROM mentoring_visitpromiseresult r JOIN mentoring_visitpromise p ON p.id = r.promise_id
    JOIN mentoring_visit v ON v.id = p.visit_id
    WHERE r.visit_id = NEW.id AND (v.group_id <> NEW.group_id OR v.number >= NEW.number))
  OR EXISTS (
    SELECT 1 FROM mentoring_loanuse u WHERE u.visit_id = NEW.id AND (NEW.loan_id IS NULL OR NOT EXISTS (
      SELECT 1 FROM lending_share s WHERE s.loan_id = NEW.loan_id AND s.person_id = u.person_id)))
BEGIN SELECT RAISE(ABORT, 'a_visit_stays_with_its_ksm'); END
--;
CREATE TRIGGER a_visit_meets_somebody AFTER INSERT ON mentoring_visit
WHEN NEW.others = '' AND NOT EXISTS (SELECT 1 FROM mentoring_visitmet WHERE visit_id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'a_visit_meets_somebody'); END
--;
CREATE TRIGGER a_visit_about_a_loan_sees_its_use AFTER INSERT ON mentoring_visit
WHEN NEW.loan_id IS NOT NULL AND (
    NOT EXISTS (SELECT 1 FROM mentoring_loanuse WHERE visit_id = NEW.id)
    OR EXISTS (
      SELECT 1 FROM mentoring_loanuse u WHERE u.visit_id = NEW.id AND u.note = '' AND NOT EXISTS (
        SELECT 1 FROM mentoring_visitphoto f WHERE f.visit_id = NEW.id AND f.person_id = u.person_id)))
BEGIN SELECT RAISE(ABORT, 'a_visit_about_a_loan_sees_its_use'); END
--;
CREATE TRIGGER a_reply_is_to_a_written_visit BEFORE INSERT ON mentoring_visitreply
WHEN NOT EXISTS (SELECT 1 FROM mentoring_visit WHERE id = NEW.visit_id)
BEGIN SELECT RAISE(ABORT, 'a_reply_is_to_a_written_visit'); END
