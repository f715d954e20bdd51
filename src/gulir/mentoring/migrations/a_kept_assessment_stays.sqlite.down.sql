DROP TRIGGER a_reply_is_to_a_kept_assessment
--;
DROP TRIGGER an_assessment_has_answers
--;
DROP TRIGGER an_assessment_stays_with_its_ksm
--;
DROP TRIGGER assessments_follow_each_other
--;
DROP TRIGGER a_kept_assessment_takes_no_answer
