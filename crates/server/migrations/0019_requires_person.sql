-- Whether only people whom the payment service knows may claim an offer.
ALTER TABLE offers ADD COLUMN requires_person BIGINT NOT NULL DEFAULT 0;
