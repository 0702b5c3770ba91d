-- The facts of GET /api/v1/dialogues/ in one statement. $1: address of the API, $2: size of the page.
SELECT convert_to(json_build_object('results', coalesce(json_agg(json_build_object(
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
        SELECT coalesce(json_agg(json_build_object(
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
        ) ORDER BY p.id), '[]')
        FROM dialogues_participation p
        LEFT JOIN dialogues_person person ON person.id = p.person_id
        LEFT JOIN dialogues_organization body ON body.id = p.organization_id
        LEFT JOIN dialogues_participation absent ON absent.id = p.acting_for_id
        LEFT JOIN dialogues_person absent_person ON absent_person.id = absent.person_id
        LEFT JOIN dialogues_organization absent_body ON absent_body.id = absent.organization_id
        WHERE p.dialogue_id = d.id AND p.role IN ('co_chair', 'chair', 'acting_chair')
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
    'updated_at', to_char(d.updated_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
    'version', d.version
) ORDER BY d.start_date_earliest DESC, d.id DESC), '[]'))::text, 'UTF8')
FROM (
    SELECT * FROM dialogues_dialogue
    WHERE publication = 'published' AND merged_into_id IS NULL
    ORDER BY start_date_earliest DESC, id DESC
    LIMIT $2
) d
JOIN dialogues_party side_a ON side_a.code = d.side_a_id
JOIN dialogues_party side_b ON side_b.code = d.side_b_id
LEFT JOIN dialogues_mechanism m ON m.id = d.mechanism_id
