DROP TRIGGER an_asking_stays_with_its_loan ON mentoring_followup
--;
DROP FUNCTION an_asking_stays_with_its_loan()
--;
DROP TRIGGER askings_follow_each_other ON mentoring_followup
--;
DROP FUNCTION askings_follow_each_other()
--;
DROP TRIGGER an_asking_tells_no_more_jobs_than_workers ON mentoring_followup
--;
DROP FUNCTION an_asking_tells_no_more_jobs_than_workers()
--;
DROP TRIGGER a_written_asking_takes_no_job ON mentoring_followupjob
--;
DROP FUNCTION a_written_asking_takes_no_job()
