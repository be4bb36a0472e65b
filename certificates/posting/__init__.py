"""Certificates on their way: parcels to the station, handed over to the person (guide 4.6-7)."""
