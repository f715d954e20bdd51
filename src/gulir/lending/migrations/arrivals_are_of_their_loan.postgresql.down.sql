DROP TRIGGER arrivals_are_of_their_loan ON lending_arrival
--;
DROP FUNCTION arrivals_are_of_their_loan()
