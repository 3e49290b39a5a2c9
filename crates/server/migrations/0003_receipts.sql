-- The orders payments were made for, what of payments was given back, and entries from frames.

-- `merchant` numbers its orders, and where an acquirer stands in between, so does that.
ALTER TABLE payments ADD COLUMN merchant TEXT;
ALTER TABLE payments ADD COLUMN order_number TEXT;
ALTER TABLE payments ADD COLUMN acquirer_number TEXT;
ALTER TABLE payments ADD COLUMN refunded BIGINT NOT NULL DEFAULT 0 CHECK (refunded BETWEEN 0 AND amount);

CREATE UNIQUE INDEX payments_by_order ON payments (mall_id, merchant, order_number);
CREATE UNIQUE INDEX payments_by_acquirer ON payments (mall_id, merchant, acquirer_number);

-- Every refund under the paying system's own number, with the answer it got.
CREATE TABLE refunds (
    mall_id TEXT NOT NULL,
    id TEXT NOT NULL,
    payment_id TEXT NOT NULL,
    amount BIGINT NOT NULL CHECK (amount > 0),
    refunded_at BIGINT NOT NULL,
    received_at BIGINT NOT NULL,
    amount_left BIGINT NOT NULL DEFAULT 0,
    revoked BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (mall_id, id),
    FOREIGN KEY (mall_id, payment_id) REFERENCES payments (mall_id, id)
);

CREATE INDEX coupons_of_payment ON coupons (mall_id, payment_id);

-- Ways from a frame into a page with a session; only a hash of each one's token is kept.
CREATE TABLE entries (
    mall_id TEXT NOT NULL,
    token_hash TEXT NOT NULL,
    shopper_id TEXT NOT NULL,
    leads_to TEXT NOT NULL,
    expires_at BIGINT NOT NULL,
    used_at BIGINT,
    PRIMARY KEY (mall_id, token_hash),
    FOREIGN KEY (mall_id, shopper_id) REFERENCES shoppers (mall_id, id)
);

CREATE INDEX entries_by_time ON entries (mall_id, expires_at);
