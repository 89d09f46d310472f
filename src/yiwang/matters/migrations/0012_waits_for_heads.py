"""What only a head may rule waits for heads alone; whoever asked for it sees that it waits."""

from django.db import migrations

HEADS = """
UPDATE matter_todo t SET key = t.key || ':head' FROM matter m
WHERE m.county = t.county AND m.id = t.matter_id AND t.duty = 'to_rule' AND m.case_doc->'requests'->t.subject->>'kind' = 'extension'
  AND coalesce(m.case_doc->'orders'->(m.case_doc->'requests'->t.subject->>'subject')->>'parent', '') = ''
  AND (m.case_doc->'orders'->(m.case_doc->'requests'->t.subject->>'subject')->>'unit')::bigint = t.unit
"""
ASKED = """
INSERT INTO matter_todo (county, matter_id, key, unit, duty, subject, due, platform, guarded, since)
SELECT t.county, t.matter_id, t.subject || ':asked', (m.case_doc->'requests'->t.subject->>'by_unit')::bigint, 'asked', t.subject, t.due,
       t.platform, t.guarded, t.since
FROM matter_todo t JOIN matter m ON m.county = t.county AND m.id = t.matter_id
WHERE t.duty = 'to_rule' AND right(t.key, 5) = ':head' AND m.case_doc->'requests'->t.subject->>'by_unit' IS NOT NULL
ON CONFLICT DO NOTHING
"""
NOT_ASKED = """
DELETE FROM matter_todo a USING matter_todo t
WHERE t.county = a.county AND t.matter_id = a.matter_id AND t.key = a.subject || ':head' AND a.duty = 'asked' AND a.unit = t.unit
"""
ANYBODY = "UPDATE matter_todo SET key = subject WHERE duty = 'to_rule' AND right(key, 5) = ':head'"


class Migration(migrations.Migration):
    dependencies = [("matters", "0011_suggestions")]

    operations = [migrations.RunSQL(HEADS, ANYBODY), migrations.RunSQL(ASKED, NOT_ASKED)]
