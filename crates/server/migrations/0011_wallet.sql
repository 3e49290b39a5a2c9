-- The wallet: coupons by where they stand, and by their store's name.

-- The store's names at the claim, as they are searched for: in small letters, without spaces, a bar between.
ALTER TABLE coupons ADD COLUMN store_search TEXT NOT NULL DEFAULT '';
UPDATE coupons SET store_search = COALESCE((
    SELECT LOWER(REPLACE(s.name_zh || '|' || COALESCE(s.name_en, ''), ' ', ''))
    FROM offers o JOIN stores s ON s.mall_id = o.mall_id AND s.id = o.store_id
    WHERE o.mall_id = coupons.mall_id AND o.id = coupons.offer_id
), '');

-- Lists of the wallet are read in the order of these, a part at a time, and counted and searched without the rows.
CREATE INDEX coupons_by_end ON coupons (mall_id, shopper_id, COALESCE(revoked_at, valid_until), id, revoked_at, store_search)
    WHERE redeemed_at IS NULL;
CREATE INDEX coupons_by_use ON coupons (mall_id, shopper_id, redeemed_at, id, store_search) WHERE redeemed_at IS NOT NULL;
