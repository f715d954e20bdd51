DROP TRIGGER a_reply_is_to_a_written_visit ON mentoring_visitreply
--;
DROP FUNCTION a_reply_is_to_a_written_visit()
--;
DROP TRIGGER a_visit_about_a_loan_sees_its_use ON mentoring_visit
--;
DROP FUNCTION a_visit_about_a_loan_sees_its_use()
--;
DROP TRIGGER a_visit_meets_somebody ON mentoring_visit
--;
DROP FUNCTION a_visit_meets_somebody()
--;
DROP TRIGGER a_visit_stays_with_its_ksm ON mentoring_visit
--;
DROP FUNCTION a_visit_stays_with_its_ksm()
--;
DROP TRIGGER visits_follow_each_other ON mentoring_visit
--;
DROP FUNCTION visits_follow_each_other()
--;
DROP TRIGGER a_written_visit_takes_no_photo ON mentoring_visitphoto
--;
DROP FUNCTION a_written_visit_takes_no_photo()
--;
DROP TRIGGER a_written_visit_takes_no_use ON mentoring_loanuse
--;
DROP FUNCTION a_written_visit_takes_no_use()
--;
DROP TRIGGER a_written_visit_takes_no_result ON mentoring_visitpromiseresult
--;
DROP FUNCTION a_written_visit_takes_no_result()
--;
DROP TRIGGER a_written_visit_takes_no_promise ON mentoring_visitpromise
--;
DROP FUNCTION a_written_visit_takes_no_promise()
--;
DROP TRIGGER a_written_visit_takes_no_note ON mentoring_visitnote
--;
DROP FUNCTION a_written_visit_takes_no_note()
--;
DROP TRIGGER a_written_visit_takes_no_member ON mentoring_visitmet
--;
DROP FUNCTION a_written_visit_takes_no_member()
