/// One step of the database's schema: a file under `migrations`, embedded in the binary.
package struct Migration: Sendable {
  /// The number in the file's name; migrations run in this order, each exactly once.
  package let version: Int
  /// The file's name without its ending, such as `V004_organization`.
  package let name: String
  /// The statements, run as one transaction.
  package let sql: String

  init(_ version: Int, _ name: String, _ bytes: [UInt8]) {
    self.version = version
    self.name = name
    sql = String(decoding: bytes, as: UTF8.self)
  }
}

/// The migrations in order.
///
/// A new file is added here; a file that has landed is never edited.
package enum Schema {
  package static let migrations = [
    Migration(1, "V001_foundations", PackageResources.V001_foundations_sql),
    Migration(2, "V002_reference", PackageResources.V002_reference_sql),
    Migration(3, "V003_access", PackageResources.V003_access_sql),
    Migration(4, "V004_organization", PackageResources.V004_organization_sql),
    Migration(5, "V005_patients", PackageResources.V005_patients_sql),
    Migration(6, "V006_enquiries", PackageResources.V006_enquiries_sql),
    Migration(7, "V007_intake", PackageResources.V007_intake_sql),
    Migration(8, "V008_episodes", PackageResources.V008_episodes_sql),
    Migration(9, "V009_beds", PackageResources.V009_beds_sql),
    Migration(10, "V010_screenings", PackageResources.V010_screenings_sql),
    Migration(11, "V011_audit", PackageResources.V011_audit_sql),
    Migration(12, "V012_begin", PackageResources.V012_begin_sql),
    Migration(13, "V013_policies", PackageResources.V013_policies_sql),
    Migration(14, "V014_imports", PackageResources.V014_imports_sql),
    Migration(15, "V015_charts", PackageResources.V015_charts_sql),
    Migration(16, "V016_sign_in", PackageResources.V016_sign_in_sql),
    Migration(17, "V017_seals", PackageResources.V017_seals_sql),
    Migration(18, "V018_consent", PackageResources.V018_consent_sql),
    Migration(19, "V019_counselling_notes", PackageResources.V019_counselling_notes_sql),
    Migration(20, "V020_second_factor", PackageResources.V020_second_factor_sql),
    Migration(21, "V021_refusals", PackageResources.V021_refusals_sql),
    Migration(22, "V022_roles", PackageResources.V022_roles_sql),
    Migration(23, "V023_audit_archive", PackageResources.V023_audit_archive_sql),
    Migration(24, "V024_cheaper_policies", PackageResources.V024_cheaper_policies_sql),
    Migration(25, "V025_beds", PackageResources.V025_beds_sql),
    Migration(26, "V026_ledger", PackageResources.V026_ledger_sql),
    Migration(27, "V027_step_down", PackageResources.V027_step_down_sql),
    Migration(29, "V029_strangers", PackageResources.V029_strangers_sql),
    Migration(30, "V030_parts_of_charts", PackageResources.V030_parts_of_charts_sql),
    Migration(31, "V031_instruments", PackageResources.V031_instruments_sql),
    Migration(32, "V032_flowsheet", PackageResources.V032_flowsheet_sql),
    Migration(33, "V033_medication", PackageResources.V033_medication_sql),
    Migration(34, "V034_doses_on_flowsheets", PackageResources.V034_doses_on_flowsheets_sql),
    Migration(35, "V035_lists", PackageResources.V035_lists_sql),
    Migration(36, "V036_state_reports", PackageResources.V036_state_reports_sql),
    Migration(37, "V037_report_runs", PackageResources.V037_report_runs_sql),
    Migration(38, "V038_reports", PackageResources.V038_reports_sql),
    Migration(
      39, "V039_report_schedules_and_members", PackageResources.V039_report_schedules_and_members_sql),
    Migration(40, "V040_payer", PackageResources.V040_payer_sql),
    Migration(41, "V041_one_unit_charts", PackageResources.V041_one_unit_charts_sql),
    Migration(42, "V042_medicines_disclosed", PackageResources.V042_medicines_disclosed_sql),
    Migration(43, "V043_checks_end_with_treatment", PackageResources.V043_checks_end_with_treatment_sql),
  ]
}
