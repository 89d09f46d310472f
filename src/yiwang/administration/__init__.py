"""Running a center without code: units, people, duty lists and rules, changed by the system officer and written down."""
