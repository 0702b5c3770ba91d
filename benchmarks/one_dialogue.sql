-- The facts of GET /api/v1/dialogues/<public_id>/ in one statement. $1: address of the API, $2: the public ID.
-- Of the disagreements those that somebody recorded; a citation that contradicts a field without one is not grouped.
WITH d AS (
    SELECT * FROM dialogues_dialogue WHERE public_id = $2 AND publication = 'published' AND merged_into_id IS NULL
),
participants AS (
    SELECT p.id, p.role, json_build_object(
        'id', p.public_id,
        'role', p.role,
        'party', p.party_id,
        'name', coalesce(person.name, nullif(p.name_as_stated, ''), body.name, ''),
        'person', CASE WHEN person.publication = 'published' THEN json_build_object(
            'id', person.public_id, 'name', person.name, 'native_name', person.native_name
        ) END,
        'name_as_stated', p.name_as_stated,
        'organization', CASE WHEN body.publication = 'published' THEN json_build_object(
            'id', body.public_id, 'name', body.name
        ) END,
        'title_as_stated', p.title_as_stated,
        'rank', p.rank,
        'rank_as_stated', p.rank_as_stated,
        'attendance', p.attendance,
        'acting_for', CASE WHEN absent.id IS NOT NULL THEN json_build_object(
            'id', absent.public_id,
            'name', coalesce(absent_person.name, nullif(absent.name_as_stated, ''), absent_body.name, '')
        ) END
    ) AS shown
    FROM d
    JOIN dialogues_participation p ON p.dialogue_id = d.id
    LEFT JOIN dialogues_person person ON person.id = p.person_id
    LEFT JOIN dialogues_organization body ON body.id = p.organization_id
    LEFT JOIN dialogues_participation absent ON absent.id = p.acting_for_id
    LEFT JOIN dialogues_person absent_person ON absent_person.id = absent.person_id
    LEFT JOIN dialogues_organization absent_body ON absent_body.id = absent.organization_id
),
cited AS (
    SELECT c.*, 'dialogue' AS kind, d.public_id AS about
    FROM d JOIN dialogues_citation c ON c.dialogue_id = d.id
    UNION ALL
    SELECT c.*, 'participation', p.public_id
    FROM d JOIN dialogues_participation p ON p.dialogue_id = d.id JOIN dialogues_citation c ON c.participation_id = p.id
    UNION ALL
    SELECT c.*, 'delegation_count', n.public_id
    FROM d JOIN dialogues_delegationcount n ON n.dialogue_id = d.id
    JOIN dialogues_citation c ON c.delegation_count_id = n.id
),
sourced AS (
    SELECT
        cited.id,
        cited.public_id,
        cited.kind,
        cited.about,
        cited.field,
        cited.quote,
        cited.start,
        cited."end",
        cited.stance,
        cited.value_as_stated,
        cited.speaker_party_id,
        json_build_object(
            'article', a.public_id,
            'title', a.title,
            'description', a.description,
            'publisher', coalesce(b.name, ''),
            'perspective', b.perspective,
            'party', b.party_id,
            'url', CASE WHEN a.linkable AND a.url ~* '^https?:' THEN a.url END,
            'published_on', a.published_on,
            'language', a.language,
            'text_kept', bool_or(s.text IS NOT NULL) OVER (PARTITION BY a.id)
        ) AS source
    FROM cited
    JOIN dialogues_snapshot s ON s.id = cited.snapshot_id
    JOIN dialogues_article a ON a.id = s.article_id
    LEFT JOIN dialogues_publisher b ON b.id = a.publisher_id
),
stated AS (
    -- A citation without a conflict of its own counts to the first one about its field.
    SELECT
        con.id AS conflict,
        c.public_id,
        c.value_as_stated,
        c.stance IN ('supports', 'softer', 'stronger') AS kept,
        row_number() OVER (PARTITION BY con.id ORDER BY c.conflict_id NULLS LAST, c.id) AS place
    FROM d
    JOIN dialogues_conflict con ON con.dialogue_id = d.id
    JOIN cited c ON c.conflict_id = con.id OR (
        c.conflict_id IS NULL AND c.kind = 'dialogue' AND c.field <> '' AND c.field = con.field
        AND con.id = (SELECT min(id) FROM dialogues_conflict WHERE dialogue_id = d.id AND field = c.field)
    )
    WHERE c.stance <> 'silent'
),
grouped AS (
    SELECT conflict, value_as_stated, kept, min(place) AS place, json_agg(public_id ORDER BY place) AS citations
    FROM stated GROUP BY conflict, value_as_stated, kept
)
SELECT convert_to(json_build_object(
    'id', d.public_id,
    'url', $1 || 'dialogues/' || d.public_id || '/',
    'title', d.title,
    'kind', d.kind,
    'ordinal', d.ordinal,
    'status', d.status,
    'parties', json_build_array(
        json_build_object('code', side_a.code, 'name', side_a.name),
        json_build_object('code', side_b.code, 'name', side_b.name)
    ),
    'mechanism', CASE WHEN m.publication = 'published' THEN json_build_object('id', m.public_id, 'name', m.name) END,
    'start_date', d.start_date,
    'end_date', d.end_date,
    'place', json_build_object('city', d.city, 'country', d.country, 'venue', d.venue, 'mode', d.mode),
    'co_chairs', (
        SELECT coalesce(json_agg(shown ORDER BY id), '[]')
        FROM participants WHERE role IN ('co_chair', 'chair', 'acting_chair')
    ),
    'outcomes', (
        SELECT coalesce(json_agg(json_build_object(
            'id', o.public_id,
            'url', $1 || 'outcomes/' || o.public_id || '/',
            'title', o.title,
            'kind', o.kind,
            'state', (
                SELECT s.state FROM dialogues_outcomestatus s
                WHERE s.outcome_id = o.id AND s.party_id IS NULL ORDER BY s.sequence DESC LIMIT 1
            )
        ) ORDER BY o.id), '[]')
        FROM dialogues_outcome o
        WHERE o.dialogue_id = d.id AND o.publication = 'published' AND o.merged_into_id IS NULL
    ),
    'summary', d.summary,
    'topics', (
        SELECT coalesce(json_agg(json_build_object('id', t.public_id, 'name', t.name) ORDER BY t.name), '[]')
        FROM dialogues_dialogue_topics dt JOIN dialogues_topic t ON t.id = dt.topic_id WHERE dt.dialogue_id = d.id
    ),
    'participants', (SELECT coalesce(json_agg(shown ORDER BY id), '[]') FROM participants),
    'delegation_counts', (
        SELECT coalesce(json_agg(json_build_object(
            'id', n.public_id,
            'party', n.party_id,
            'rank', n.rank,
            'rank_as_stated', n.rank_as_stated,
            'unit', n.unit,
            'low', n.low,
            'best', n.best,
            'high', n.high,
            'wording', n.wording
        ) ORDER BY n.id), '[]')
        FROM dialogues_delegationcount n WHERE n.dialogue_id = d.id
    ),
    'conflicts', (
        SELECT coalesce(json_agg(json_build_object(
            'field', con.field,
            'subject', con.field_as_stated,
            'resolution', con.resolution,
            'values', (
                SELECT coalesce(json_agg(json_build_object(
                    'value', g.value_as_stated, 'kept', g.kept, 'citations', g.citations
                ) ORDER BY g.kept DESC, g.place), '[]')
                FROM grouped g WHERE g.conflict = con.id
            )
        ) ORDER BY con.id), '[]')
        FROM dialogues_conflict con WHERE con.dialogue_id = d.id
    ),
    'citations', (
        SELECT coalesce(json_agg(json_build_object(
            'id', sourced.public_id,
            'about', json_build_object('kind', sourced.kind, 'id', sourced.about),
            'field', sourced.field,
            'quote', sourced.quote,
            'start', sourced.start,
            'end', sourced."end",
            'stance', sourced.stance,
            'value_as_stated', sourced.value_as_stated,
            'speaker_party', sourced.speaker_party_id,
            'source', sourced.source
        ) ORDER BY sourced.id), '[]')
        FROM sourced
    ),
    'updated_at', to_char(d.updated_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
    'version', d.version
)::text, 'UTF8')
FROM d
JOIN dialogues_party side_a ON side_a.code = d.side_a_id
JOIN dialogues_party side_b ON side_b.code = d.side_b_id
LEFT JOIN dialogues_mechanism m ON m.id = d.mechanism_id
