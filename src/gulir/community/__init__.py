"""Who we are: areas, boards, people, households, groups (KSM), offices with their terms, logins."""
