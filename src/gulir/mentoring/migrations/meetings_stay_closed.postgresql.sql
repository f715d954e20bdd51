CREATE FUNCTION a_closed_ksm_meeting_takes_no_attendance() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM mentoring_groupmeeting WHERE id = NEW.meeting_id) THEN
    RAISE EXCEPTION 'a_closed_ksm_meeting_takes_no_attendance' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$
--;
CREATE TRIGGER a_closed_ksm_meeting_takes_no_attendance BEFORE INSERT ON mentoring_attendance
FOR EACH ROW EXECUTE FUNCTION a_closed_ksm_meeting_takes_no_attendance()
--;
CREATE FUNCTION a_closed_ksm_meeting_takes_no_item() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM mentoring_groupmeeting WHERE id = NEW.meeting_id) THEN
    RAISE EXCEPTION 'a_closed_ksm_meeting_takes_no_item' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$
--;
CREATE TRIGGER a_closed_ksm_meeting_takes_no_item BEFORE INSERT ON mentoring_agendaitem
FOR EACH ROW EXECUTE FUNCTION a_closed_ksm_meeting_takes_no_item()
--;
CREATE FUNCTION a_closed_ksm_meeting_takes_no_promise() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM mentoring_groupmeeting WHERE id = NEW.meeting_id) THEN
    RAISE EXCEPTION 'a_closed_ksm_meeting_takes_no_promise' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$
--;
CREATE TRIGGER a_closed_ksm_meeting_takes_no_promise BEFORE INSERT ON mentoring_promise
FOR EACH ROW EXECUTE FUNCTION a_closed_ksm_meeting_takes_no_promise()
--;
CREATE FUNCTION a_closed_ksm_meeting_takes_no_result() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM mentoring_groupmeeting WHERE id = NEW.meeting_id) THEN
    RAISE EXCEPTION 'a_closed_ksm_meeting_takes_no_result' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$
--;
CREATE TRIGGER a_closed_ksm_meeting_takes_no_result BEFORE INSERT ON mentoring_promiseresult
FOR EACH ROW EXECUTE FUNCTION a_closed_ksm_meeting_takes_no_result()
--;
CREATE FUNCTION a_closed_ksm_meeting_takes_no_loan() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM mentoring_groupmeeting WHERE id = NEW.meeting_id) THEN
    RAISE EXCEPTION 'a_closed_ksm_meeting_takes_no_loan' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$
--;
CREATE TRIGGER a_closed_ksm_meeting_takes_no_loan BEFORE INSERT ON mentoring_internalloan
FOR EACH ROW EXECUTE FUNCTION a_closed_ksm_meeting_takes_no_loan()
--;
CREATE FUNCTION a_closed_ksm_meeting_takes_no_money() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM mentoring_groupmeeting WHERE id = NEW.meeting_id) THEN
    RAISE EXCEPTION 'a_closed_ksm_meeting_takes_no_money' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$
--;
CREATE TRIGGER a_closed_ksm_meeting_takes_no_money BEFORE INSERT ON mentoring_groupentry
FOR EACH ROW EXECUTE FUNCTION a_closed_ksm_meeting_takes_no_money()
--;
CREATE FUNCTION ksm_meetings_follow_each_other() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.corrects_id IS NULL AND (
      NEW.number <> 1 + coalesce((
        SELECT max(number) FROM mentoring_groupmeeting WHERE group_id = NEW.group_id AND id <> NEW.id), 0)
      OR EXISTS (
        SELECT 1 FROM mentoring_groupmeeting m WHERE m.group_id = NEW.group_id AND m.id <> NEW.id
        AND m.held_on >= NEW.held_on
        AND NOT EXISTS (SELECT 1 FROM mentoring_groupmeeting c WHERE c.corrects_id = m.id)))
    OR NEW.corrects_id IS NOT NULL AND (
      NOT EXISTS (
        SELECT 1 FROM mentoring_groupmeeting m WHERE m.id = NEW.corrects_id AND m.group_id = NEW.group_id
        AND m.number = NEW.number AND m.version = NEW.version - 1 AND m.held_on = NEW.held_on)
      OR EXISTS (SELECT 1 FROM mentoring_groupmeeting WHERE group_id = NEW.group_id AND number > NEW.number)) THEN
    RAISE EXCEPTION 'ksm_meetings_follow_each_other' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$
--;
CREATE TRIGGER ksm_meetings_follow_each_other AFTER INSERT ON mentoring_groupmeeting
FOR EACH ROW EXECUTE FUNCTION ksm_meetings_follow_each_other()
--;
CREATE FUNCTION a_ksm_meeting_opens_with_what_was_left() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.opening <> coalesce((
    SELECT m.counted FROM mentoring_groupmeeting m WHERE m.group_id = NEW.group_id AND m.number = NEW.number - 1
    ORDER BY m.version DESC LIMIT 1), 0) THEN
    RAISE EXCEPTION 'a_ksm_meeting_opens_with_what_was_left' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$
--;
CREATE TRIGGER a_ksm_meeting_opens_with_what_was_left AFTER INSERT ON mentoring_groupmeeting
FOR EACH ROW EXECUTE FUNCTION a_ksm_meeting_opens_with_what_was_left()
--;
CREATE FUNCTION a_ksm_box_holds_what_its_lines_say() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.counted <> NEW.opening + coalesce((
    SELECT sum(CASE WHEN kind IN ('brought', 'savings', 'fine', 'instalment', 'repayment', 'jasa', 'gift', 'over')
      THEN amount ELSE -amount END)
    FROM mentoring_groupentry WHERE meeting_id = NEW.id), 0) THEN
    RAISE EXCEPTION 'a_ksm_box_holds_what_its_lines_say' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$
