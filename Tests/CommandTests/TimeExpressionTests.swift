import Clinic
import Foundation
import Testing

@testable import stepwell

/// A Monday at noon UTC, which is eight in the morning in New York.
private let now = Date(timeIntervalSince1970: 1_781_524_800)

@Suite struct TimeExpressionTests {
  @Test(arguments: [
    ("now", "2026-06-15T12:00:00Z"),
    ("2026-06-15T14:00:00Z", "2026-06-15T14:00:00Z"),
    ("2026-06-15t14:00z", "2026-06-15T14:00:00Z"),
    ("2026-06-15 14:00:30+02:00", "2026-06-15T12:00:30Z"),
    ("2026-06-15 14:00", "2026-06-15T18:00:00Z"),
    ("2026-06-15T14:00", "2026-06-15T18:00:00Z"),
    ("2026-01-15 14:00", "2026-01-15T19:00:00Z"),
    ("2026-06-14", "2026-06-14T04:00:00Z"),
    ("14:30", "2026-06-15T18:30:00Z"),
    ("today", "2026-06-15T04:00:00Z"),
    ("yesterday 14:00", "2026-06-14T18:00:00Z"),
    ("Tomorrow 08:15", "2026-06-16T12:15:00Z"),
    ("3 days ago", "2026-06-12T12:00:00Z"),
    ("1 hour ago", "2026-06-15T11:00:00Z"),
    ("in 2 weeks", "2026-06-29T12:00:00Z"),
    ("-3d", "2026-06-12T12:00:00Z"),
    ("+90m", "2026-06-15T13:30:00Z"),
  ])
  func `a time is read by the clock of the facility`(text: String, meant: String) throws {
    let zone = try #require(TimeZone(identifier: "America/New_York"))

    let date = try TimeExpression(text: text, field: "at").date(now: now) { zone }

    #expect(date.formatted(.iso8601) == meant)
  }

  @Test(arguments: [
    "", "soon", "2026-02-30", "2026-06-15 25:00", "2026-06-15T14:61:00Z", "14:00 yesterday", "yesterday 14",
    "3 days",
    "days ago", "-3", "-3y", "999999 days ago", "2026-6-1", "now now", "2026-06-15 14:00 EST",
    "today tomorrow",
  ])
  func `what is no time is refused by name of the option`(text: String) throws {
    let error = #expect(throws: InvalidValue.self) {
      _ = try TimeExpression(text: text, field: "at").date(now: now) { .gmt }
    }

    #expect(error?.code == "invalid-time")
    #expect(error?.field == "at")
  }

  @Test func `a time with its own zone asks for no other`() throws {
    struct Asked: Error {}

    for text in ["now", "-3d", "2 days ago", "2026-06-15T14:00:00Z"] {
      _ = try TimeExpression(text: text, field: "at").date(now: now) { throw Asked() }
    }
    #expect(throws: Asked.self) {
      _ = try TimeExpression(text: "today", field: "at").date(now: now) { throw Asked() }
    }
  }
}
