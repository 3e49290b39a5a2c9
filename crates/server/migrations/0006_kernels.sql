-- Where the module does not run, and why: engine, system and host by name and version, no more.
ALTER TABLE events ADD COLUMN trouble TEXT;
ALTER TABLE events ADD COLUMN kernel TEXT;
