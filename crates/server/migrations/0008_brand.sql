-- How a mall looks on paper: its colour as #rrggbb, and its logo as SVG of shapes alone, as `brand::Logo` writes it.
ALTER TABLE malls ADD COLUMN colour TEXT;
ALTER TABLE malls ADD COLUMN logo TEXT;
