-- Tills: codes of coupons, who works at a store, what was taken and given back, and every step of it.

-- When in the week coupons of an offer can be used, as JSON; at any time where it is an empty list.
ALTER TABLE offers ADD COLUMN use_windows TEXT NOT NULL DEFAULT '[]';

-- A hash of the coupon's code, which itself is derived from the server's secret: who reads the table can
-- show no coupon. One claimed before there were codes gets its own when it is shown for the first time.
ALTER TABLE coupons ADD COLUMN code_hash TEXT;
ALTER TABLE coupons ADD COLUMN undone_at BIGINT;
ALTER TABLE coupons ADD COLUMN undone BIGINT NOT NULL DEFAULT 0 CHECK (undone BETWEEN 0 AND 10);
CREATE UNIQUE INDEX coupons_by_code ON coupons (mall_id, code_hash);

-- A key with a store is that store's own till system's, and good for nothing else.
ALTER TABLE api_keys ADD COLUMN store_id TEXT;

CREATE TABLE staff (
    mall_id TEXT NOT NULL REFERENCES malls (id),
    id TEXT NOT NULL,
    password_hash TEXT NOT NULL,
    -- 1 while the password is one that somebody else has seen.
    must_change BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    disabled_at BIGINT,
    PRIMARY KEY (mall_id, id)
);

-- A person logs in with a store and a name; the store '' is the mall itself.
CREATE TABLE staff_roles (
    mall_id TEXT NOT NULL,
    store_id TEXT NOT NULL,
    name TEXT NOT NULL,
    staff_id TEXT NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('cashier', 'store_manager', 'merchant', 'operator', 'provider')),
    PRIMARY KEY (mall_id, store_id, name),
    UNIQUE (mall_id, staff_id, store_id),
    FOREIGN KEY (mall_id, staff_id) REFERENCES staff (mall_id, id)
);

-- Only a hash of the cookie's token is kept.
CREATE TABLE staff_sessions (
    mall_id TEXT NOT NULL,
    token_hash TEXT NOT NULL,
    staff_id TEXT NOT NULL,
    store_id TEXT NOT NULL,
    expires_at BIGINT NOT NULL,
    seen_at BIGINT NOT NULL,
    PRIMARY KEY (mall_id, token_hash),
    FOREIGN KEY (mall_id, staff_id) REFERENCES staff (mall_id, id)
);
CREATE INDEX staff_sessions_of ON staff_sessions (mall_id, staff_id);

-- Wrong tries by a hash of store and name, also where nobody is called so.
CREATE TABLE staff_failures (
    mall_id TEXT NOT NULL,
    subject TEXT NOT NULL,
    failures BIGINT NOT NULL,
    failed_at BIGINT NOT NULL,
    PRIMARY KEY (mall_id, subject)
);

CREATE TABLE redemptions (
    mall_id TEXT NOT NULL,
    id TEXT NOT NULL,
    coupon_id TEXT NOT NULL,
    store_id TEXT NOT NULL,
    -- Who asked: `staff:` or `key:` and an id, and the name people know it by.
    till TEXT NOT NULL,
    request_id TEXT NOT NULL,
    taken_by TEXT NOT NULL,
    code_read TEXT NOT NULL,
    order_number TEXT NOT NULL,
    amount BIGINT NOT NULL CHECK (amount >= 0),
    saved BIGINT,
    at BIGINT NOT NULL,
    day BIGINT NOT NULL,
    undone_at BIGINT,
    undone_by TEXT,
    undone_for TEXT,
    PRIMARY KEY (mall_id, id),
    FOREIGN KEY (mall_id, coupon_id) REFERENCES coupons (mall_id, id)
);
-- A coupon is taken once, or again after it was given back.
CREATE UNIQUE INDEX redemptions_standing ON redemptions (mall_id, coupon_id) WHERE undone_at IS NULL;
CREATE INDEX redemptions_of_day ON redemptions (mall_id, store_id, day, at);

-- Every request of a till that was decided, under the till's own id.
CREATE TABLE till_requests (
    mall_id TEXT NOT NULL,
    till TEXT NOT NULL,
    request_id TEXT NOT NULL,
    coupon_id TEXT NOT NULL,
    order_number TEXT NOT NULL,
    amount BIGINT NOT NULL,
    redemption_id TEXT,
    refusal TEXT,
    answered_at BIGINT NOT NULL,
    PRIMARY KEY (mall_id, till, request_id)
);

-- What happened to coupons at tills; rows are added and never changed.
CREATE TABLE coupon_steps (
    mall_id TEXT NOT NULL,
    coupon_id TEXT NOT NULL,
    n BIGINT NOT NULL,
    step TEXT NOT NULL,
    actor TEXT NOT NULL,
    reason TEXT,
    request_id TEXT,
    at BIGINT NOT NULL,
    PRIMARY KEY (mall_id, coupon_id, n)
);
CREATE INDEX coupon_steps_by_time ON coupon_steps (mall_id, at);

-- What a store's tills may take while they are offline; nothing where there is no row.
CREATE TABLE offline_settings (
    mall_id TEXT NOT NULL,
    store_id TEXT NOT NULL,
    most_value BIGINT NOT NULL CHECK (most_value > 0),
    most_count BIGINT NOT NULL CHECK (most_count > 0),
    PRIMARY KEY (mall_id, store_id),
    FOREIGN KEY (mall_id, store_id) REFERENCES stores (mall_id, id)
);

-- Leaves for one till to do so for a while, each with the settings of its time.
CREATE TABLE offline_grants (
    mall_id TEXT NOT NULL,
    id TEXT NOT NULL,
    store_id TEXT NOT NULL,
    till TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    ends_at BIGINT NOT NULL,
    most_value BIGINT NOT NULL,
    most_count BIGINT NOT NULL,
    used BIGINT NOT NULL DEFAULT 0 CHECK (used <= most_count),
    PRIMARY KEY (mall_id, id)
);

-- What tills took offline and should not have, with the reason as JSON: for the mall and the store to settle, never
-- for the shopper to pay.
CREATE TABLE offline_conflicts (
    mall_id TEXT NOT NULL,
    till TEXT NOT NULL,
    request_id TEXT NOT NULL,
    store_id TEXT NOT NULL,
    taken_by TEXT NOT NULL,
    coupon_id TEXT,
    order_number TEXT NOT NULL,
    amount BIGINT NOT NULL,
    taken_at BIGINT NOT NULL,
    found_at BIGINT NOT NULL,
    reason TEXT NOT NULL,
    PRIMARY KEY (mall_id, till, request_id)
);
CREATE INDEX offline_conflicts_by_time ON offline_conflicts (mall_id, found_at);
