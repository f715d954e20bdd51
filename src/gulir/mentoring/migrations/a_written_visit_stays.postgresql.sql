CREATE FUNCTION a_written_visit_takes_no_member() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM mentoring_visit WHERE id = NEW.visit_id) THEN
    RAISE EXCEPTION 'a_written_visit_takes_no_member' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$
--;
CREATE TRIGGER a_written_visit_takes_no_member BEFORE INSERT ON mentoring_visitmet
FOR EACH ROW EXECUTE FUNCTION a_written_visit_takes_no_member()
--;
CREATE FUNCTION a_written_visit_takes_no_note() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM mentoring_visit WHERE id = NEW.visit_id) THEN
    RAISE EXCEPTION 'a_written_visit_takes_no_note' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$
--;
CREATE TRIGGER a_written_visit_takes_no_note BEFORE INSERT ON mentoring_visitnote
FOR EACH ROW EXECUTE FUNCTION a_written_visit_takes_no_note()
--;
CREATE FUNCTION a_written_visit_takes_no_promise() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM mentoring_visit WHERE id = NEW.visit_id) THEN
    RAISE EXCEPTION 'a_written_visit_takes_no_promise' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$
--;
CREATE TRIGGER a_written_visit_takes_no_promise BEFORE INSERT ON mentoring_visitpromise
FOR EACH ROW EXECUTE FUNCTION a_written_visit_takes_no_promise()
--;
CREATE FUNCTION a_written_visit_takes_no_result() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM mentoring_visit WHERE id = NEW.visit_id) THEN
    RAISE EXCEPTION 'a_written_visit_takes_no_result' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$
--;
CREATE TRIGGER a_written_visit_takes_no_result BEFORE INSERT ON mentoring_visitpromiseresult
FOR EACH ROW EXECUTE FUNCTION a_written_visit_takes_no_result()
--;
CREATE FUNCTION a_written_visit_takes_no_use() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM mentoring_visit WHERE id = NEW.visit_id) THEN
    RAISE EXCEPTION 'a_written_visit_takes_no_use' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$
--;
CREATE TRIGGER a_written_visit_takes_no_use BEFORE INSERT ON mentoring_loanuse
FOR EACH ROW EXECUTE FUNCTION a_written_visit_takes_no_use()
--;
CREATE FUNCTION a_written_visit_takes_no_photo() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM mentoring_visit WHERE id = NEW.visit_id) THEN
    RAISE EXCEPTION 'a_written_visit_takes_no_photo' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$
--;
CREATE TRIGGER a_written_visit_takes_no_photo BEFORE INSERT ON mentoring_visitphoto
FOR EACH ROW EXECUTE FUNCTION a_written_visit_takes_no_photo()
--;
CREATE FUNCTION visits_follow_each_other() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.corrects_id IS NULL AND NEW.number <> 1 + coalesce((
      SELECT max(number) FROM mentoring_visit WHERE group_id = NEW.group_id AND id <> NEW.id), 0)
    OR NEW.corrects_id IS NOT NULL AND NOT EXISTS (
      SELECT 1 FROM mentoring_visit v WHERE v.id = NEW.corrects_id AND v.group_id = NEW.group_id
      AND v.number = NEW.number AND v.version = NEW.version - 1 AND v.written_by_id = NEW.written_by_id)
    OR NEW.corrects_id IS NOT NULL AND EXISTS (
      SELECT 1 FROM mentoring_visit WHERE group_id = NEW.group_id AND number > NEW.number) THEN
    RAISE EXCEPTION 'visits_follow_each_other' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$
--;
CREATE TRIGGER visits_follow_each_other AFTER INSERT ON mentoring_visit
FOR EACH ROW EXECUTE FUNCTION visits_follow_each_other()
--;
CREATE FUNCTION a_visit_stays_with_its_ksm() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM community_group WHERE id = NEW.group_id AND book_id = NEW.book_id)
    OR NEW.loan_id IS NOT NULL AND NOT EXISTS (
      SELECT 1 FROM lending_loan WHERE id = NEW.loan_id AND group_id = NEW.group_id AND book_id = NEW.book_id)
    OR EXISTS (
      SELECT 1 FROM mentoring_visitpromiseresult r JOIN mentoring_visitpromise p ON p.id = r.promise_id
      JOIN mentoring_visit v ON v.id = p.visit_id
      WHERE r.visit_id = NEW.id AND (v.group_id <> NEW.group_id OR v.number >= NEW.number))
    OR EXISTS (
      SELECT 1 FROM mentoring_loanuse u WHERE u.visit_id = NEW.id AND (NEW.loan_id IS NULL OR NOT EXISTS (
        SELECT 1 FROM lending_share s WHERE s.loan_id = NEW.loan_id AND s.person_id = u.person_id))) THEN
    RAISE EXCEPTION 'a_visit_stays_with_its_ksm' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$
--;
CREATE TRIGGER a_visit_stays_with_its_ksm AFTER INSERT ON mentoring_visit
FOR EACH ROW EXECUTE FUNCTION a_visit_stays_with_its_ksm()
--;
CREATE FUNCTION a_visit_meets_somebody() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.others = '' AND NOT EXISTS (SELECT 1 FROM mentoring_visitmet WHERE visit_id = NEW.id) THEN
    RAISE EXCEPTION 'a_visit_meets_somebody' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$
--;
CREATE TRIGGER a_visit_meets_somebody AFTER INSERT ON mentoring_visit
FOR EACH ROW EXECUTE FUNCTION a_visit_meets_somebody()
--;
CREATE FUNCTION a_visit_about_a_loan_sees_its_use() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.loan_id IS NOT NULL AND (
      NOT EXISTS (SELECT 1 FROM mentoring_loanuse WHERE visit_id = NEW.id)
      OR EXISTS (
        SELECT 1 FROM mentoring_loanuse u WHERE u.visit_id = NEW.id AND u.note = '' AND NOT EXISTS (
          SELECT 1 FROM mentoring_visitphoto f WHERE f.visit_id = NEW.id AND f.person_id = u.person_id))) THEN
    RAISE EXCEPTION 'a_visit_about_a_loan_sees_its_use' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$
--;
CREATE TRIGGER a_visit_about_a_loan_sees_its_use AFTER INSERT ON mentoring_visit
FOR EACH ROW EXECUTE FUNCTION a_visit_about_a_loan_sees_its_use()
--;
CREATE FUNCTION a_reply_is_to_a_written_visit() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM mentoring_visit WHERE id = NEW.visit_id) THEN
    RAISE EXCEPTION 'a_reply_is_to_a_written_visit' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$
--;
CREATE TRIGGER a_reply_is_to_a_written_visit BEFORE INSERT ON mentoring_visitreply
FOR EACH ROW EXECUTE FUNCTION a_reply_is_to_a_written_visit()
