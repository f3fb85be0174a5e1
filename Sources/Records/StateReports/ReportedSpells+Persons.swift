import Clinic
import Postgres

extension ReportedSpells {
  /// Puts beside each spell whose it is and what is on record about the person at that time.
  ///
  /// What a person told counts for the admission that it belongs to, or within 60 days before one that names no intake; a
  /// later intake of the episode counts for the transfers after it. A spell that another follows ended in a transfer (04), whatever its stay says. Where nobody gave the
  /// person a number for the state, it is made of the chart's identifier.
  var persons: SQL {
    """
    CREATE TEMPORARY TABLE reported ON COMMIT DROP AS
    SELECT row_number() OVER (ORDER BY s.episode_id, s.position)::integer AS ordinal,
      s.patient_id, s.episode_id, s.facility_id, r.state, r.provider_id, r.begins_on, s.position, s.service,
      s.medication_assisted, s.stay_by, s.end_by,
      s.position > 1 OR coalesce(split_part(identity.source_key, '|', 4) = 'T', false) OR EXISTS (
        SELECT FROM clinic.transfer_request AS q
        WHERE q.organization_id = (SELECT access.organization()) AND q.next_episode_id = s.episode_id
          AND q.state = 'accepted') AS is_transfer,
      number.client, min(s.patient_id::text) OVER same <> max(s.patient_id::text) OVER same AS shares_client,
      (s.starts AT TIME ZONE f.time_zone)::date AS admitted, (s.ends AT TIME ZONE f.time_zone)::date AS discharged,
      CASE WHEN s.position = s.spells THEN coalesce(e.last_contact, (s.ends AT TIME ZONE f.time_zone)::date)
        ELSE (s.ends AT TIME ZONE f.time_zone)::date END AS last_contact,
      CASE WHEN s.position < s.spells THEN 4 ELSE s.end_reason END::smallint AS reason,
      (i.first_contact_at AT TIME ZONE f.time_zone)::date AS first_contact,
      d.birth_date, clinic.reported_code(NULL, d.birth_date_missing) AS birth_code,
      clinic.reported_code(d.sex, d.sex_missing) AS sex, clinic.reported_code(d.race, d.race_missing) AS race,
      clinic.reported_code(d.ethnicity, d.ethnicity_missing) AS ethnicity,
      \(told),
      coalesce(u.substances, '{}') AS substances, coalesce(u.drugs, '{}') AS drugs, coalesce(u.routes, '{}') AS routes,
      coalesce(u.frequencies, '{}') AS frequencies, coalesce(u.ages, '{}') AS ages,
      coalesce(u.more, 0)::integer AS more_uses, x.code AS diagnosis,
      t.service::smallint AS service_d, clinic.reported_code(t.substance::smallint, t.substance_missing) AS substance_d,
      clinic.reported_code(t.frequency::smallint, t.frequency_missing) AS frequency_d,
      clinic.reported_code(t.employment, t.employment_missing) AS employment_d,
      clinic.reported_code(t.living_arrangement, t.living_arrangement_missing) AS living_d,
      clinic.reported_code(t.arrests_past_30_days, t.arrests_past_30_days_missing) AS arrests_d,
      clinic.reported_code(t.self_help, t.self_help_missing) AS self_help_d,
      d.recorded_by AS person_by, i.recorded_by AS intake_by, u.recorded_by AS use_by
    FROM spell AS s
    JOIN clinic.facility AS f ON f.organization_id = (SELECT access.organization()) AND f.id = s.facility_id
    JOIN clinic.episode AS identity
      ON identity.organization_id = (SELECT access.organization()) AND identity.id = s.episode_id
    JOIN clinic.episode_fact AS e ON e.organization_id = (SELECT access.organization()) AND e.episode_id = s.episode_id
      AND e.known_to = 'infinity'
    JOIN clinic.demographics AS d ON d.organization_id = (SELECT access.organization()) AND d.patient_id = s.patient_id
      AND d.known_to = 'infinity'
    LEFT JOIN clinic.teds_reporter AS r ON r.organization_id = (SELECT access.organization())
      AND r.facility_id = s.facility_id AND r.known_to = 'infinity' AND r.facility_id = ANY (\(facilities)::uuid[])
    CROSS JOIN LATERAL (
      SELECT coalesce(
        (SELECT min(n.value) FROM clinic.patient_identifier AS n
          WHERE n.organization_id = (SELECT access.organization()) AND n.patient_id = s.patient_id
            AND n.system = 'teds:' || r.provider_id AND n.known_to = 'infinity'),
        upper(right(replace(s.patient_id::text, '-', ''), 15))) AS client
    ) AS number
    LEFT JOIN LATERAL (
      SELECT w.*
      FROM clinic.intake AS w
      WHERE w.organization_id = (SELECT access.organization()) AND w.patient_id = s.patient_id
        AND (w.id = e.intake_id OR s.position > 1 AND w.at > lower(e.valid) AND w.at <= s.starts
          OR e.intake_id IS NULL AND w.at <= s.starts AND w.at > s.starts - interval '60 days')
      ORDER BY w.at DESC, w.id
      LIMIT 1
    ) AS i ON true
    LEFT JOIN LATERAL (\(uses)) AS u ON true
    LEFT JOIN LATERAL (
      SELECT g.code
      FROM clinic.diagnosis AS g
      WHERE g.organization_id = (SELECT access.organization()) AND g.patient_id = s.patient_id AND g.known_to = 'infinity'
        AND g.code >= 'F10' AND g.code < 'F20' AND g.at < coalesce(s.ends, 'infinity')
      ORDER BY g.rank, g.at DESC, g.code
      LIMIT 1
    ) AS x ON true
    LEFT JOIN clinic.discharge_status AS t ON t.organization_id = (SELECT access.organization())
      AND t.stay_id = s.last_stay_id AND t.known_to = 'infinity'
    WINDOW same AS (PARTITION BY r.state, r.provider_id, number.client)
    """
  }

