import Clinic
import Postgres

extension Identifier: PostgresEncodable, PostgresDecodable {}

extension Day: PostgresEncodable, PostgresDecodable {
  package static var postgresType: PostgresType { PostgresDate.postgresType }

  package func encode(into buffer: inout PostgresBuffer) {
    PostgresDate(daysSince2000: daysSince2000).encode(into: &buffer)
  }

  package init(postgres value: PostgresValue) throws {
    let date = try PostgresDate(postgres: value)
    guard let day = Day(daysSince2000: date.daysSince2000) else {
      throw InvalidValue(
        "invalid-date", field: nil, problem: "is outside the years 1 to 9999", remedy: "Correct the record.")
    }
    self = day
  }
}
