CREATE FUNCTION attendance_is_taken_while_a_meeting_is_open() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (
  SELECT 1 FROM governance_meeting m WHERE m.id = NEW.meeting_id AND m.status = 'open'
    AND m.present > (SELECT count(*) FROM governance_attendance a WHERE a.meeting_id = m.id)
    AND (NOT NEW.votes OR m.voters > (SELECT count(*) FROM governance_attendance a WHERE a.meeting_id = m.id AND a.votes))
) THEN
    RAISE EXCEPTION 'attendance_is_taken_while_a_meeting_is_open' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$
--;
CREATE TRIGGER attendance_is_taken_while_a_meeting_is_open BEFORE INSERT ON governance_attendance
FOR EACH ROW EXECUTE FUNCTION attendance_is_taken_while_a_meeting_is_open()
--;
CREATE FUNCTION meetings_close_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.status <> 'open' THEN
    RAISE EXCEPTION 'meetings_close_once' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$
--;
CREATE TRIGGER meetings_close_once BEFORE UPDATE ON governance_meeting
FOR EACH ROW EXECUTE FUNCTION meetings_close_once()
--;
CREATE FUNCTION agenda_items_leave_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.status <> 'waiting' THEN
    RAISE EXCEPTION 'agenda_items_leave_once' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$
--;
CREATE TRIGGER agenda_items_leave_once BEFORE UPDATE ON governance_agendaitem
FOR EACH ROW EXECUTE FUNCTION agenda_items_leave_once()
--;
CREATE FUNCTION decisions_are_made_in_an_open_meeting_with_quorum() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (
  SELECT 1 FROM governance_meeting m WHERE m.id = NEW.meeting_id AND m.book_id = NEW.book_id AND m.status = 'open'
    AND m.quorate AND m.kind IN ('rwt', 'board') AND m.held_on = NEW.decided_on
    AND NEW.votes_for + NEW.against + NEW.abstained <= m.voters
) THEN
    RAISE EXCEPTION 'decisions_are_made_in_an_open_meeting_with_quorum' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$
--;
CREATE TRIGGER decisions_are_made_in_an_open_meeting_with_quorum BEFORE INSERT ON governance_decision
FOR EACH ROW EXECUTE FUNCTION decisions_are_made_in_an_open_meeting_with_quorum()
--;
CREATE FUNCTION decisions_are_about_what_was_shown() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.agenda_id IS NOT NULL AND NOT EXISTS (
  SELECT 1 FROM governance_agendaitem i WHERE i.id = NEW.agenda_id AND i.book_id = NEW.book_id AND i.status = 'waiting'
    AND i.digest = NEW.digest AND i.subject_kind = NEW.subject_kind AND i.subject_id = NEW.subject_id
) THEN
    RAISE EXCEPTION 'decisions_are_about_what_was_shown' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$
--;
CREATE TRIGGER decisions_are_about_what_was_shown BEFORE INSERT ON governance_decision
FOR EACH ROW EXECUTE FUNCTION decisions_are_about_what_was_shown()
--;
CREATE FUNCTION interests_are_declared_while_the_meeting_is_open() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (
  SELECT 1 FROM governance_decision d JOIN governance_meeting m ON m.id = d.meeting_id
  WHERE d.id = NEW.decision_id AND m.status = 'open'
) THEN
    RAISE EXCEPTION 'interests_are_declared_while_the_meeting_is_open' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$
--;
CREATE TRIGGER interests_are_declared_while_the_meeting_is_open BEFORE INSERT ON governance_interest
FOR EACH ROW EXECUTE FUNCTION interests_are_declared_while_the_meeting_is_open()
--;
CREATE FUNCTION a_rule_changes_by_an_approved_decision_about_it() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (
  SELECT 1 FROM governance_decision d WHERE d.id = NEW.decision_id AND d.book_id = NEW.book_id
    AND d.outcome = 'approved' AND d.subject_kind = 'rule' AND d.subject_id = NEW.key AND d.decided_on = NEW.adopted_on
) THEN
    RAISE EXCEPTION 'a_rule_changes_by_an_approved_decision_about_it' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$
--;
CREATE TRIGGER a_rule_changes_by_an_approved_decision_about_it BEFORE INSERT ON governance_rulevalue
FOR EACH ROW EXECUTE FUNCTION a_rule_changes_by_an_approved_decision_about_it()
--;
CREATE FUNCTION values_of_a_rule_follow_each_other() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (
  SELECT 1 FROM governance_rulevalue v
  WHERE v.book_id = NEW.book_id AND v.key = NEW.key AND v.effective_on >= NEW.effective_on
) THEN
    RAISE EXCEPTION 'values_of_a_rule_follow_each_other' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$
--;
CREATE TRIGGER values_of_a_rule_follow_each_other BEFORE INSERT ON governance_rulevalue
FOR EACH ROW EXECUTE FUNCTION values_of_a_rule_follow_each_other()
--;
