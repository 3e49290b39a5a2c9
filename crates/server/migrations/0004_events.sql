-- What pages report of what happened on them: counts, no persons. A visit is a random name that is
-- kept nowhere else; what counts once whichever visit reports it (a coupon, a refused claim) stands
-- under a keyed hash of its name with the number 0, so that these rows lead to no other table.
CREATE TABLE events (
    mall_id TEXT NOT NULL REFERENCES malls (id),
    visit TEXT NOT NULL,
    n BIGINT NOT NULL,
    kind TEXT NOT NULL,
    offer_id TEXT,
    refusal TEXT,
    surface TEXT NOT NULL,
    -- The civil day of the mall, in days since 1970-01-01.
    day BIGINT NOT NULL,
    -- Rounded down to the hour: to the millisecond it would name the claim made in that instant.
    received_at BIGINT NOT NULL,
    PRIMARY KEY (mall_id, visit, n)
);

CREATE INDEX events_of_day ON events (mall_id, day);
