import Clinic
import Postgres
import Records
import TestSupport
import Testing

/// The domain's catalogues and the database's code tables say the same.
@Suite(.database) struct ReferenceTests {
  @Test func `levels of care are the same in the file and in the table`() async throws {
    let stored = try await TestDatabase.required().owner.run(
      Query<[String]>.all(
        "SELECT edition, code, label, stages::text AS stages FROM reference.level_of_care"
      ) { row in
        "\(try row["edition"] as Int16) \(try row["code"] as String) \(try row["label"] as String) \(try row["stages"] as String)"
      })
    let known = try LevelCatalogue.shipped().entries.map { entry in
      "\(entry.level.edition.rawValue) \(entry.level.code) \(entry.name) {\(entry.stages.map(\.rawValue).joined(separator: ","))}"
    }
    #expect(stored.sorted() == known.sorted())
  }

  @Test func `permissions are the same in the code and in the table`() async throws {
    let stored = try await TestDatabase.required().owner.run(
      Query<[String]>.all("SELECT name FROM access.permission") { try $0["name"] })
    #expect(Set(stored) == Set(Permission.allCases.map(\.rawValue) + ["organization.found"]))
  }

  @Test func `drugs are the same in the file and in the table`() async throws {
    let stored = try await TestDatabase.required().owner.run(
      Query<[String]>.all(
        """
        SELECT code, label, retired_on, recoded_to FROM reference.detailed_drug
        """
      ) { row in
        let retired: Day? = try row["retired_on"]
        let recoded: DetailedDrug? = try row["recoded_to"]
        return Self.line(try row["code"], try row["label"], retired, recoded)
      })
    let known = try DrugCatalogue.shipped().entries.map { entry in
      Self.line(entry.drug, entry.name, entry.retiredOn, entry.recodedTo)
    }
    #expect(stored.sorted() == known.sorted())
  }

  @Test func `discharge reasons, routes and frequencies are the same in the code and in the tables`()
    async throws
  {
    let (reasons, routes, frequencies, services) = try await TestDatabase.required().owner.run(
      Self.codes("discharge_reason"), Self.codes("route"), Self.codes("use_frequency"),
      Self.codes("service_setting"))
    #expect(reasons == DischargeReason.allCases.map(\.rawValue).sorted())
    #expect(routes == Route.allCases.map(\.rawValue).sorted())
    #expect(frequencies == UseFrequency.allCases.map(\.rawValue).sorted())
    #expect(services == ServiceSetting.allCases.map(\.rawValue).sorted())
  }

  @Test(arguments: [
    "substance", "detailed_drug", "route", "use_frequency", "service_setting", "discharge_reason",
  ])
  func `a column takes the codes of its table and no others`(_ table: String) async throws {
    let test = try TestDatabase.required()
    let codes = try await test.owner.run(Self.codes(table))
    let taken = try await test.owner.run(
      Query<Int>.one(
        SQL(
          unsafe: "SELECT count(code::reference.\(table)_code)::integer AS taken FROM reference.\(table)")
      ) { try $0["taken"] })
    #expect(taken == codes.count)

    let refused = try #require((Int16(-1)...2_100).first { !codes.contains($0) && $0 > 0 })
    await #expect(throws: PostgresError.self) {
      try await test.owner.run(.execute(SQL(unsafe: "SELECT \(refused)::smallint::reference.\(table)_code")))
    }
  }

  private static func codes(_ table: String) -> Query<[Int16]> {
    .all(SQL(unsafe: "SELECT code FROM reference.\(table) ORDER BY code")) { row in try row["code"] }
  }

  private static func line(
    _ drug: DetailedDrug, _ name: String, _ retired: Day?, _ recoded: DetailedDrug?
  ) -> String {
    "\(drug) \(name) \(retired.map(\.description) ?? "-") \(recoded.map(\.description) ?? "-")"
  }
}
