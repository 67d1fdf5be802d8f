"""One connector per publisher: its question, and its answer turned into figures."""
