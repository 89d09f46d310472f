"""Tables of the matter: the row that is locked, and the indexed projection of its case for queues and the watcher.

Every key starts with `county`, the first six digits of the registering center's region, which never changes; no big table
refers to another by a foreign key, and no identifier comes from a sequence (DESIGN §7). Only `matters.operations` writes here.
"""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models


class Matter(models.Model):
    """One thing somebody brought. `case_doc` is the truth; every other column that repeats it is written in the same statement."""

    big = True

    pk = models.CompositePrimaryKey("county", "id")
    county = models.CharField(max_length=6)
    id = models.UUIDField()
    number = models.CharField(max_length=24)
    query_code_hash = models.BinaryField(help_text="keyed hash; the code itself is told once and kept nowhere")
    version = models.IntegerField(help_text="grows by one with every act")
    seq = models.IntegerField(help_text="of the last ledger entry")
    head = models.BinaryField(help_text="hash of the last ledger entry")
    case_doc = models.JSONField()

    state = models.TextField()
    nature = models.TextField()
    procedure = models.TextField()
    category = models.TextField()
    platform = models.TextField()
    channel = models.TextField()
    holder = models.BigIntegerField()
    registrar = models.BigIntegerField()
    registered_by = models.BigIntegerField(null=True)
    place = models.CharField(max_length=12, db_collation="C", help_text="region code of where it happened")
    address = models.TextField(help_text="building-level place in clear; the room is sealed with the party")
    title = models.TextField(help_text="de-identified")
    occurred_at = models.DateTimeField(null=True)
    registered = models.DateTimeField()
    updated = models.DateTimeField()
    last_act = models.TextField()
    last_unit = models.BigIntegerField(null=True)
    due = models.DateTimeField(null=True, help_text="the governing limit that runs; null when none does")
    suspended_until = models.DateField(null=True)
    sensitive = models.BooleanField(help_text="family or violence: on no map and in no suggestion")
    anonymous = models.BooleanField()
    parties = models.SmallIntegerField(help_text="last placeholder number given")
    served = models.BooleanField()
    rated = models.SmallIntegerField(null=True, help_text="stars the person gave for the last closing")
    cards = models.TextField(help_text="the gravest unanswered card: reminder, yellow, red or nothing")
    listed = models.TextField(default="", db_default="", help_text="proposed or listed (挂牌督办), or nothing")

    area = models.CharField(max_length=12, db_collation="C", help_text="region code of the holder: what supervision from above reads")
    stakes = ArrayField(models.BigIntegerField(), help_text="units with a part in it: see matters.access.sight")
    above = ArrayField(models.BigIntegerField(), help_text="the lines above the units that hold or held an order")
    blocked = models.BooleanField(help_text="there are rows in matter_block")

    class Meta:
        db_table = "matter"
        constraints = [models.UniqueConstraint("county", "number", name="matter_number")]
        indexes = [
            models.Index("area", "id", name="matter_area"),  # the list of a small area, newest first
            models.Index("id", name="matter_newest"),  # the list of a large one
            models.Index("holder", "id", name="matter_holder"),  # the list of a center, newest first
            # what colleagues of a unit registered, newest first
            models.Index("registrar", "id", name="matter_registrar", condition=models.Q(registered_by__isnull=False)),
            # what a center holds by deadline; what is late of it is counted from the index alone
            models.Index(
                "holder",
                "due",
                "id",
                include=["platform", "blocked", "nature"],
                name="matter_holder_due",
                condition=models.Q(due__isnull=False),
            ),
            # of that count, the few that are asked about one by one
            models.Index(
                "holder",
                name="matter_holder_guarded",
                condition=models.Q(models.Q(blocked=True) | models.Q(nature="accusation"), due__isnull=False),
            ),
            # what the joint meeting has listed or has to decide on: few
            models.Index("area", "id", name="matter_listed", condition=~models.Q(listed="")),
        ]


