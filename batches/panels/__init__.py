"""What a panel must and should look like, and what the station says of it."""
