"""Who gets which answer at which address."""