class MatterOrder(models.Model):
    """One unit's undertaking inside a matter."""

    big = True

    pk = models.CompositePrimaryKey("county", "matter_id", "key")
    county = models.CharField(max_length=6)
    matter_id = models.UUIDField()
    key = models.TextField()
    unit = models.BigIntegerField()
    lead = models.BooleanField()
    parent = models.TextField()
    state = models.TextField()
    outcome = models.TextField()
    due = models.DateTimeField(null=True)

    class Meta:
        db_table = "matter_order"
        indexes = [models.Index("unit", "matter_id", name="matter_order_unit")]  # all orders a unit ever had, newest first


class MatterClock(models.Model):
    """One limit of the matter or of a part of it, and the days on which a suspension or a hearing ends."""

    big = True

    pk = models.CompositePrimaryKey("county", "matter_id", "key")
    county = models.CharField(max_length=6)
    matter_id = models.UUIDField()
    key = models.TextField()
    kind = models.TextField()
    subject = models.TextField()
    state = models.TextField()
    due = models.DateTimeField()
    wake = models.DateTimeField(null=True, help_text="when the watcher must look at it next; null when it need not")
    provisional = models.BooleanField()
    raised = models.TextField()
    raise_at = models.DateTimeField(null=True, help_text="when it is told as near or passed next")
    card_at = models.DateTimeField(null=True, help_text="when the next card goes out by rule; `wake` is the earlier of the two")

    class Meta:
        db_table = "matter_clock"
        indexes = [
            # read by the watcher: never more than the limits that still have something to say
            models.Index("wake", "county", "matter_id", name="matter_clock_wake", condition=models.Q(wake__isnull=False)),
            # read when a new calendar arrives
            models.Index("county", "matter_id", name="matter_clock_provisional", condition=models.Q(provisional=True)),
        ]


class MatterCard(models.Model):
    """A card of urging (督办): what the board of supervision lists and counts."""

    big = True

    pk = models.CompositePrimaryKey("county", "matter_id", "key")
    county = models.CharField(max_length=6)
    matter_id = models.UUIDField()
    key = models.TextField()
    unit = models.BigIntegerField(help_text="the unit urged")
    level = models.TextField(help_text="reminder, yellow, red")
    state = models.TextField(help_text="open, lapsed (not answered in time), answered, told (asks for no answer)")
    by_unit = models.BigIntegerField()
    by_rule = models.BooleanField()
    above = models.BigIntegerField(help_text="the unit it rose to, 0 when it has not risen")
    sent = models.DateTimeField()
    due = models.DateTimeField(null=True, help_text="until when it is to be answered, while that runs")
    area = models.CharField(max_length=12, db_collation="C", help_text="region code of the holder, as in `matter`")

    class Meta:
        db_table = "matter_card"
        indexes = [
            models.Index("unit", "state", "sent", "matter_id", "key", name="matter_card_unit"),  # what one unit was sent
            models.Index("area", "state", "sent", name="matter_card_area"),  # what was sent in an area
            models.Index("above", name="matter_card_risen", condition=models.Q(above__gt=0)),  # what rose to a unit: few
        ]


class MatterTodo(models.Model):
    """What waits for a unit (待办): the one table that work queues and their counts read."""

    big = True

    pk = models.CompositePrimaryKey("county", "matter_id", "key")
    county = models.CharField(max_length=6)
    matter_id = models.UUIDField()
    key = models.TextField()
    unit = models.BigIntegerField()
    duty = models.TextField()
    subject = models.TextField()
    due = models.DateTimeField(help_text="year 9999 when nothing runs")
    platform = models.TextField(help_text="of the category, for the tabs")
    guarded = models.BooleanField(help_text="an accusation or blocked for somebody: counted only after asking who may see it")
    since = models.DateTimeField()

    class Meta:
        db_table = "matter_todo"
        indexes = [
            # a queue by deadline; its counts are read from the index alone
            models.Index("unit", "duty", "due", "matter_id", "key", include=["platform", "guarded"], name="matter_todo_queue"),
            # of the counts, the few that are asked about one by one
            models.Index("unit", name="matter_todo_guarded", condition=models.Q(guarded=True)),
        ]


