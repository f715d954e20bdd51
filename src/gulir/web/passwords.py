"""How passwords are kept: argon2id with settings a village laptop and a city server can both bear."""

from __future__ import annotations

from django.contrib.auth.hashers import Argon2PasswordHasher

__all__ = ["CalmArgon2Hasher"]


class CalmArgon2Hasher(Argon2PasswordHasher):
    """argon2id, 19 MiB, two passes, one lane: about 30 ms of one core, so many desks can log in at once."""

    time_cost = 2
    memory_cost = 19 * 1024
    parallelism = 1
