import Foundation
import Testing

@testable import Clinic

@Suite struct DayTests {
  @Test(arguments: [
    ("2000-01-01", 0), ("1999-12-31", -1), ("2000-03-01", 60), ("1970-01-01", -10_957), ("2024-02-29", 8_825),
    ("0001-01-01", -730_119), ("9999-12-31", 2_921_939),
  ])
  func `a day is counted from 2000 and written as it was read`(text: String, days: Int32) throws {
    let day = try Day(text)

    #expect(day.daysSince2000 == days)
    #expect(day.description == text)
    #expect(Day(daysSince2000: days) == day)
  }

  @Test(arguments: [
    "2023-02-29", "1900-02-29", "2024-04-31", "2024-13-01", "2024-00-10", "2024-01-00", "24-01-01",
    "2024-1-1",
    "2024-01-01T00:00", " 2024-01-01", "2024/01/01", "", "0000-01-01", "-001-01-01", "\u{0662}024-01-01",
  ])
  func `what is no day of the calendar is refused without repeating it`(text: String) {
    let error = #expect(throws: InvalidValue.self) { try Day(text) }

    #expect(error?.value == nil)
    #expect(error?.code == "invalid-date")
  }

  @Test func `every day of 400 years comes back the same`() throws {
    var day = try Day("1888-01-01")
    for _ in 0..<146_097 {
      let (year, month, dayOfMonth) = day.parts
      #expect(Day(year: year, month: month, day: dayOfMonth) == day)
      day = day.adding(days: 1)
    }
    #expect(day.description == "2288-01-01")
  }

  @Test func `days stop at the ends of the calendar`() throws {
    #expect(try Day("9999-12-31").adding(days: 1).description == "9999-12-31")
    #expect(try Day("0001-01-01").adding(days: Int.min).description == "0001-01-01")
    #expect(Day(daysSince2000: 2_921_940) == nil)
  }

  @Test(arguments: [
    ("1990-05-17", "2024-05-16", 33), ("1990-05-17", "2024-05-17", 34), ("2000-02-29", "2023-02-28", 22),
    ("2000-02-29", "2023-03-01", 23), ("2000-02-29", "2024-02-29", 24), ("2024-01-01", "2023-12-31", -1),
  ])
  func `an age is counted in whole years`(birth: String, day: String, age: Int) throws {
    #expect(try Day(birth).years(until: Day(day)) == age)
  }

  @Test func `the day of an instant is that of the place`() throws {
    let midnight = try Date("2024-03-10T00:30:00Z", strategy: .iso8601)
    let newYork = try #require(TimeZone(identifier: "America/New_York"))
    let kiritimati = try #require(TimeZone(identifier: "Pacific/Kiritimati"))

    #expect(Day(of: midnight, in: .gmt).description == "2024-03-10")
    #expect(Day(of: midnight, in: newYork).description == "2024-03-09")
    #expect(Day(of: midnight, in: kiritimati).description == "2024-03-10")
  }

  @Test(arguments: [
    "America/New_York", "Europe/Berlin", "America/Sao_Paulo", "Africa/Cairo", "Asia/Kathmandu", "UTC",
  ])
  func `a day begins at the first instant that is in it`(name: String) throws {
    let zone = try #require(TimeZone(identifier: name))
    var day = try Day("2018-01-01")
    for _ in 0..<730 {
      let start = day.start(in: zone)
      #expect(Day(of: start, in: zone) == day)
      #expect(Day(of: start.addingTimeInterval(-1), in: zone) == day.adding(days: -1))
      day = day.adding(days: 1)
    }
  }
}
