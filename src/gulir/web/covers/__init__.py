"""Joint liability inside a KSM: who paid for whom, what is still owed; for all who may read the loan."""
