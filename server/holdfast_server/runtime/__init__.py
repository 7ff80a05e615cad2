"""What the server stands on: settings, database, embedded PostgreSQL, migrations, telemetry."""
