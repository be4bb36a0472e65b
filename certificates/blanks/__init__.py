"""The ledger of blank certificates."""
