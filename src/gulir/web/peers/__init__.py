"""One KSM mentoring another: offered, agreed to, told session by session, and compared with KSM alike."""
