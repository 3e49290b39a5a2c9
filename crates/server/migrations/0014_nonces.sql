-- Nonces of signed requests that may come once, until their timestamps are too old.
CREATE TABLE nonces (
    mall_id TEXT NOT NULL REFERENCES malls (id),
    key_id TEXT NOT NULL,
    nonce TEXT NOT NULL,
    used_at BIGINT NOT NULL,
    PRIMARY KEY (mall_id, key_id, nonce)
);
CREATE INDEX nonces_by_time ON nonces (mall_id, used_at);
