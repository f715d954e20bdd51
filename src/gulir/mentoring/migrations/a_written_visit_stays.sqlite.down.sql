DROP TRIGGER a_reply_is_to_a_written_visit
--;
DROP TRIGGER a_visit_about_a_loan_sees_its_use
--;
DROP TRIGGER a_visit_meets_somebody
--;
DROP TRIGGER a_visit_stays_with_its_ksm
--;
DROP TRIGGER visits_follow_each_other
--;
DROP TRIGGER a_written_visit_takes_no_photo
--;
DROP TRIGGER a_written_visit_takes_no_use
--;
DROP TRIGGER a_written_visit_takes_no_result
--;
DROP TRIGGER a_written_visit_takes_no_promise
--;
DROP TRIGGER a_written_visit_takes_no_note
--;
DROP TRIGGER a_written_visit_takes_no_member
