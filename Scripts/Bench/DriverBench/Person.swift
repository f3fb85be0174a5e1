import Foundation
import Postgres

/// The row that is looked up; every column is decoded, as a program would.
struct Person: Sendable {
  let id: Int
  let recordNumber: String
  let familyName: String
  let givenName: String
  let born: PostgresDate
  let sex: String
  let phone: String?
  let email: String?
  let city: String?
  let facility: Int32
  let version: Int32
  let createdAt: Date

  init(_ row: Row) throws {
    id = try row["id"]
    recordNumber = try row["record_number"]
    familyName = try row["family_name"]
    givenName = try row["given_name"]
    born = try row["born"]
    sex = try row["sex"]
    phone = try row["phone"]
    email = try row["email"]
    city = try row["city"]
    facility = try row["facility"]
    version = try row["version"]
    createdAt = try row["created_at"]
  }

  static func find(_ id: Int) -> Query<Person> {
    Query.one(
      """
      SELECT id, record_number, family_name, given_name, born, sex, phone, email, city, facility, version, created_at
      FROM bench_person WHERE id = \(id)
      """, Person.init)
  }
}
