SELECT c.*, d.given_name, d.family_name
FROM clinic.stay_fact AS s
JOIN clinic.due_check AS c ON c.organization_id = s.organization_id AND c.episode_id = s.episode_id
JOIN clinic.demographics AS d ON d.organization_id = s.organization_id AND d.patient_id = s.patient_id AND d.known_to = 'infinity'
WHERE s.facility_id = (SELECT id FROM clinic.facility WHERE slug = 'bench-house')
  AND s.organization_id = (SELECT organization_id FROM clinic.organization LIMIT 1)
  AND s.known_to = 'infinity' AND s.ends > now() AND c.due_at <= now() + interval '4 hours'
ORDER BY c.due_at LIMIT 100;
