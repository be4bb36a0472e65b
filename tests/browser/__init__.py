"""What people do, done in a real Chromium."""
