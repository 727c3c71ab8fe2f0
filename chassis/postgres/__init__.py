"""PostgreSQL, the record: sessions, outbox, audit, idempotency, principals, migrations."""
