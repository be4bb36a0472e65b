"""What people type into the pages of stations, of applications and of reviews."""
