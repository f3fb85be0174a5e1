extension CohortDefinition {
  /// The definitions that come with the software, by name.
  ///
  /// - Throws: ``InvalidDefinition`` when one of them is broken, which the tests rule out.
  package static func shipped() throws -> [CohortDefinition] {
    try files.map { try CohortDefinition(bytes: $0.bytes, file: $0.name) }
  }

  /// The files themselves, for those who want to begin with a copy.
  package static let files: [(name: String, bytes: [UInt8])] = [
    ("cohort_dashboard.yaml", PackageResources.cohort_dashboard_yaml),
    ("cohort_detox_retention.yaml", PackageResources.cohort_detox_retention_yaml),
    ("cohort_dropout_days.yaml", PackageResources.cohort_dropout_days_yaml),
    ("cohort_first_calls.yaml", PackageResources.cohort_first_calls_yaml),
    ("cohort_ketamine_admissions.yaml", PackageResources.cohort_ketamine_admissions_yaml),
    ("cohort_left_against_advice.yaml", PackageResources.cohort_left_against_advice_yaml),
    ("cohort_niatx_aims.yaml", PackageResources.cohort_niatx_aims_yaml),
    ("cohort_outcomes.yaml", PackageResources.cohort_outcomes_yaml),
    ("cohort_readmission_30_days.yaml", PackageResources.cohort_readmission_30_days_yaml),
    ("cohort_retention_by_stage.yaml", PackageResources.cohort_retention_by_stage_yaml),
    ("cohort_service_by_reason.yaml", PackageResources.cohort_service_by_reason_yaml),
    ("cohort_step_down.yaml", PackageResources.cohort_step_down_yaml),
    ("cohort_waiting_time.yaml", PackageResources.cohort_waiting_time_yaml),
  ]

  /// The shipped definition of that name.
  ///
  /// - Throws: ``UnknownDefinition`` with the name that was probably meant.
  package static func shipped(named name: String) throws -> CohortDefinition {
    let all = try shipped()
    guard let definition = all.first(where: { $0.name == name }) else {
      throw UnknownDefinition(name, known: all.map(\.name))
    }
    return definition
  }
}
