CREATE FUNCTION a_kept_round_takes_no_answer() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM mentoring_helpround WHERE id = NEW.round_id) THEN
    RAISE EXCEPTION 'a_kept_round_takes_no_answer' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$
--;
CREATE TRIGGER a_kept_round_takes_no_answer BEFORE INSERT ON mentoring_helpanswer
FOR EACH ROW EXECUTE FUNCTION a_kept_round_takes_no_answer()
--;
CREATE FUNCTION a_kept_round_takes_no_tie() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM mentoring_helpround WHERE id = NEW.round_id) THEN
    RAISE EXCEPTION 'a_kept_round_takes_no_tie' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$
--;
CREATE TRIGGER a_kept_round_takes_no_tie BEFORE INSERT ON mentoring_helptie
FOR EACH ROW EXECUTE FUNCTION a_kept_round_takes_no_tie()
--;
CREATE FUNCTION rounds_of_help_follow_each_other() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.number <> 1 + coalesce((
      SELECT max(number) FROM mentoring_helpround WHERE group_id = NEW.group_id AND id <> NEW.id), 0)
    OR EXISTS (SELECT 1 FROM mentoring_helpround WHERE group_id = NEW.group_id AND asked_on > NEW.asked_on) THEN
    RAISE EXCEPTION 'rounds_of_help_follow_each_other' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$
--;
CREATE TRIGGER rounds_of_help_follow_each_other AFTER INSERT ON mentoring_helpround
FOR EACH ROW EXECUTE FUNCTION rounds_of_help_follow_each_other()
--;
CREATE FUNCTION a_round_counts_who_was_asked() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.asked <> (SELECT count(*) FROM mentoring_helpanswer WHERE round_id = NEW.id) THEN
    RAISE EXCEPTION 'a_round_counts_who_was_asked' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$
--;
CREATE TRIGGER a_round_counts_who_was_asked AFTER INSERT ON mentoring_helpround
FOR EACH ROW EXECUTE FUNCTION a_round_counts_who_was_asked()
--;
CREATE FUNCTION a_round_of_help_stays_in_its_ksm() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM community_group WHERE id = NEW.group_id AND book_id = NEW.book_id)
    OR EXISTS (
      SELECT 1 FROM mentoring_helpanswer a WHERE a.round_id = NEW.id AND NOT EXISTS (
        SELECT 1 FROM community_membership m WHERE m.group_id = NEW.group_id AND m.person_id = a.person_id
        AND m.starts_on <= NEW.asked_on AND (m.ends_before IS NULL OR m.ends_before > NEW.asked_on)))
    OR EXISTS (
      SELECT 1 FROM mentoring_helptie t WHERE t.round_id = NEW.id AND (
        NOT EXISTS (SELECT 1 FROM mentoring_helpanswer a WHERE a.round_id = NEW.id AND a.person_id = t.person_id)
        OR NOT EXISTS (
          SELECT 1 FROM community_membership m WHERE m.group_id = NEW.group_id AND m.person_id = t.named_id
          AND m.starts_on <= NEW.asked_on AND (m.ends_before IS NULL OR m.ends_before > NEW.asked_on)))) THEN
    RAISE EXCEPTION 'a_round_of_help_stays_in_its_ksm' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$
--;
CREATE TRIGGER a_round_of_help_stays_in_its_ksm AFTER INSERT ON mentoring_helpround
FOR EACH ROW EXECUTE FUNCTION a_round_of_help_stays_in_its_ksm()
