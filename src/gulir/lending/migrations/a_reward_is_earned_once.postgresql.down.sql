DROP TRIGGER a_reward_is_earned_once ON lending_reward
--;
DROP FUNCTION a_reward_is_earned_once()
