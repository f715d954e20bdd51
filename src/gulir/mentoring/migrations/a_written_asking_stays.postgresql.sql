CREATE FUNCTION a_written_asking_takes_no_job() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM mentoring_followup WHERE id = NEW.followup_id) THEN
    RAISE EXCEPTION 'a_written_asking_takes_no_job' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$
--;
CREATE TRIGGER a_written_asking_takes_no_job BEFORE INSERT ON mentoring_followupjob
FOR EACH ROW EXECUTE FUNCTION a_written_asking_takes_no_job()
--;
CREATE FUNCTION an_asking_tells_no_more_jobs_than_workers() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (SELECT count(*) FROM mentoring_followupjob WHERE followup_id = NEW.id) > NEW.workers THEN
    RAISE EXCEPTION 'an_asking_tells_no_more_jobs_than_workers' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$
--;
CREATE TRIGGER an_asking_tells_no_more_jobs_than_workers AFTER INSERT ON mentoring_followup
FOR EACH ROW EXECUTE FUNCTION an_asking_tells_no_more_jobs_than_workers()
--;
CREATE FUNCTION askings_follow_each_other() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.corrects_id IS NOT NULL AND NOT EXISTS (
      SELECT 1 FROM mentoring_followup f WHERE f.id = NEW.corrects_id AND f.loan_id = NEW.loan_id
      AND f.person_id = NEW.person_id AND f.round = NEW.round AND f.baseline_id = NEW.baseline_id
      AND f.version = NEW.version - 1) THEN
    RAISE EXCEPTION 'askings_follow_each_other' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$
--;
CREATE TRIGGER askings_follow_each_other AFTER INSERT ON mentoring_followup
FOR EACH ROW EXECUTE FUNCTION askings_follow_each_other()
--;
CREATE FUNCTION an_asking_stays_with_its_loan() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (
      SELECT 1 FROM lending_loan l JOIN lending_share s ON s.loan_id = l.id
      WHERE l.id = NEW.loan_id AND l.book_id = NEW.book_id AND l.group_id = NEW.group_id AND NOT l.withdrawn
      AND s.person_id = NEW.person_id AND s.live AND l.disbursed_on < NEW.asked_on)
    OR NOT EXISTS (
      SELECT 1 FROM lending_memberform m JOIN lending_loan l ON l.id = NEW.loan_id
      WHERE m.id = NEW.baseline_id AND m.book_id = NEW.book_id AND m.person_id = NEW.person_id
      AND m.filled_on <= l.disbursed_on) THEN
    RAISE EXCEPTION 'an_asking_stays_with_its_loan' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$
--;
CREATE TRIGGER an_asking_stays_with_its_loan AFTER INSERT ON mentoring_followup
FOR EACH ROW EXECUTE FUNCTION an_asking_stays_with_its_loan()
