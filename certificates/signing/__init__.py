"""Electronic certificates: signing, what their QR code leads to, checking a file that somebody has."""
