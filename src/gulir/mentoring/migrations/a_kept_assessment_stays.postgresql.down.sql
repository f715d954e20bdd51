DROP TRIGGER a_reply_is_to_a_kept_assessment ON mentoring_assessmentreply
--;
DROP FUNCTION a_reply_is_to_a_kept_assessment()
--;
DROP TRIGGER an_assessment_has_answers ON mentoring_assessment
--;
DROP FUNCTION an_assessment_has_answers()
--;
DROP TRIGGER an_assessment_stays_with_its_ksm ON mentoring_assessment
--;
DROP FUNCTION an_assessment_stays_with_its_ksm()
--;
DROP TRIGGER assessments_follow_each_other ON mentoring_assessment
--;
DROP FUNCTION assessments_follow_each_other()
--;
DROP TRIGGER a_kept_assessment_takes_no_answer ON mentoring_assessmentanswer
--;
DROP FUNCTION a_kept_assessment_takes_no_answer()