  private var told: SQL {
    """
    clinic.reported_code(i.referral_source, i.referral_source_missing) AS referral_source,
      clinic.reported_code(i.prior_episodes, i.prior_episodes_missing) AS prior_episodes,
      clinic.reported_code(i.education_years, i.education_years_missing) AS education,
      clinic.reported_code(i.employment, i.employment_missing) AS employment,
      clinic.reported_code(i.living_arrangement, i.living_arrangement_missing) AS living,
      clinic.reported_code(i.income_source, i.income_source_missing) AS income,
      clinic.reported_code(i.insurance, i.insurance_missing) AS insurance,
      clinic.reported_code(i.marital_status, i.marital_status_missing) AS marital,
      clinic.reported_code(CASE WHEN i.pregnant THEN 1 WHEN NOT i.pregnant THEN 2 END::smallint, i.pregnant_missing) AS pregnant,
      clinic.reported_code(CASE WHEN i.veteran THEN 1 WHEN NOT i.veteran THEN 2 END::smallint, i.veteran_missing) AS veteran,
      clinic.reported_code(i.days_waiting, i.days_waiting_missing) AS days_waiting,
      clinic.reported_code(i.arrests_past_30_days, i.arrests_past_30_days_missing) AS arrests,
      clinic.reported_code(i.self_help, i.self_help_missing) AS self_help,
      clinic.reported_code(i.payment_source, i.payment_source_missing) AS payment,
      clinic.reported_code(
        CASE WHEN i.psychiatric_problem THEN 1 WHEN NOT i.psychiatric_problem THEN 2 END::smallint,
        i.psychiatric_problem_missing) AS psychiatric,
      clinic.reported_code(i.labour_force_detail, i.labour_force_detail_missing) AS labour_force,
      clinic.reported_code(i.criminal_justice, i.criminal_justice_missing) AS criminal_justice
    """
  }

  private var uses: SQL {
    """
    SELECT array_agg(clinic.reported_code(w.substance::smallint, w.substance_missing) ORDER BY w.rank)
          FILTER (WHERE w.rank <= 3) AS substances,
        array_agg(clinic.reported_code(w.detailed_drug::smallint, w.detailed_drug_missing) ORDER BY w.rank)
          FILTER (WHERE w.rank <= 3) AS drugs,
        array_agg(clinic.reported_code(w.route::smallint, w.route_missing) ORDER BY w.rank)
          FILTER (WHERE w.rank <= 3) AS routes,
        array_agg(clinic.reported_code(w.frequency::smallint, w.frequency_missing) ORDER BY w.rank)
          FILTER (WHERE w.rank <= 3) AS frequencies,
        array_agg(clinic.reported_code(w.age_at_first_use, w.age_at_first_use_missing) ORDER BY w.rank)
          FILTER (WHERE w.rank <= 3) AS ages,
        count(*) FILTER (WHERE w.rank > 3) AS more, (array_agg(w.recorded_by ORDER BY w.rank))[1] AS recorded_by
      FROM clinic.substance_use AS w
      WHERE w.organization_id = (SELECT access.organization()) AND w.intake_id = i.id AND w.known_to = 'infinity'
    """
  }
}
