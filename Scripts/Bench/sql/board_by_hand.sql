-- One facility's board as somebody would write it who needs no guard, no closed charts and no second time: the baseline.
\set house random(1, 20)
SELECT b.id, b.label, u.name, u.stage, o.kind, upper(o.valid), o.patient_id, d.given_name, d.family_name, s.stage,
  s.level_code, lower(s.valid)
FROM clinic.facility AS f
JOIN clinic.bed AS b ON b.organization_id = f.organization_id AND b.facility_id = f.id
JOIN clinic.unit AS u ON u.organization_id = b.organization_id AND u.id = b.unit_id
LEFT JOIN clinic.occupation AS o ON o.organization_id = b.organization_id AND o.bed_id = b.id
  AND o.known_to = 'infinity' AND upper_inf(o.valid)
LEFT JOIN clinic.stay_fact AS s ON s.organization_id = o.organization_id AND s.stay_id = o.stay_id
  AND s.known_to = 'infinity'
LEFT JOIN clinic.demographics AS d ON d.organization_id = o.organization_id AND d.patient_id = o.patient_id
  AND d.known_to = 'infinity'
WHERE f.slug = 'house-' || :house AND b.in_use @> now()
ORDER BY u.name, b.label;
