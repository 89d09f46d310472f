"""Deeds: reporting by hand and by rule, signing, following up, ending, and the watcher."""

from .raising import by_rule, raise_report
from .reporting import end_report, follow_up, forget_words, sign
from .watching import watch_reports

__all__ = ["by_rule", "end_report", "follow_up", "forget_words", "raise_report", "sign", "watch_reports"]
