"""SQL that asks a build."""
