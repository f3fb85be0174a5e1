import Testing

@testable import Clinic

@Suite struct IntervalTests {
  @Test func `an interval holds its start and not its end`() throws {
    let interval = try Interval(start: noon, end: hours(2))

    #expect(interval.contains(noon))
    #expect(interval.contains(hours(1)))
    #expect(!interval.contains(hours(2)))
    #expect(!interval.contains(hours(-1)))
  }

  @Test func `an interval that goes on holds everything after its start`() throws {
    #expect(try Interval(start: noon).contains(hours(1_000_000)))
    #expect(try Interval(start: noon).isOpen)
  }

  @Test(arguments: [0.0, -1])
  func `an end that is not after the start is refused`(end: Double) {
    let error = #expect(throws: InvalidValue.self) { try Interval(start: noon, end: hours(end)) }

    #expect(error?.code == "end-before-start")
  }

  @Test(arguments: [
    (0.0, 2.0, 2.0, 4.0, false), (0, 3, 2, 4, true), (2, 3, 0, 9, true), (5, 6, 0, 5, false),
    (0, 1, 0, 1, true),
  ])
  func `two that only touch do not overlap`(a: Double, b: Double, c: Double, d: Double, overlap: Bool) throws
  {
    let (first, second) = (
      try Interval(start: hours(a), end: hours(b)), try Interval(start: hours(c), end: hours(d))
    )

    #expect(first.overlaps(second) == overlap)
    #expect(second.overlaps(first) == overlap)
    #expect(try Interval(start: hours(c)).overlaps(first) == (b > c))
  }
}
