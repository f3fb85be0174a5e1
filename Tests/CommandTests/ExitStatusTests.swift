import Clinic
import Foundation
import Postgres
import Testing

@testable import stepwell

@Suite struct ExitStatusTests {
  @Test(arguments: zip(RefusalKind.allCases, [65, 66, 75, 65, 77, 75] as [Int32]))
  func `each kind of refusal has its number`(kind: RefusalKind, status: Int32) {
    #expect(ExitStatus(kind).rawValue == status)
  }

  @Test(arguments: [
    (PostgresError.Kind.server, "40001", 75 as Int32), (.server, "40P01", 75), (.server, "55P03", 75),
    (.server, "42501", 77), (.server, "23505", 65), (.server, "22P02", 65), (.server, "57014", 69),
    (.server, "53300", 69), (.server, "28P01", 69), (.server, "42703", 70), (.connectionLost, "08006", 69),
    (.overloaded, "", 69), (.encoding, "", 65), (.decoding, "", 70),
  ])
  func `each error of the database has its number`(kind: PostgresError.Kind, code: String, status: Int32) {
    let error = PostgresError(
      kind, .notDone, "secret of Zz Example", code: code.isEmpty ? nil : SQLState(code))

    #expect(ExitStatus(error).rawValue == status)
    #expect(!Complaint(error).remedy.isEmpty)
    if kind == .server { #expect(!Complaint(error).json.contains("secret")) }
  }
}
