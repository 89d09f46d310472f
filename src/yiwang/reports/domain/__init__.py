"""Which levels hear of it, and by when each must have signed for it."""
