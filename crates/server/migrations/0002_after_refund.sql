-- What becomes of unused coupons when their payment is refunded, and why a coupon was revoked.

ALTER TABLE offers ADD COLUMN after_refund TEXT NOT NULL DEFAULT 'revoked';
ALTER TABLE coupons ADD COLUMN revoked_for TEXT;
