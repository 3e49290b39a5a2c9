-- What is removed by its age is found by its age.
CREATE INDEX sessions_by_time ON sessions (mall_id, expires_at);
CREATE INDEX sessions_of_shopper ON sessions (mall_id, shopper_id);
CREATE INDEX staff_sessions_by_time ON staff_sessions (mall_id, expires_at);
CREATE INDEX scans_of_day ON scans (mall_id, day);
CREATE INDEX shoppers_by_time ON shoppers (mall_id, created_at);
CREATE INDEX entries_of_shopper ON entries (mall_id, shopper_id);
