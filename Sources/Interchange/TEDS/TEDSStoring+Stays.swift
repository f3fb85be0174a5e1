import Postgres

extension TEDSStoring {
  var stretch: SQL { "ordinal >= \(ordinals.lowerBound) AND ordinal < \(ordinals.upperBound)" }

  var episodes: SQL {
    """
    INSERT INTO clinic.episode (organization_id, id, patient_id, source, source_key, recorded_at, recorded_by)
    SELECT (SELECT access.organization()), episode_id, patient_id, 'teds',
      concat_ws('|', provider, client, '2', 'A', lpad(service::text, 2, '0'), admitted::text),
      \(now), (SELECT access.staff_member())
    FROM staged WHERE \(stretch) AND NOT transfer
    """
  }

  var episodeFacts: SQL {
    """
    INSERT INTO clinic.episode_fact
      (organization_id, id, episode_id, patient_id, facility_id, intake_id, valid, discharge_reason, last_contact,
      known_from, recorded_by)
    SELECT (SELECT access.organization()), episode_fact_id, episode_id, patient_id, facility_id, intake_id,
      tstzrange(starts, CASE WHEN is_chained THEN chain_ends ELSE ends END),
      CASE WHEN is_chained THEN chain_reason ELSE reason END,
      CASE WHEN is_chained THEN chain_contact ELSE last_contact END,
      \(now), (SELECT access.staff_member())
    FROM staged WHERE \(stretch) AND NOT transfer
    """
  }

  var stays: SQL {
    """
    INSERT INTO clinic.stay (organization_id, id, episode_id, patient_id, recorded_at)
    SELECT (SELECT access.organization()), stay_id, episode_id, patient_id, \(now)
    FROM staged WHERE \(stretch)
    """
  }

  var stayFacts: SQL {
    """
    INSERT INTO clinic.stay_fact
      (organization_id, id, stay_id, episode_id, patient_id, facility_id, stage, service, medication_assisted,
      valid, end_reason, known_from, recorded_by)
    SELECT (SELECT access.organization()), stay_fact_id, stay_id, episode_id, patient_id, facility_id, stage, service,
      CASE WHEN mat >= 0 THEN mat = 1 END, tstzrange(starts, ends), reason, \(now), (SELECT access.staff_member())
    FROM staged WHERE \(stretch)
    """
  }

  /// The move that opens a stay, and the one that ends the episode with its last stay.
  var moves: SQL {
    """
    INSERT INTO clinic.move
      (organization_id, id, episode_id, sequence, event, from_state, to_state, facility_id, stay_id, effective_at,
      discharge_reason, cause, known_from, recorded_by)
    SELECT (SELECT access.organization()), m.id, s.episode_id, m.sequence, m.event, m.from_state, m.to_state, s.facility_id,
      s.stay_id, m.at, m.reason, 'TEDS import', \(now), (SELECT access.staff_member())
    FROM staged AS s
    CROSS JOIN LATERAL (VALUES
      (true, s.admit_id, s.position,
        CASE WHEN s.previous_stage IS NULL THEN 'admit' ELSE 'transfer' END,
        coalesce(s.previous_stage::text, 'none'), s.stage::text, s.starts, s.previous_reason),
      (s.is_last AND s.ends IS NOT NULL, s.end_id, s.position + 1,
        CASE WHEN s.reason = 1 THEN 'complete' ELSE 'discharge' END, s.stage::text, 'ended', s.ends, s.reason)
    ) AS m (happened, id, sequence, event, from_state, to_state, at, reason)
    WHERE \(stretch) AND m.happened
    """
  }

  var statuses: SQL {
    """
    INSERT INTO clinic.discharge_status
      (organization_id, id, episode_id, stay_id, service, substance, substance_missing, frequency, frequency_missing,
      employment, employment_missing, living_arrangement, living_arrangement_missing,
      arrests_past_30_days, arrests_past_30_days_missing, self_help, self_help_missing, known_from, recorded_by)
    SELECT (SELECT access.organization()), status_id, episode_id, stay_id, clinic.coded_value(service_d),
      clinic.coded_value(sub1_d), clinic.coded_reason(sub1_d),
      clinic.coded_value(freq1_d), clinic.coded_reason(freq1_d),
      clinic.coded_value(employment_d), clinic.coded_reason(employment_d),
      clinic.coded_value(living_d), clinic.coded_reason(living_d),
      clinic.coded_value(arrests_d), clinic.coded_reason(arrests_d),
      clinic.coded_value(self_help_d), clinic.coded_reason(self_help_d), \(now), (SELECT access.staff_member())
    FROM staged WHERE \(stretch) AND ends IS NOT NULL
    """
  }

  /// The keys are digests and in no order, so they are put in order here.
  var rows: SQL {
    """
    INSERT INTO clinic.import_row (organization_id, source, key, digest, episode_id, stay_id, imported_at)
    SELECT (SELECT access.organization()), 'teds', key, digest, episode_id, stay_id, \(now)
    FROM staged WHERE \(stretch)
    ORDER BY key
    """
  }
}
