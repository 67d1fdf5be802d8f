"""What a briefing tells: one module per part."""
