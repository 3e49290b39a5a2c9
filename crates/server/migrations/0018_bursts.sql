-- Claims of strangers at a placement that were held back, by network and minute.
CREATE TABLE bursts (
    mall_id TEXT NOT NULL,
    minute BIGINT NOT NULL,
    placement_id TEXT NOT NULL,
    network TEXT NOT NULL,
    held_back BIGINT NOT NULL,
    PRIMARY KEY (mall_id, minute, placement_id, network),
    FOREIGN KEY (mall_id, placement_id) REFERENCES placements (mall_id, id)
);
