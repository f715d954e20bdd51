CREATE FUNCTION a_kept_assessment_takes_no_answer() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM mentoring_assessment WHERE id = NEW.assessment_id) THEN
    RAISE EXCEPTION 'a_kept_assessment_takes_no_answer' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$
--;
CREATE TRIGGER a_kept_assessment_takes_no_answer BEFORE INSERT ON mentoring_assessmentanswer
FOR EACH ROW EXECUTE FUNCTION a_kept_assessment_takes_no_answer()
--;
CREATE FUNCTION assessments_follow_each_other() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.number <> 1 + coalesce((
      SELECT max(number) FROM mentoring_assessment
      WHERE group_id = NEW.group_id AND instrument = NEW.instrument AND id <> NEW.id), 0)
    OR EXISTS (
      SELECT 1 FROM mentoring_assessment
      WHERE group_id = NEW.group_id AND instrument = NEW.instrument AND read_on > NEW.read_on) THEN
    RAISE EXCEPTION 'assessments_follow_each_other' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$
--;
CREATE TRIGGER assessments_follow_each_other AFTER INSERT ON mentoring_assessment
FOR EACH ROW EXECUTE FUNCTION assessments_follow_each_other()
--;
CREATE FUNCTION an_assessment_stays_with_its_ksm() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM community_group WHERE id = NEW.group_id AND book_id = NEW.book_id) THEN
    RAISE EXCEPTION 'an_assessment_stays_with_its_ksm' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$
--;
CREATE TRIGGER an_assessment_stays_with_its_ksm AFTER INSERT ON mentoring_assessment
FOR EACH ROW EXECUTE FUNCTION an_assessment_stays_with_its_ksm()
--;
CREATE FUNCTION an_assessment_has_answers() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM mentoring_assessmentanswer WHERE assessment_id = NEW.id) THEN
    RAISE EXCEPTION 'an_assessment_has_answers' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$
--;
CREATE TRIGGER an_assessment_has_answers AFTER INSERT ON mentoring_assessment
FOR EACH ROW EXECUTE FUNCTION an_assessment_has_answers()
--;
CREATE FUNCTION a_reply_is_to_a_kept_assessment() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM mentoring_assessment WHERE id = NEW.assessment_id) THEN
    RAISE EXCEPTION 'a_reply_is_to_a_kept_assessment' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$
--;
CREATE TRIGGER a_reply_is_to_a_kept_assessment BEFORE INSERT ON mentoring_assessmentreply
FOR EACH ROW EXECUTE FUNCTION a_reply_is_to_a_kept_assessment()
