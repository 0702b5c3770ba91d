from django.contrib.auth.hashers import PBKDF2PasswordHasher


class QuickHasher(PBKDF2PasswordHasher):
    """The real kind of hash with one round instead of a million: the site's own processes can check it too."""

    iterations = 1
