"""The ledger: every submission and decision, in a database with a journal that shows tampering."""
