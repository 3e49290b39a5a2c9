-- Placements: places in the mall with a QR code, and what came of them.

-- In which hours of the day people come for a category: [[11, 14], [17, 21]], the ends excluded.
ALTER TABLE categories ADD COLUMN hours TEXT NOT NULL DEFAULT '[]';

CREATE TABLE placements (
    mall_id TEXT NOT NULL REFERENCES malls (id),
    id TEXT NOT NULL,
    code TEXT NOT NULL,
    name_zh TEXT NOT NULL,
    name_en TEXT,
    floor TEXT NOT NULL,
    place TEXT NOT NULL,
    kind TEXT NOT NULL,
    store_id TEXT,
    offers TEXT NOT NULL,
    state TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    PRIMARY KEY (mall_id, id),
    UNIQUE (mall_id, code),
    FOREIGN KEY (mall_id, store_id) REFERENCES stores (mall_id, id)
);

-- Who scanned what on which civil day of the mall: a keyed hash, so that no row leads to a person.
CREATE TABLE scans (
    mall_id TEXT NOT NULL,
    placement_id TEXT NOT NULL,
    day BIGINT NOT NULL,
    visitor TEXT NOT NULL,
    PRIMARY KEY (mall_id, placement_id, day, visitor),
    FOREIGN KEY (mall_id, placement_id) REFERENCES placements (mall_id, id)
);

-- A coupon is claimed after a payment or at a placement; neither database can loosen a column alone
-- in words the other knows, so both tables are written anew.
CREATE TABLE new_coupons (
    mall_id TEXT NOT NULL,
    id TEXT NOT NULL,
    offer_id TEXT NOT NULL,
    person_id TEXT NOT NULL,
    ordinal BIGINT NOT NULL CHECK (ordinal >= 1),
    shopper_id TEXT NOT NULL,
    payment_id TEXT,
    placement_id TEXT,
    claimed_at BIGINT NOT NULL,
    valid_from BIGINT NOT NULL,
    valid_until BIGINT NOT NULL,
    terms_zh TEXT NOT NULL,
    terms_en TEXT NOT NULL,
    redeemed_at BIGINT,
    revoked_at BIGINT,
    revoked_for TEXT,
    PRIMARY KEY (mall_id, id),
    UNIQUE (mall_id, offer_id, person_id, ordinal),
    FOREIGN KEY (mall_id, offer_id) REFERENCES offers (mall_id, id),
    FOREIGN KEY (mall_id, placement_id) REFERENCES placements (mall_id, id),
    CHECK ((payment_id IS NULL) <> (placement_id IS NULL))
);
INSERT INTO new_coupons (mall_id, id, offer_id, person_id, ordinal, shopper_id, payment_id, claimed_at,
    valid_from, valid_until, terms_zh, terms_en, redeemed_at, revoked_at, revoked_for)
SELECT mall_id, id, offer_id, person_id, ordinal, shopper_id, payment_id, claimed_at,
    valid_from, valid_until, terms_zh, terms_en, redeemed_at, revoked_at, revoked_for FROM coupons;
DROP TABLE coupons;
ALTER TABLE new_coupons RENAME TO coupons;
CREATE INDEX coupons_of_shopper ON coupons (mall_id, shopper_id, claimed_at);
CREATE INDEX coupons_of_payment ON coupons (mall_id, payment_id);
CREATE INDEX coupons_of_placement ON coupons (mall_id, placement_id);

CREATE TABLE new_claims (
    mall_id TEXT NOT NULL,
    shopper_id TEXT NOT NULL,
    request_id TEXT NOT NULL,
    offer_id TEXT NOT NULL,
    payment_id TEXT,
    placement_code TEXT,
    nth BIGINT NOT NULL,
    coupon_id TEXT,
    refusal TEXT,
    answered_at BIGINT NOT NULL,
    PRIMARY KEY (mall_id, shopper_id, request_id),
    CHECK ((payment_id IS NULL) <> (placement_code IS NULL))
);
INSERT INTO new_claims (mall_id, shopper_id, request_id, offer_id, payment_id, nth, coupon_id, refusal, answered_at)
SELECT mall_id, shopper_id, request_id, offer_id, payment_id, nth, coupon_id, refusal, answered_at FROM claims;
DROP TABLE claims;
ALTER TABLE new_claims RENAME TO claims;
