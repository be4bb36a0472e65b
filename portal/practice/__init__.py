"""What a practice portal is filled with, and the whole journey played through forms and services."""
