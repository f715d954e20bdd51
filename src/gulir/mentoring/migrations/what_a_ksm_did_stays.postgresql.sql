CREATE FUNCTION a_deed_stays_with_its_meeting() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (
      SELECT 1 FROM mentoring_groupmeeting
      WHERE id = NEW.meeting_id AND group_id = NEW.group_id AND book_id = NEW.book_id) THEN
    RAISE EXCEPTION 'a_deed_stays_with_its_meeting' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$
--;
CREATE TRIGGER a_deed_stays_with_its_meeting BEFORE INSERT ON mentoring_welfaredeed
FOR EACH ROW EXECUTE FUNCTION a_deed_stays_with_its_meeting()
--;
CREATE FUNCTION a_deed_is_taken_back_as_it_was_told() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.takes_back_id IS NOT NULL AND NOT EXISTS (
      SELECT 1 FROM mentoring_welfaredeed d WHERE d.id = NEW.takes_back_id AND d.takes_back_id IS NULL
      AND d.group_id = NEW.group_id AND d.meeting_id = NEW.meeting_id AND d.kind = NEW.kind
      AND d.member = NEW.member AND d.worth = NEW.worth AND d.hours = NEW.hours) THEN
    RAISE EXCEPTION 'a_deed_is_taken_back_as_it_was_told' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$
--;
CREATE TRIGGER a_deed_is_taken_back_as_it_was_told BEFORE INSERT ON mentoring_welfaredeed
FOR EACH ROW EXECUTE FUNCTION a_deed_is_taken_back_as_it_was_told()
--;
CREATE FUNCTION only_a_members_problem_is_closed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (
      SELECT 1 FROM mentoring_agendaitem i JOIN mentoring_groupmeeting m ON m.id = i.meeting_id
      WHERE i.id = NEW.item_id AND i.topic = 'member_problem') THEN
    RAISE EXCEPTION 'only_a_members_problem_is_closed' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$
--;
CREATE TRIGGER only_a_members_problem_is_closed BEFORE INSERT ON mentoring_problemend
FOR EACH ROW EXECUTE FUNCTION only_a_members_problem_is_closed()
