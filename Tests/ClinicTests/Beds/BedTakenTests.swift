import Testing

@testable import Clinic

@Suite struct BedTakenTests {
  @Test func `the refusal says until when and what to do, and not who`() throws {
    let taken = BedTaken(bed: try Line("D-07"), by: .hold, until: hours(3))

    #expect(taken.message == "The bed D-07 is being held until 2024-03-01T15:00:00Z.")
    #expect(taken.remedy.hasPrefix("Choose another bed"))
    #expect(taken.code == "bed-taken")
    #expect(taken.kind == .conflict)
    #expect(taken.field == "bed")
  }

  @Test func `without an end it says so`() throws {
    let taken = BedTaken(bed: try Line("D-07"), by: .stay, until: nil)

    #expect(taken.message == "The bed D-07 is taken with no end set.")
  }
}
