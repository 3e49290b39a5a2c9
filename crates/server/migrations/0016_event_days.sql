-- How many events of a day were stored, and how many were too many.
CREATE TABLE event_days (
    mall_id TEXT NOT NULL REFERENCES malls (id),
    day BIGINT NOT NULL,
    stored BIGINT NOT NULL DEFAULT 0,
    not_stored BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (mall_id, day)
);
