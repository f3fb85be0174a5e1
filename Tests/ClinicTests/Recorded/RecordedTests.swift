import Foundation
import Testing

@testable import Clinic

private struct Body: Codable, Equatable {
  var birthDate: Recorded<Day>
}

private func decode(_ json: String) throws -> Recorded<Day> {
  try JSONDecoder().decode(Body.self, from: Data(#"{"birthDate": \#(json)}"#.utf8)).birthDate
}

@Suite struct RecordedTests {
  @Test func `a value is written as itself`() throws {
    let body = Body(birthDate: .value(try Day("1990-05-17")))

    #expect(String(decoding: try JSONEncoder().encode(body), as: UTF8.self) == #"{"birthDate":"1990-05-17"}"#)
    #expect(try decode(#""1990-05-17""#) == body.birthDate)
  }

  @Test(arguments: MissingReason.allCases)
  func `a missing value is written with its reason`(reason: MissingReason) throws {
    let body = Body(birthDate: .missing(reason))
    let json = try JSONEncoder().encode(body)

    #expect(String(decoding: json, as: UTF8.self) == #"{"birthDate":{"missing":"\#(reason.rawValue)"}}"#)
    #expect(try JSONDecoder().decode(Body.self, from: json) == body)
  }

  @Test(arguments: [
    ("null", "missing-without-reason"), (#"{"missing": "lost"}"#, "unknown-code"),
    (#""1990-02-30""#, "invalid-date"),
  ])
  func `what is neither is refused with field and remedy`(json: String, code: String) {
    let error = #expect(throws: InvalidValue.self) { try decode(json) }

    #expect(error?.code == code)
    #expect(error?.field == "birthDate")
    #expect(error?.remedy.isEmpty == false)
  }

  @Test func `a stored row has a value or a reason, and never both`() throws {
    #expect(try Recorded(3, missing: nil) == .value(3))
    #expect(try Recorded<Int>(nil, missing: .refused) == .missing(.refused))
    #expect(throws: InvalidValue.self) { try Recorded<Int>(nil, missing: nil) }
    #expect(throws: InvalidValue.self) { try Recorded(3, missing: .refused) }
  }

  @Test func `a reason survives a change of the value's type`() {
    #expect(Recorded.value(3).map { "\($0)" } == .value("3"))
    #expect(Recorded<Int>.missing(.unable).map { "\($0)" } == .missing(.unable))
  }
}
