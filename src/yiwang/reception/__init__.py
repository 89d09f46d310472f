"""The hall of a center: windows, tickets and bookings, and whose turn it is."""
