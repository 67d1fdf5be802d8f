"""What Servanda promises, held against real files, a real database and a real browser."""
