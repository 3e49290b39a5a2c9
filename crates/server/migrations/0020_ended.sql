-- The instant at which a category or a store ended, because an import no longer had it. Its history stays.
ALTER TABLE categories ADD COLUMN ended_at BIGINT;
ALTER TABLE stores ADD COLUMN ended_at BIGINT;
