"""The operations of the API, one module per subject: parse, call one query or deed, encode."""
