-- A session or an entry by a weak proof shows no coupon from before this instant. Null shows all.
ALTER TABLE sessions ADD COLUMN since BIGINT;
ALTER TABLE entries ADD COLUMN since BIGINT;

-- The entry that gave the session. It is used up when the session first comes back, and this is null then.
ALTER TABLE sessions ADD COLUMN entry_hash TEXT;
CREATE INDEX sessions_by_entry ON sessions (mall_id, entry_hash);
