"""What can be corrected after submission, who decides, and what waits."""
