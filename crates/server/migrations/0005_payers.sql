-- The shopper a payer is, once that was proven; who merely opened a payer's link first is not.
ALTER TABLE payers ADD COLUMN shopper_id TEXT;

CREATE UNIQUE INDEX payers_by_shopper ON payers (mall_id, shopper_id);
CREATE INDEX payments_of_holder ON payments (mall_id, holder_id);
