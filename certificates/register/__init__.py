"""The register of certificates as the public and other offices ask it; former ones come into it."""
