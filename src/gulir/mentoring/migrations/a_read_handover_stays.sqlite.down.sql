DROP TRIGGER a_reply_is_to_a_read_handover
--;
DROP TRIGGER a_handover_reading_reads_something
--;
DROP TRIGGER a_handover_reading_is_of_its_quarter
--;
DROP TRIGGER handover_readings_follow_each_other
--;
DROP TRIGGER a_read_handover_takes_no_level
