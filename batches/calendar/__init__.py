"""The days of a batch, of a station, and of a date that is only thought of."""
