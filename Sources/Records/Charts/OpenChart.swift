import Clinic
import Postgres

/// The condition of what reads a chart: the rows of `patient`, if the chart is open to the caller.
///
/// Row-level security leaves out a closed chart anyway, but row by row. Asked once and ahead of the rows, a chart that is
/// closed takes no longer than one that is not there, so that time does not tell them apart.
func openChart(_ column: SQL = "patient_id", of patient: Patient.ID) -> SQL {
  "\(column) = \(patient) AND access.is_open(\(patient))"
}
