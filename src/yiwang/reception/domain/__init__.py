"""Rules of the hall: whose turn it is, what may happen to a ticket, which times can be booked."""
