"""Who may sign in: a name to type, a name to read, a credential. Rights come from appointments, never from here."""

from __future__ import annotations

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower


class UserManager(BaseUserManager["User"]):
    """Makes users with a hashed password; a user without one cannot sign in."""

    def create_user(self, username: str, password: str | None = None, **fields: object) -> User:
        """Store a user; `password` None leaves the account without a way in."""
        user = self.model(username=username.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> User:
        """Return the user of that sign-in name, whatever the case it is typed in."""
        return self.get(username=(username or "").strip().lower())


class User(AbstractBaseUser):
    """A person with a sign-in. What they may do is written in their appointments (`centers.Appointment`)."""

    class TextSize(models.TextChoices):
        """How large the pages are set for this person."""

        NORMAL = "normal", "标准"
        LARGE = "large", "大"
        LARGEST = "largest", "特大"

    username = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=60)
    initials = models.CharField(max_length=40, blank=True, db_collation="C")
    """First letters of the name's reading, by which it is found."""
    language = models.CharField(max_length=8, default="zh-hans")
    text_size = models.CharField(max_length=8, choices=TextSize, default=TextSize.NORMAL)
    is_active = models.BooleanField(default=True)
    created = models.DateTimeField()
    must_change_password = models.BooleanField(default=False)

    objects = UserManager()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = "用户"
        constraints = [models.CheckConstraint(condition=models.Q(username=Lower("username")), name="user_username_lower")]

    def __str__(self) -> str:
        """Return the name people read."""
        return self.name
