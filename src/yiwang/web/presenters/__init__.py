"""Presenters: what the rules and queries know, put into the words and shapes a page shows. No queries of their own."""
