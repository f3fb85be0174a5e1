import Foundation
import Testing

@testable import Clinic

@Suite struct IdentifierTests {
  @Test func `a new identifier is of version 7 and holds its time`() {
    var random = SeededRandom(seed: 1)
    let id = Patient.ID(at: Date(timeIntervalSince1970: 1_645_557_742), random: &random)

    #expect(id.description.hasPrefix("017f22e2-79b0-7"))
    #expect("89ab".contains(id.description.dropFirst(19).first ?? "?"))
  }

  @Test func `identifiers sort by the time they were made`() {
    var random = SeededRandom(seed: 2)
    // A millisecond apart, and a quarter of one.
    for step in [0.001, 0.000_25] {
      let ids = (0..<500).map { Patient.ID(at: noon.addingTimeInterval(Double($0) * step), random: &random) }
      #expect(ids == ids.sorted())
      #expect(Set(ids).count == ids.count)
    }
  }

  @Test(arguments: [-1e18, -1, 0, 1e18, .nan])
  func `no time is too far away`(seconds: Double) {
    var random = SeededRandom(seed: 3)

    #expect(Patient.ID(at: Date(timeIntervalSince1970: seconds), random: &random).description.count == 36)
  }

  @Test func `an identifier is read back from its text, in either case`() throws {
    let id: Patient.ID = .number(7)

    #expect(Patient.ID(id.description.uppercased()) == id)
    #expect(Patient.ID("not an id") == nil)
    #expect(try JSONDecoder().decode(Patient.ID.self, from: JSONEncoder().encode(id)) == id)
  }

  @Test func `a wrong identifier in JSON names its field`() {
    struct Body: Decodable { let patients: [Patient.ID] }

    let error = #expect(throws: InvalidValue.self) {
      try JSONDecoder().decode(Body.self, from: Data(#"{"patients": ["x"]}"#.utf8))
    }

    #expect(error?.field == "patients[0]")
  }
}
