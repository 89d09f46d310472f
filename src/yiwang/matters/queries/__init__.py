"""Reading matters: work queues, the matter page, the person's page. Everything goes through `access`."""

from .counts import Count, queue_counts
from .follow import FollowPage, follow, person
from .page import MatterPage, matter_page
from .queues import DUTIES, queue
from .rows import Filters, MatterRow
from .visits import Visit, last_brought, visit

__all__ = [
    "DUTIES",
    "Count",
    "Filters",
    "FollowPage",
    "MatterPage",
    "MatterRow",
    "Visit",
    "follow",
    "last_brought",
    "matter_page",
    "person",
    "queue",
    "queue_counts",
    "visit",
]
