"""Pages of stations: the public ones, those of the scope, that of the first password."""
