"""The first page shows the city alive, in counts of its own place, and nothing of another."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from yiwang.facts import operations as facts
from yiwang.infra import clock
