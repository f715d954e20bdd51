CREATE TRIGGER a_closed_ksm_meeting_takes_no_attendance BEFORE INSERT ON mentoring_attendance
WHEN EXISTS (SELECT 1 FROM mentoring_groupmeeting WHERE id = NEW.meeting_id)
BEGIN SELECT RAISE(ABORT, 'a_closed_ksm_meeting_takes_no_attendance'); END
--;
CREATE TRIGGER a_closed_ksm_meeting_takes_no_item BEFORE INSERT ON mentoring_agendaitem
WHEN EXISTS (SELECT 1 FROM mentoring_groupmeeting WHERE id = NEW.meeting_id)
BEGIN SELECT RAISE(ABORT, 'a_closed_ksm_meeting_takes_no_item'); END
--;
CREATE TRIGGER a_closed_ksm_meeting_takes_no_promise BEFORE INSERT ON mentoring_promise
WHEN EXISTS (SELECT 1 FROM mentoring_groupmeeting WHERE id = NEW.meeting_id)
BEGIN SELECT RAISE(ABORT, 'a_closed_ksm_meeting_takes_no_promise'); END
--;
CREATE TRIGGER a_closed_ksm_meeting_takes_no_result BEFORE INSERT ON mentoring_promiseresult
WHEN EXISTS (SELECT 1 FROM mentoring_groupmeeting WHERE id = NEW.meeting_id)
BEGIN SELECT RAISE(ABORT, 'a_closed_ksm_meeting_takes_no_result'); END
--;
CREATE TRIGGER a_closed_ksm_meeting_takes_no_loan BEFORE INSERT ON mentoring_internalloan
WHEN EXISTS (SELECT 1 FROM mentoring_groupmeeting WHERE id = NEW.meeting_id)
BEGIN SELECT RAISE(ABORT, 'a_closed_ksm_meeting_takes_no_loan'); END
--;
CREATE TRIGGER a_closed_ksm_meeting_takes_no_money BEFORE INSERT ON mentoring_groupentry
WHEN EXISTS (SELECT 1 FROM mentoring_groupmeeting WHERE id = NEW.meeting_id)
BEGIN SELECT RAISE(ABORT, 'a_closed_ksm_meeting_takes_no_money'); END
--;
CREATE TRIGGER ksm_meetings_follow_each_other AFTER INSERT ON mentoring_groupmeeting
WHEN NEW.corrects_id IS NULL AND (
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
    OR EXISTS (SELECT 1 FROM mentoring_groupmeeting WHERE group_id = NEW.group_id AND number > NEW.number))
BEGIN SELECT RAISE(ABORT, 'ksm_meetings_follow_each_other'); END
--;
CREATE TRIGGER a_ksm_meeting_opens_with_what_was_left AFTER INSERT ON mentoring_groupmeeting
WHEN NEW.opening <> coalesce((
  SELECT m.counted FROM mentoring_groupmeeting m WHERE m.group_id = NEW.group_id AND m.number = NEW.number - 1
  ORDER BY m.version DESC LIMIT 1), 0)
BEGIN SELECT RAISE(ABORT, 'a_ksm_meeting_opens_with_what_was_left'); END
--;
CREATE TRIGGER a_ksm_box_holds_what_its_lines_say AFTER INSERT ON mentoring_groupmeeting
WHEN NEW.counted <> NEW.opening + coalesce((
  SELECT sum(CASE WHEN kind IN ('brought', 'savings', 'fine', 'instalment', 'repayment', 'jasa', 'gift', 'over')
    THEN amount ELSE -amount END)
  FROM mentoring_groupentry WHERE meeting_id = NEW.id), 0)
BEGIN SELECT RAISE(ABORT, 'a_ksm_box_holds_what_its_lines_say'); END
--;
CREATE TRIGGER a_ksm_meeting_counts_who_came AFTER INSERT ON mentoring_groupmeeting
WHEN NEW.expected <> (SELECT count(*) FROM mentoring_attendance WHERE meeting_id = NEW.id)
  OR NEW.present <> (SELECT count(*) FROM mentoring_attendance WHERE meeting_id = NEW.id AND came = 'present')
BEGIN SELECT RAISE(ABORT, 'a_ksm_meeting_counts_who_came'); END
--;
CREATE TRIGGER a_ksm_meeting_stays_with_its_ksm AFTER INSERT ON mentoring_groupmeeting
WHEN NOT EXISTS (SELECT 1 FROM community_group WHERE id = NEW.group_id AND book_id = NEW.book_id)
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
    WHERE r.meeting_id = NEW.id AND (m.group_id <> NEW.group_id OR m.number >= NEW.number))
BEGIN SELECT RAISE(ABORT, 'a_ksm_meeting_stays_with_its_ksm'); END
--;
CREATE TRIGGER savings_in_a_ksm_are_never_short AFTER INSERT ON mentoring_groupmeeting
WHEN EXISTS (
  SELECT 1 FROM mentoring_groupentry e
  WHERE e.group_id = NEW.group_id AND e.kind IN ('brought', 'savings', 'withdrawal')
  AND NOT EXISTS (SELECT 1 FROM mentoring_groupmeeting c WHERE c.corrects_id = e.meeting_id)
  GROUP BY e.person_id HAVING sum(CASE WHEN e.kind = 'withdrawal' THEN -e.amount ELSE e.amount END) < 0)
BEGIN SELECT RAISE(ABORT, 'savings_in_a_ksm_are_never_short'); END
--;
CREATE TRIGGER an_internal_loan_is_never_overpaid AFTER INSERT ON mentoring_groupmeeting
WHEN EXISTS (
  SELECT 1 FROM mentoring_groupentry e
  WHERE e.group_id = NEW.group_id AND e.kind IN ('loan', 'repayment')
  AND NOT EXISTS (SELECT 1 FROM mentoring_groupmeeting c WHERE c.corrects_id = e.meeting_id)
  GROUP BY e.loan_id HAVING sum(CASE WHEN e.kind = 'loan' THEN e.amount ELSE -e.amount END) < 0)
BEGIN SELECT RAISE(ABORT, 'an_internal_loan_is_never_overpaid'); END
--;
CREATE TRIGGER no_more_is_handed_on_than_was_collected AFTER INSERT ON mentoring_groupmeeting
WHEN (
  SELECT sum(CASE WHEN e.kind = 'instalment' THEN e.amount ELSE -e.amount END) FROM mentoring_groupentry e
  WHERE e.group_id = NEW.group_id AND e.kind IN ('instalment', 'handed')
  AND NOT EXISTS (SELECT 1 FROM mentoring_groupmeeting c WHERE c.corrects_id = e.meeting_id)) < 0
BEGIN SELECT RAISE(ABORT, 'no_more_is_handed_on_than_was_collected'); END
