CREATE TRIGGER a_written_asking_takes_no_job BEFORE INSERT ON mentoring_followupjob
WHEN EXISTS (SELECT 1 FROM mentoring_followup WHERE id = NEW.followup_id)
BEGIN SELECT RAISE(ABORT, 'a_written_asking_takes_no_job'); END
--;
CREATE TRIGGER an_asking_tells_no_more_jobs_than_workers AFTER INSERT ON mentoring_followup
WHEN (SELECT count(*) FROM mentoring_followupjob WHERE followup_id = NEW.id) > NEW.workers
BEGIN SELECT RAISE(ABORT, 'an_asking_tells_no_more_jobs_than_workers'); END
--;
CREATE TRIGGER askings_follow_each_other AFTER INSERT ON mentoring_followup
WHEN NEW.corrects_id IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM mentoring_followup f WHERE f.id = NEW.corrects_id AND f.loan_id = NEW.loan_id
    AND f.person_id = NEW.person_id AND f.round = NEW.round AND f.baseline_id = NEW.baseline_id
    AND f.version = NEW.version - 1)
BEGIN SELECT RAISE(ABORT, 'askings_follow_each_other'); END
--;
CREATE TRIGGER an_asking_stays_with_its_loan AFTER INSERT ON mentoring_followup
WHEN NOT EXISTS (
    SELECT 1 FROM lending_loan l JOIN lending_share s ON s.loan_id = l.id
    WHERE l.id = NEW.loan_id AND l.book_id = NEW.book_id AND l.group_id = NEW.group_id AND NOT l.withdrawn
    AND s.person_id = NEW.person_id AND s.live AND l.disbursed_on < NEW.asked_on)
  OR NOT EXISTS (
    SELECT 1 FROM lending_memberform m JOIN lending_loan l ON l.id = NEW.loan_id
    WHERE m.id = NEW.baseline_id AND m.book_id = NEW.book_id AND m.person_id = NEW.person_id
    AND m.filled_on <= l.disbursed_on)
BEGIN SELECT RAISE(ABORT, 'an_asking_stays_with_its_loan'); END
