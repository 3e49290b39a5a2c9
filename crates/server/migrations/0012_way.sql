-- How a store is found from where people enter the floor, in a sentence.
ALTER TABLE stores ADD COLUMN way_zh TEXT;
ALTER TABLE stores ADD COLUMN way_en TEXT;
