CREATE TRIGGER attendance_is_taken_while_a_meeting_is_open BEFORE INSERT ON governance_attendance
WHEN NOT EXISTS (
  SELECT 1 FROM governance_meeting m WHERE m.id = NEW.meeting_id AND m.status = 'open'
    AND m.present > (SELECT count(*) FROM governance_attendance a WHERE a.meeting_id = m.id)
    AND (NOT NEW.votes OR m.voters > (SELECT count(*) FROM governance_attendance a WHERE a.meeting_id = m.id AND a.votes))
)
BEGIN SELECT RAISE(ABORT, 'attendance_is_taken_while_a_meeting_is_open'); END
--;
CREATE TRIGGER meetings_close_once BEFORE UPDATE ON governance_meeting WHEN OLD.status <> 'open'
BEGIN SELECT RAISE(ABORT, 'meetings_close_once'); END
--;
CREATE TRIGGER agenda_items_leave_once BEFORE UPDATE ON governance_agendaitem WHEN OLD.status <> 'waiting'
BEGIN SELECT RAISE(ABORT, 'agenda_items_leave_once'); END
--;
CREATE TRIGGER decisions_are_made_in_an_open_meeting_with_quorum BEFORE INSERT ON governance_decision
WHEN NOT EXISTS (
  SELECT 1 FROM governance_meeting m WHERE m.id = NEW.meeting_id AND m.book_id = NEW.book_id AND m.status = 'open'
    AND m.quorate AND m.kind IN ('rwt', 'board') AND m.held_on = NEW.decided_on
    AND NEW.votes_for + NEW.against + NEW.abstained <= m.voters
)
BEGIN SELECT RAISE(ABORT, 'decisions_are_made_in_an_open_meeting_with_quorum'); END
--;
CREATE TRIGGER decisions_are_about_what_was_shown BEFORE INSERT ON governance_decision
WHEN NEW.agenda_id IS NOT NULL AND NOT EXISTS (
  SELECT 1 FROM governance_agendaitem i WHERE i.id = NEW.agenda_id AND i.book_id = NEW.book_id AND i.status = 'waiting'
    AND i.digest = NEW.digest AND i.subject_kind = NEW.subject_kind AND i.subject_id = NEW.subject_id
)
BEGIN SELECT RAISE(ABORT, 'decisions_are_about_what_was_shown'); END
--;
CREATE TRIGGER interests_are_declared_while_the_meeting_is_open BEFORE INSERT ON governance_interest
WHEN NOT EXISTS (
  SELECT 1 FROM governance_decision d JOIN governance_meeting m ON m.id = d.meeting_id
  WHERE d.id = NEW.decision_id AND m.status = 'open'
)
BEGIN SELECT RAISE(ABORT, 'interests_are_declared_while_the_meeting_is_open'); END
--;
CREATE TRIGGER a_rule_changes_by_an_approved_decision_about_it BEFORE INSERT ON governance_rulevalue
WHEN NOT EXISTS (
  SELECT 1 FROM governance_decision d WHERE d.id = NEW.decision_id AND d.book_id = NEW.book_id
    AND d.outcome = 'approved' AND d.subject_kind = 'rule' AND d.subject_id = NEW.key AND d.decided_on = NEW.adopted_on
)
BEGIN SELECT RAISE(ABORT, 'a_rule_changes_by_an_approved_decision_about_it'); END
--;
CREATE TRIGGER values_of_a_rule_follow_each_other BEFORE INSERT ON governance_rulevalue
WHEN EXISTS (
  SELECT 1 FROM governance_rulevalue v
  WHERE v.book_id = NEW.book_id AND v.key = NEW.key AND v.effective_on >= NEW.effective_on
)
BEGIN SELECT RAISE(ABORT, 'values_of_a_rule_follow_each_other'); END
--;
