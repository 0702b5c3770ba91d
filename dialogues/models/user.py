from django.contrib.auth.models import AbstractUser


class User(AbstractUser):
    """A person who signs in. A model of its own from the first day, because replacing it later is what costs."""
