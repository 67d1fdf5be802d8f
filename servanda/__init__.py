"""Servanda under one name: the commands of the ETL and of the dashboard, and `init` to begin with."""
