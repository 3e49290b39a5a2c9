-- One schema for SQLite and PostgreSQL. Instants are milliseconds since 1970 in UTC, amounts are
-- fen, lists and terms are JSON as text. `mall_id` leads every key: a mall is the unit of spreading.

CREATE TABLE malls (
    id TEXT PRIMARY KEY,
    name_zh TEXT NOT NULL,
    name_en TEXT,
    zone TEXT NOT NULL,
    host TEXT UNIQUE
);

CREATE TABLE categories (
    mall_id TEXT NOT NULL REFERENCES malls (id),
    id TEXT NOT NULL,
    parent_id TEXT,
    name_zh TEXT NOT NULL,
    name_en TEXT,
    PRIMARY KEY (mall_id, id)
);

CREATE TABLE stores (
    mall_id TEXT NOT NULL,
    id TEXT NOT NULL,
    category_id TEXT NOT NULL,
    name_zh TEXT NOT NULL,
    name_en TEXT,
    floor TEXT NOT NULL,
    unit TEXT NOT NULL,
    PRIMARY KEY (mall_id, id),
    FOREIGN KEY (mall_id, category_id) REFERENCES categories (mall_id, id)
);

CREATE TABLE links (
    mall_id TEXT NOT NULL,
    from_category TEXT NOT NULL,
    to_category TEXT NOT NULL,
    weight BIGINT NOT NULL CHECK (weight BETWEEN 1 AND 100),
    why_zh TEXT NOT NULL,
    why_en TEXT,
    PRIMARY KEY (mall_id, from_category, to_category)
);

CREATE TABLE offers (
    mall_id TEXT NOT NULL,
    id TEXT NOT NULL,
    store_id TEXT NOT NULL,
    state TEXT NOT NULL,
    title_zh TEXT NOT NULL,
    title_en TEXT,
    benefit_zh TEXT NOT NULL,
    benefit_en TEXT NOT NULL,
    threshold BIGINT NOT NULL CHECK (threshold >= 0),
    payment_minimum BIGINT NOT NULL CHECK (payment_minimum >= 0),
    claim_from BIGINT NOT NULL,
    claim_until BIGINT NOT NULL,
    validity TEXT NOT NULL,
    total_stock BIGINT,
    daily_stock BIGINT,
    claimed BIGINT NOT NULL DEFAULT 0,
    per_person_limit BIGINT NOT NULL CHECK (per_person_limit >= 1),
    rules_zh TEXT NOT NULL,
    rules_en TEXT NOT NULL,
    PRIMARY KEY (mall_id, id),
    FOREIGN KEY (mall_id, store_id) REFERENCES stores (mall_id, id),
    CHECK (claim_from < claim_until),
    CHECK (claimed >= 0)
);

-- What of an offer was claimed on one civil day of the mall.
CREATE TABLE offer_days (
    mall_id TEXT NOT NULL,
    offer_id TEXT NOT NULL,
    day BIGINT NOT NULL,
    claimed BIGINT NOT NULL,
    PRIMARY KEY (mall_id, offer_id, day)
);

CREATE TABLE shoppers (
    mall_id TEXT NOT NULL REFERENCES malls (id),
    id TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (mall_id, id)
);

-- Only a hash of the cookie's token is kept: who reads the table cannot be anybody.
CREATE TABLE sessions (
    mall_id TEXT NOT NULL,
    token_hash TEXT NOT NULL,
    shopper_id TEXT NOT NULL,
    expires_at BIGINT NOT NULL,
    PRIMARY KEY (mall_id, token_hash),
    FOREIGN KEY (mall_id, shopper_id) REFERENCES shoppers (mall_id, id)
);

-- Which person a payer is: limits count by person.
CREATE TABLE payers (
    mall_id TEXT NOT NULL,
    payer TEXT NOT NULL,
    person_id TEXT NOT NULL,
    PRIMARY KEY (mall_id, payer)
);

CREATE TABLE payments (
    mall_id TEXT NOT NULL,
    id TEXT NOT NULL,
    transaction_id TEXT NOT NULL,
    store_id TEXT NOT NULL,
    amount BIGINT NOT NULL CHECK (amount > 0),
    method TEXT NOT NULL,
    paid_at BIGINT NOT NULL,
    payer TEXT,
    received_at BIGINT NOT NULL,
    holder_id TEXT,
    person_id TEXT,
    PRIMARY KEY (mall_id, id),
    UNIQUE (mall_id, transaction_id),
    FOREIGN KEY (mall_id, store_id) REFERENCES stores (mall_id, id)
);

CREATE TABLE coupons (
    mall_id TEXT NOT NULL,
    id TEXT NOT NULL,
    offer_id TEXT NOT NULL,
    person_id TEXT NOT NULL,
    ordinal BIGINT NOT NULL CHECK (ordinal >= 1),
    shopper_id TEXT NOT NULL,
    payment_id TEXT NOT NULL,
    claimed_at BIGINT NOT NULL,
    valid_from BIGINT NOT NULL,
    valid_until BIGINT NOT NULL,
    terms_zh TEXT NOT NULL,
    terms_en TEXT NOT NULL,
    redeemed_at BIGINT,
    revoked_at BIGINT,
    PRIMARY KEY (mall_id, id),
    UNIQUE (mall_id, offer_id, person_id, ordinal),
    FOREIGN KEY (mall_id, offer_id) REFERENCES offers (mall_id, id)
);

CREATE INDEX coupons_of_shopper ON coupons (mall_id, shopper_id, claimed_at);

-- Every claim that was decided, granted or refused, under the caller's own request id.
CREATE TABLE claims (
    mall_id TEXT NOT NULL,
    shopper_id TEXT NOT NULL,
    request_id TEXT NOT NULL,
    offer_id TEXT NOT NULL,
    payment_id TEXT NOT NULL,
    nth BIGINT NOT NULL,
    coupon_id TEXT,
    refusal TEXT,
    answered_at BIGINT NOT NULL,
    PRIMARY KEY (mall_id, shopper_id, request_id)
);

CREATE TABLE api_keys (
    mall_id TEXT NOT NULL REFERENCES malls (id),
    id TEXT NOT NULL UNIQUE,
    created_at BIGINT NOT NULL,
    revoked_at BIGINT,
    PRIMARY KEY (mall_id, id)
);
