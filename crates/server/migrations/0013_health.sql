-- One row that /readyz writes to, to learn whether writes succeed.
CREATE TABLE health (
    id INTEGER PRIMARY KEY,
    checked_at BIGINT NOT NULL
);

INSERT INTO health (id, checked_at) VALUES (1, 0);
