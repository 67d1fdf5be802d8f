"""Assessment of tables from outside the register by the published rules, and business as usual."""
