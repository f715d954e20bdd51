CREATE TRIGGER a_kept_assessment_takes_no_answer BEFORE INSERT ON mentoring_assessmentanswer
WHEN EXISTS (SELECT 1 FROM mentoring_assessment WHERE id = NEW.assessment_id)
BEGIN SELECT RAISE(ABORT, 'a_kept_assessment_takes_no_answer'); END
--;
CREATE TRIGGER assessments_follow_each_other AFTER INSERT ON mentoring_assessment
WHEN NEW.number <> 1 + coalesce((
    SELECT max(number) FROM mentoring_assessment
    WHERE group_id = NEW.group_id AND instrument = NEW.instrument AND id <> NEW.id), 0)
  OR EXISTS (
    SELECT 1 FROM mentoring_assessment
    WHERE group_id = NEW.group_id AND instrument = NEW.instrument AND read_on > NEW.read_on)
BEGIN SELECT RAISE(ABORT, 'assessments_follow_each_other'); END
--;
CREATE TRIGGER an_assessment_stays_with_its_ksm AFTER INSERT ON mentoring_assessment
WHEN NOT EXISTS (SELECT 1 FROM community_group WHERE id = NEW.group_id AND book_id = NEW.book_id)
BEGIN SELECT RAISE(ABORT, 'an_assessment_stays_with_its_ksm'); END
--;
CREATE TRIGGER an_assessment_has_answers AFTER INSERT ON mentoring_assessment
WHEN NOT EXISTS (SELECT 1 FROM mentoring_assessmentanswer WHERE assessment_id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'an_assessment_has_answers'); END
--;
CREATE TRIGGER a_reply_is_to_a_kept_assessment BEFORE INSERT ON mentoring_assessmentreply
WHEN NOT EXISTS (SELECT 1 FROM mentoring_assessment WHERE id = NEW.assessment_id)
BEGIN SELECT RAISE(ABORT, 'a_reply_is_to_a_kept_assessment'); END
