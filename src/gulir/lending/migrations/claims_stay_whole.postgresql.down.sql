DROP TRIGGER claims_stay_whole ON lending_covermove
--;
DROP FUNCTION claims_stay_whole()
--;
DROP TRIGGER a_cover_is_of_its_repayment ON lending_cover
--;
DROP FUNCTION a_cover_is_of_its_repayment()