--;
CREATE TRIGGER a_ksm_box_holds_what_its_lines_say AFTER INSERT ON mentoring_groupmeeting
FOR EACH ROW EXECUTE FUNCTION a_ksm_box_holds_what_its_lines_say()
--;
CREATE FUNCTION a_ksm_meeting_counts_who_came() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.expected <> (SELECT count(*) FROM mentoring_attendance WHERE meeting_id = NEW.id)
    OR NEW.present <> (SELECT count(*) FROM mentoring_attendance WHERE meeting_id = NEW.id AND came = 'present') THEN
    RAISE EXCEPTION 'a_ksm_meeting_counts_who_came' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$
--;
CREATE TRIGGER a_ksm_meeting_counts_who_came AFTER INSERT ON mentoring_groupmeeting
FOR EACH ROW EXECUTE FUNCTION a_ksm_meeting_counts_who_came()
--;
CREATE FUNCTION a_ksm_meeting_stays_with_its_ksm() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM community_group WHERE id = NEW.group_id AND book_id = NEW.book_id)
    OR NOT EXISTS (
      SELECT 1 FROM mentoring_grouprules WHERE id = NEW.rules_id AND group_id = NEW.group_id AND book_id = NEW.book_id)
    OR EXISTS (
      SELECT 1 FROM mentoring_groupentry e WHERE e.meeting_id = NEW.id
      AND (e.group_id <> NEW.group_id OR e.book_id <> NEW.book_id))
    OR EXISTS (
      SELECT 1 FROM mentoring_internalloan l WHERE l.meeting_id = NEW.id AND (
        l.group_id <> NEW.group_id OR l.book_id <> NEW.book_id OR NOT EXISTS (
          SELECT 1 FROM mentoring_groupentry e WHERE e.loan_id = l.id AND e.kind = 'loan' AND e.meeting_id = NEW.id
          AND e.amount = l.amount AND e.person_id = l.person_id)))
    OR EXISTS (
      SELECT 1 FROM mentoring_groupentry e JOIN mentoring_internalloan l ON l.id = e.loan_id
      WHERE e.meeting_id = NEW.id AND (
        l.group_id <> NEW.group_id OR l.person_id <> e.person_id OR e.kind = 'loan' AND l.meeting_id <> NEW.id
        OR EXISTS (SELECT 1 FROM mentoring_groupmeeting c WHERE c.corrects_id = l.meeting_id)))
    OR EXISTS (
      SELECT 1 FROM mentoring_promiseresult r JOIN mentoring_promise p ON p.id = r.promise_id
      JOIN mentoring_groupmeeting m ON m.id = p.meeting_id
      WHERE r.meeting_id = NEW.id AND (m.group_id <> NEW.group_id OR m.number >= NEW.number)) THEN
    RAISE EXCEPTION 'a_ksm_meeting_stays_with_its_ksm' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$
--;
CREATE TRIGGER a_ksm_meeting_stays_with_its_ksm AFTER INSERT ON mentoring_groupmeeting
FOR EACH ROW EXECUTE FUNCTION a_ksm_meeting_stays_with_its_ksm()
--;
CREATE FUNCTION savings_in_a_ksm_are_never_short() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (
    SELECT 1 FROM mentoring_groupentry e
    WHERE e.group_id = NEW.group_id AND e.kind IN ('brought', 'savings', 'withdrawal')
    AND NOT EXISTS (SELECT 1 FROM mentoring_groupmeeting c WHERE c.corrects_id = e.meeting_id)
    GROUP BY e.person_id HAVING sum(CASE WHEN e.kind = 'withdrawal' THEN -e.amount ELSE e.amount END) < 0) THEN
    RAISE EXCEPTION 'savings_in_a_ksm_are_never_short' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$
--;
CREATE TRIGGER savings_in_a_ksm_are_never_short AFTER INSERT ON mentoring_groupmeeting
FOR EACH ROW EXECUTE FUNCTION savings_in_a_ksm_are_never_short()
--;
CREATE FUNCTION an_internal_loan_is_never_overpaid() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (
    SELECT 1 FROM mentoring_groupentry e
    WHERE e.group_id = NEW.group_id AND e.kind IN ('loan', 'repayment')
    AND NOT EXISTS (SELECT 1 FROM mentoring_groupmeeting c WHERE c.corrects_id = e.meeting_id)
    GROUP BY e.loan_id HAVING sum(CASE WHEN e.kind = 'loan' THEN e.amount ELSE -e.amount END) < 0) THEN
    RAISE EXCEPTION 'an_internal_loan_is_never_overpaid' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$
--;
CREATE TRIGGER an_internal_loan_is_never_overpaid AFTER INSERT ON mentoring_groupmeeting
FOR EACH ROW EXECUTE FUNCTION an_internal_loan_is_never_overpaid()
--;
CREATE FUNCTION no_more_is_handed_on_than_was_collected() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (
    SELECT sum(CASE WHEN e.kind = 'instalment' THEN e.amount ELSE -e.amount END) FROM mentoring_groupentry e
    WHERE e.group_id = NEW.group_id AND e.kind IN ('instalment', 'handed')
    AND NOT EXISTS (SELECT 1 FROM mentoring_groupmeeting c WHERE c.corrects_id = e.meeting_id)) < 0 THEN
    RAISE EXCEPTION 'no_more_is_handed_on_than_was_collected' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$
--;
CREATE TRIGGER no_more_is_handed_on_than_was_collected AFTER INSERT ON mentoring_groupmeeting
FOR EACH ROW EXECUTE FUNCTION no_more_is_handed_on_than_was_collected()
