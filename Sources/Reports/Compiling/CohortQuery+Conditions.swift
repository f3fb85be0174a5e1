import Clinic
import Postgres

extension CohortQuery {
  /// What a row must fulfil to be of the cohort.
  func conditions() throws -> SQL {
    let asked = definition.conditions
    let start: SQL = "lower(\(main).valid)"
    var all: [SQL] = [
      "\(main).organization_id = (SELECT access.organization())", moment.knows(main),
      "\(start) <= \(moment.asOf)",
    ]
    // The policies let nobody see another facility anyway; named here, an index finds the rows.
    if let facilities = try asked.facilities?.map(places.named) ?? places.open {
      all.append("\(main).facility_id = ANY (\(facilities.map(\.id.rawValue)))")
    }
    if let stages = asked.stages {
      all.append("stay.stage = ANY (\(stages.map(\.rawValue))::reference.stage[])")
    }
    if let first = asked.admittedFrom { all.append("\(day(of: start)) >= \(first)") }
    if let last = asked.admittedTo { all.append("\(day(of: start)) <= \(last)") }
    if let sex = asked.sex { all.append("person.sex = \(sex.rawValue)") }
    if let reasons = asked.reasons {
      let code: SQL = definition.population == .stays ? "stay.end_reason" : "episode.discharge_reason"
      all.append("upper(\(main).valid) <= \(moment.asOf) AND \(code) = ANY (\(reasons.map(\.rawValue)))")
    }
    if let substance = asked.substance { all.append(named(substance)) }
    return all.dropFirst().reduce(all[0]) { "\($0)\n    AND \($1)" }
  }

  /// Whether the substance was named at the intake of the episode.
  private func named(_ asked: SubstanceCondition) -> SQL {
    var match: SQL = moment.knows("named")
    if let substance = asked.substance { match = "\(match) AND named.substance = \(substance.rawValue)" }
    if let drug = asked.drug { match = "\(match) AND named.detailed_drug = \(drug.rawValue)" }
    if asked.rank == .primary { match = "\(match) AND named.rank = 1" }
    return """
      EXISTS (
            SELECT FROM clinic.substance_use AS named
            WHERE named.organization_id = episode.organization_id AND named.intake_id = episode.intake_id
              AND \(match))
      """
  }
}
