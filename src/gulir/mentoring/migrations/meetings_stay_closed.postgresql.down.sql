DROP TRIGGER no_more_is_handed_on_than_was_collected ON mentoring_groupmeeting
--;
DROP FUNCTION no_more_is_handed_on_than_was_collected()
--;
DROP TRIGGER an_internal_loan_is_never_overpaid ON mentoring_groupmeeting
--;
DROP FUNCTION an_internal_loan_is_never_overpaid()
--;
DROP TRIGGER savings_in_a_ksm_are_never_short ON mentoring_groupmeeting
--;
DROP FUNCTION savings_in_a_ksm_are_never_short()
--;
DROP TRIGGER a_ksm_meeting_stays_with_its_ksm ON mentoring_groupmeeting
--;
DROP FUNCTION a_ksm_meeting_stays_with_its_ksm()
--;
DROP TRIGGER a_ksm_meeting_counts_who_came ON mentoring_groupmeeting
--;
DROP FUNCTION a_ksm_meeting_counts_who_came()
--;
DROP TRIGGER a_ksm_box_holds_what_its_lines_say ON mentoring_groupmeeting
--;
DROP FUNCTION a_ksm_box_holds_what_its_lines_say()
--;
DROP TRIGGER a_ksm_meeting_opens_with_what_was_left ON mentoring_groupmeeting
--;
DROP FUNCTION a_ksm_meeting_opens_with_what_was_left()
--;
DROP TRIGGER ksm_meetings_follow_each_other ON mentoring_groupmeeting
--;
DROP FUNCTION ksm_meetings_follow_each_other()
--;
DROP TRIGGER a_closed_ksm_meeting_takes_no_money ON mentoring_groupentry
--;
DROP FUNCTION a_closed_ksm_meeting_takes_no_money()
--;
DROP TRIGGER a_closed_ksm_meeting_takes_no_loan ON mentoring_internalloan
--;
DROP FUNCTION a_closed_ksm_meeting_takes_no_loan()
--;
DROP TRIGGER a_closed_ksm_meeting_takes_no_result ON mentoring_promiseresult
--;
DROP FUNCTION a_closed_ksm_meeting_takes_no_result()
--;
DROP TRIGGER a_closed_ksm_meeting_takes_no_promise ON mentoring_promise
--;
DROP FUNCTION a_closed_ksm_meeting_takes_no_promise()
--;
DROP TRIGGER a_closed_ksm_meeting_takes_no_item ON mentoring_agendaitem
--;
DROP FUNCTION a_closed_ksm_meeting_takes_no_item()
--;
DROP TRIGGER a_closed_ksm_meeting_takes_no_attendance ON mentoring_attendance
--;
DROP FUNCTION a_closed_ksm_meeting_takes_no_attendance()
