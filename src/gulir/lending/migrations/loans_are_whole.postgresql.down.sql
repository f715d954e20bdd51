DROP TRIGGER a_repayment_lies_in_its_book ON lending_repayment
--;
DROP FUNCTION a_repayment_lies_in_its_book()
--;
DROP TRIGGER shares_never_exceed_the_loan ON lending_share
--;
DROP FUNCTION shares_never_exceed_the_loan()
--;
DROP TRIGGER a_schedule_takes_no_later_line ON lending_instalment
--;
DROP FUNCTION a_schedule_takes_no_later_line()
--;
DROP TRIGGER loans_are_whole ON lending_loan
--;
DROP FUNCTION loans_are_whole()
--;
