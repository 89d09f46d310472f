"""The one statement that turns facts into counts: every fact is spread over the levels, periods and dimensions it counts for."""

from __future__ import annotations

SPREAD = """
    SELECT left(f.dims->>'region', level.size) AS region, p.period, p.start, f.measure, d.dim, d.value, sum(f.delta) AS n
    FROM {facts} f
    CROSS JOIN (VALUES (0), (2), (4), (6)) AS level(size)
    CROSS JOIN LATERAL (VALUES (0, date '1970-01-01'), (1, date_trunc('month', f.day)::date), (2, f.day)) AS p(period, start)
    CROSS JOIN LATERAL (
        SELECT '' AS dim, '' AS value
        UNION ALL SELECT e.key, CASE WHEN e.key = 'category' THEN split_part(e.value, '-', 1) ELSE e.value END
        FROM jsonb_each_text(f.dims) AS e
        WHERE e.key IN ('category', 'platform', 'nature', 'channel', 'procedure') OR (e.key = 'unit' AND level.size IN (0, 6))
    ) AS d
    WHERE f.dims ? 'region' AND length(f.dims->>'region') >= level.size
    GROUP BY 1, 2, 3, 4, 5, 6 HAVING sum(f.delta) <> 0
"""
"""Units are counted for the country (one row a unit, whoever owns it) and for the county; the other dimensions at every level."""

FOLD = f"""
    WITH batch AS (
        SELECT county, id FROM fact WHERE pending ORDER BY id LIMIT %(batch)s
    ), taken AS (
        UPDATE fact SET pending = false FROM batch WHERE fact.county = batch.county AND fact.id = batch.id AND fact.pending
        RETURNING fact.day, fact.measure, fact.delta, fact.dims
    ), spread AS ({SPREAD.format(facts="taken")}), written AS (
        INSERT INTO picture_count AS c (region, period, start, measure, dim, value, n)
        SELECT region, period, start, measure, dim, value, n FROM spread ORDER BY region, period, dim, start, measure, value
        ON CONFLICT (region, period, dim, start, measure, value) DO UPDATE SET n = c.n + excluded.n
    )
    SELECT count(*) FROM taken
"""  # noqa: S608  # fixed texts of ours

AFRESH = f"""
    INSERT INTO {{target}} (region, period, start, measure, dim, value, n)
    {SPREAD.format(facts="{facts}")}
"""
