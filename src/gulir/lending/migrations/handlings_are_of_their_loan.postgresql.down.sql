DROP TRIGGER a_step_lies_in_the_book_of_its_loan ON lending_handling
--;
DROP FUNCTION a_step_lies_in_the_book_of_its_loan()
