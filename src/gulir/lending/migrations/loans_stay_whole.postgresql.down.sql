DROP TRIGGER shares_always_add_up_to_the_loan ON lending_share
--;
DROP FUNCTION shares_always_add_up_to_the_loan()
--;
DROP TRIGGER only_named_shares_are_withdrawn ON lending_share
--;
DROP FUNCTION only_named_shares_are_withdrawn()
--;
DROP TRIGGER a_withdrawn_name_gives_its_share_back ON lending_share
--;
DROP FUNCTION a_withdrawn_name_gives_its_share_back()
--;
DROP TRIGGER shares_come_out_of_the_loan ON lending_share
--;
DROP FUNCTION shares_come_out_of_the_loan()
--;
DROP TRIGGER a_schedule_takes_no_later_line ON lending_instalment
--;
DROP FUNCTION a_schedule_takes_no_later_line()
--;
DROP TRIGGER loans_are_whole ON lending_loan
--;
DROP FUNCTION loans_are_whole()