class MatterMark(models.Model):
    """What an account keeps of a matter: the version it last opened, and whether it follows it (关注)."""

    big = True

    pk = models.CompositePrimaryKey("county", "matter_id", "user_id")
    county = models.CharField(max_length=6)
    matter_id = models.UUIDField()
    user_id = models.BigIntegerField()
    version = models.IntegerField(help_text="of the matter when it was last opened")
    opened = models.DateTimeField()
    followed = models.BooleanField()

    class Meta:
        db_table = "matter_mark"
        indexes = [
            # what an account follows, newest first
            models.Index("user_id", "matter_id", name="matter_mark_followed", condition=models.Q(followed=True)),
            # the nightly forgetting
            models.Index("opened", name="matter_mark_opened", condition=models.Q(followed=False)),
        ]


class MatterParty(models.Model):
    """A person or organization in this matter, and in this matter only; every personal field is sealed."""

    big = True

    pk = models.CompositePrimaryKey("county", "matter_id", "no")
    county = models.CharField(max_length=6)
    matter_id = models.UUIDField()
    no = models.SmallIntegerField(help_text="of the placeholder 〔当事人no〕")
    part = models.TextField(help_text="reporter, agent, claimant, representative, counterpart, accused")
    kind = models.TextField(help_text="person or organization")
    visiting = models.BooleanField(help_text="one of the at most five representatives who come in person")
    sealed = models.BinaryField(null=True, help_text="name, phone, document, address and room as one sealed value; null when erased")
    name_blind = models.BinaryField(null=True)
    phone_blind = models.BinaryField(null=True)
    document_blind = models.BinaryField(null=True)

    class Meta:
        db_table = "matter_party"
        indexes = [
            # exact look-up inside one's own duty, one matter at a time, logged
            models.Index("phone_blind", name="matter_party_phone", condition=models.Q(phone_blind__isnull=False)),
            models.Index("document_blind", name="matter_party_document", condition=models.Q(document_blind__isnull=False)),
        ]


class MatterBlock(models.Model):
    """A unit with its line below, or a user, that may neither see nor handle nor count the matter."""

    big = True

    pk = models.CompositePrimaryKey("county", "matter_id", "key")
    county = models.CharField(max_length=6)
    matter_id = models.UUIDField()
    key = models.TextField(help_text="u12 for a unit, p34 for a user")
    unit = models.BigIntegerField(null=True)
    user_id = models.BigIntegerField(null=True)
    reason = models.TextField(help_text="accusation or recusal")

    class Meta:
        db_table = "matter_block"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(unit__isnull=True, user_id__isnull=False) | models.Q(unit__isnull=False, user_id__isnull=True),
                name="matter_block_one",
            )
        ]


class MatterLink(models.Model):
    """This matter names another (linked or merged); each of the two has its own row, under its own county."""

    big = True

    pk = models.CompositePrimaryKey("county", "matter_id", "other")
    county = models.CharField(max_length=6)
    matter_id = models.UUIDField()
    other = models.CharField(max_length=24, help_text="number of the other matter")
    kind = models.TextField(help_text="linked, master or member")

    class Meta:
        db_table = "matter_link"


class MatterFile(models.Model):
    """An attachment of the matter, with the ledger entry it came with."""

    big = True

    pk = models.CompositePrimaryKey("county", "matter_id", "file_id")
    county = models.CharField(max_length=6)
    matter_id = models.UUIDField()
    file_id = models.UUIDField()
    seq = models.IntegerField()
    name = models.TextField()
    kind = models.TextField()
    size = models.BigIntegerField()
    visible = models.BooleanField(help_text="the person may open it")

    class Meta:
        db_table = "matter_file"
