"""A small net in the database with its cast, and matters walked to a state by real operations.

from tests.factories import build_town, bring, walk

town = build_town()
number = bring(town).number
"""

from .matters import bring, do, intake_of, walk
from .net import Town, build_town

__all__ = ["Town", "bring", "build_town", "do", "intake_of", "walk"]
