"""Tables of the hall: small ones that say what there is, and the tickets and bookings of the days."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from yiwang.centers.models import Center

from .domain.words import BookingState, TicketState


class Hall(models.Model):
    """The hall of a center, with the keys in the addresses of its screen and its kiosk."""

    center = models.OneToOneField(Center, on_delete=models.PROTECT, primary_key=True, related_name="hall")
    screen_key = models.CharField(max_length=32, unique=True)
    kiosk_key = models.CharField(max_length=32, unique=True)
    opened = models.DateTimeField()

    class Meta:
        db_table = "hall"
        verbose_name = "接待大厅"


class HallService(models.Model):
    """A kind of business for which people take a number."""

    center = models.ForeignKey(Center, on_delete=models.PROTECT, related_name="+")
    letter = models.CharField(max_length=1)
    name = models.CharField(max_length=30)
    slot_minutes = models.SmallIntegerField(default=0)
    """Length of a slot for bookings; 0: not bookable."""
    slot_places = models.SmallIntegerField(default=1)
    since = models.DateTimeField()
    retired = models.DateTimeField(null=True)

    class Meta:
        db_table = "hall_service"
        verbose_name = "接待业务"
        constraints = [
            models.UniqueConstraint("center", "letter", name="hall_service_letter_once", condition=Q(retired=None)),
            models.CheckConstraint(name="hall_service_slots", condition=Q(slot_minutes__range=(0, 240), slot_places__range=(1, 50))),
        ]


class HallWindow(models.Model):
    """A window: what it takes, whether it is open, and who sits there now."""

    center = models.ForeignKey(Center, on_delete=models.PROTECT, related_name="+")
    number = models.CharField(max_length=6)
    name = models.CharField(max_length=30)
    takes = ArrayField(models.BigIntegerField(), default=list)
    """Services it takes."""
    user = models.BigIntegerField(null=True)
    """Who sits there now."""
    paused = models.BooleanField(default=False)
    since = models.DateTimeField()
    """Since when it is as it is."""
    retired = models.DateTimeField(null=True)

    class Meta:
        db_table = "hall_window"
        verbose_name = "窗口"
        constraints = [
            models.UniqueConstraint("center", "number", name="hall_window_number_once", condition=Q(retired=None)),
            models.UniqueConstraint("user", name="hall_window_one_seat", condition=Q(user__isnull=False)),
            models.CheckConstraint(name="hall_window_retired_is_empty", condition=Q(retired=None) | Q(user=None)),
        ]


class Ticket(models.Model):
    """One visitor of a day, without a name: at most the surname they gave, sealed, and gone when the day is closed."""

    big = True

    pk = models.CompositePrimaryKey("county", "id")
    county = models.CharField(max_length=6)
    id = models.UUIDField()
    center = models.BigIntegerField()
    day = models.DateField()
    service = models.BigIntegerField()
    letter = models.CharField(max_length=1)
    no = models.SmallIntegerField()
    way = models.TextField()
    need = models.TextField()
    surname = models.BinaryField(null=True)
    slot = models.DateTimeField(null=True, help_text="the booked time, where its holder came in time")
    issued = models.DateTimeField()
    since = models.DateTimeField(help_text="since when it waits; again from when it came back after being missed")
    ready = models.DateTimeField(null=True, help_text="not called before this: it was missed")
    state = models.TextField()
    passed = models.SmallIntegerField(default=0)
    calls = models.SmallIntegerField(default=0)
    misses = models.SmallIntegerField(default=0)
    window = models.BigIntegerField(null=True, help_text="where it was called, or handed to")
    clerk = models.BigIntegerField(null=True, help_text="whose result of the day it is; gone when the day is closed")
    called = models.DateTimeField(null=True)
    begun = models.DateTimeField(null=True)
    ended = models.DateTimeField(null=True)
    matter = models.CharField(max_length=24, blank=True)
    on_spot = models.BooleanField(default=False, help_text="its matter was settled on the spot")

    class Meta:
        db_table = "hall_ticket"
        constraints = [
            models.UniqueConstraint("county", "center", "day", "letter", "no", name="hall_ticket_number"),
            models.CheckConstraint(name="hall_ticket_state", condition=Q(state__in=[state.value for state in TicketState])),
        ]
        indexes = [
            models.Index("county", "center", "day", "state", name="hall_ticket_day"),
            # what the end of the day still has to close, and to forget
            models.Index("day", name="hall_ticket_open", condition=Q(state__in=["waiting", "called", "serving", "missed"])),
            models.Index("day", name="hall_ticket_named", condition=Q(surname__isnull=False) | Q(clerk__isnull=False)),
        ]

    @property
    def number(self) -> str:
        """What the screen shows: A023."""
        return f"{self.letter}{self.no:03d}"


class Booking(models.Model):
    """A time reserved at a center; surname and phone are sealed and go when the day is closed."""

    big = True

    pk = models.CompositePrimaryKey("county", "id")
    county = models.CharField(max_length=6)
    id = models.UUIDField()
    center = models.BigIntegerField()
    service = models.BigIntegerField()
    day = models.DateField()
    slot = models.DateTimeField()
    code = models.BinaryField(help_text="keyed hash; the code itself is told once and kept nowhere")
    surname = models.BinaryField(null=True)
    phone = models.BinaryField(null=True)
    need = models.TextField()
    state = models.TextField()
    made = models.DateTimeField()
    by_user = models.BigIntegerField(null=True, help_text="null: booked by the person")
    ticket = models.UUIDField(null=True)

    class Meta:
        db_table = "hall_booking"
        constraints = [
            models.UniqueConstraint("county", "center", "day", "code", name="hall_booking_code"),
            models.CheckConstraint(name="hall_booking_state", condition=Q(state__in=[state.value for state in BookingState])),
        ]
        indexes = [
            models.Index("county", "center", "day", "service", "slot", name="hall_booking_day"),
            models.Index("day", name="hall_booking_named", condition=Q(phone__isnull=False)),
        ]
