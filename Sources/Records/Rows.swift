import Clinic
import Postgres

extension MissingReason: PostgresEncodable, PostgresDecodable {}
extension Sex: PostgresEncodable, PostgresDecodable {}
extension Stage: PostgresEncodable, PostgresDecodable {}
extension StageState: PostgresEncodable, PostgresDecodable {}
extension MoveEvent: PostgresEncodable, PostgresDecodable {}
extension DischargeReason: PostgresEncodable, PostgresDecodable {}
extension LevelOfCare.Edition: PostgresEncodable, PostgresDecodable {}
extension OccupationKind: PostgresEncodable, PostgresDecodable {}
extension Substance: PostgresEncodable, PostgresDecodable {}
extension DetailedDrug: PostgresEncodable, PostgresDecodable {}
extension Race: PostgresEncodable, PostgresDecodable {}
extension Ethnicity: PostgresEncodable, PostgresDecodable {}
extension Route: PostgresEncodable, PostgresDecodable {}
extension UseFrequency: PostgresEncodable, PostgresDecodable {}
extension DrugForm: PostgresEncodable, PostgresDecodable {}
extension UseOrigin: PostgresEncodable, PostgresDecodable {}
extension Contact.Kind: PostgresEncodable, PostgresDecodable {}
extension Enquiry.Relation: PostgresEncodable, PostgresDecodable {}
extension Enquiry.LossReason: PostgresEncodable, PostgresDecodable {}
extension CallAttempt.Outcome: PostgresEncodable, PostgresDecodable {}

extension Row {
  /// Joins a column and its `_missing` twin; exactly one of them is filled.
  func recorded<Value: PostgresDecodable>(_ column: String) throws -> Recorded<Value> {
    try Recorded(self[column], missing: self["\(column)_missing"], field: column)
  }

  /// The same for a fact that may not have been asked about yet: then both are null.
  func recordedIfAsked<Value: PostgresDecodable>(_ column: String) throws -> Recorded<Value>? {
    let value: Value? = try self[column]
    let missing: MissingReason? = try self["\(column)_missing"]
    if value == nil, missing == nil { return nil }
    return try Recorded(value, missing: missing, field: column)
  }
}
