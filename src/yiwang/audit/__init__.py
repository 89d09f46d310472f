"""Who read which personal data, when, under which post and why."""
