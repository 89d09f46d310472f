"""Immediate reports (紧急信息报送): grave and urgent matters, told at once to the leaders of each level above."""
