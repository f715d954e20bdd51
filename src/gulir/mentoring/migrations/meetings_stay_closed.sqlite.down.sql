DROP TRIGGER no_more_is_handed_on_than_was_collected
--;
DROP TRIGGER an_internal_loan_is_never_overpaid
--;
DROP TRIGGER savings_in_a_ksm_are_never_short
--;
DROP TRIGGER a_ksm_meeting_stays_with_its_ksm
--;
DROP TRIGGER a_ksm_meeting_counts_who_came
--;
DROP TRIGGER a_ksm_box_holds_what_its_lines_say
--;
DROP TRIGGER a_ksm_meeting_opens_with_what_was_left
--;
DROP TRIGGER ksm_meetings_follow_each_other
--;
DROP TRIGGER a_closed_ksm_meeting_takes_no_money
--;
DROP TRIGGER a_closed_ksm_meeting_takes_no_loan
--;
DROP TRIGGER a_closed_ksm_meeting_takes_no_result
--;
DROP TRIGGER a_closed_ksm_meeting_takes_no_promise
--;
DROP TRIGGER a_closed_ksm_meeting_takes_no_item
--;
DROP TRIGGER a_closed_ksm_meeting_takes_no_attendance
