import Foundation
import Postgres
import Testing

/// Numbers that look random and are the same in every run.
private struct Seeded: RandomNumberGenerator {
  private var state: UInt64
  init(_ seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}

private enum Mood: String, CaseIterable, PostgresCodable { case calm, tense }

@Suite(.timeLimit(.minutes(10)))
struct CodecTests {
  /// Sends values there and back, singly, as an array, and as an array with holes.
  private func roundTrip<Value: PostgresCodable & Equatable>(
    _ values: [Value], _ database: Database, isSame: (Value, Value) -> Bool = { $0 == $1 }
  ) async throws {
    for value in values {
      let back = try await database.run(Query.one("SELECT \(value) AS v") { row -> Value in try row["v"] })
      #expect(isSame(back, value), "\(value) came back as \(back)")
    }
    let holed = values.map { Optional($0) } + [nil]
    let (array, optionals, none) = try await database.run(
      Query.one("SELECT \(values) AS v") { row -> [Value] in try row["v"] },
      Query.one("SELECT \(holed) AS v") { row -> [Value?] in try row["v"] },
      Query.one("SELECT \(nil as Value?) AS v") { row -> Value? in try row["v"] })
    #expect(array.count == values.count && zip(array, values).allSatisfy(isSame))
    #expect(optionals.count == holed.count && optionals.last == .some(nil))
    #expect(none == nil)
  }

  @Test func `whole numbers, truth values and identifiers come back as they went`() async throws {
    try await withDatabase { database in
      var random = Seeded(1)
      try await roundTrip([true, false], database)
      try await roundTrip(
        (0..<20).map { _ in Int16.random(in: .min ... .max, using: &random) } + [.min, .max], database)
      try await roundTrip(
        (0..<20).map { _ in Int32.random(in: .min ... .max, using: &random) } + [.min, .max], database)
      try await roundTrip(
        (0..<20).map { _ in Int64.random(in: .min ... .max, using: &random) } + [.min, .max], database)
      try await roundTrip((0..<20).map { _ in Int.random(in: .min ... .max, using: &random) }, database)
      try await roundTrip((0..<20).map { _ in UUID() }, database)
    }
  }

  @Test func `floating numbers come back, not-a-number too`() async throws {
    try await withDatabase { database in
      var random = Seeded(2)
      let doubles = (0..<20).map { _ in Double(bitPattern: random.next()) }.filter(\.isFinite)
      try await roundTrip(doubles + [.infinity, -.infinity, 0, -0.0, .leastNonzeroMagnitude], database)
      try await roundTrip([Double.nan, 1], database) { $0.isNaN ? $1.isNaN : $0 == $1 }
      try await roundTrip([Float.pi, -.infinity, .leastNormalMagnitude], database)
    }
  }

  @Test func `texts, bytes and documents come back`() async throws {
    try await withDatabase { database in
      try await roundTrip(
        ["", "a", "Zoë 🜂 \"quoted\" \\ {braces}, NULL", String(repeating: "x", count: 100_000)], database)
      let bytes: [UInt8] = (0...255).map { $0 }
      let (some, none) = try await database.run(
        Query.one("SELECT \(bytes) AS v") { row -> [UInt8] in try row["v"] },
        Query.one("SELECT \([UInt8]()) AS v") { row -> [UInt8] in try row["v"] })
      #expect(some == bytes)
      #expect(none.isEmpty)
      try await roundTrip([JSONB(text: #"{"a": [1, 2, null]}"#), JSONB(text: "3")], database)
    }
  }

  @Test func `a text fits wherever the server expects one of its own types`() async throws {
    try await withDatabase { database in
      try await database.prepare(
        "CREATE TYPE mood AS ENUM ('calm', 'tense')",
        "CREATE TABLE t (mood mood, document jsonb, day date)")
      let (back, moods) = try await database.run(
        before: ["INSERT INTO t VALUES (\(Mood.tense), \(#"{"a": 1}"#), \("2024-02-29"))"],
        Query.one("SELECT mood, mood::name AS name, day FROM t") { row in
          (try row["mood"] as Mood, try row["name"] as String, try row["day"] as PostgresDate)
        },
        Query.one("SELECT \(Mood.allCases)::mood[] AS moods") { row -> [Mood] in try row["moods"] })
      #expect(back.0 == .tense)
      #expect(back.1 == "tense")
      #expect(back.2 == PostgresDate(year: 2024, month: 2, day: 29))
      #expect(moods == [.calm, .tense])

      let error = try await #require(throws: PostgresError.self) {
        try await database.run(Query.one("SELECT 'furious' AS mood") { row -> Mood in try row["mood"] })
      }
      #expect(error.kind == .decoding)
      #expect(error.message == "column mood is not a Mood")
    }
  }

  @Test func `instants come back to the microsecond, infinity too`() async throws {
    try await withDatabase { database in
      var random = Seeded(3)
      // Within these some 250 years a Date can tell microseconds apart.
      let dates = (0..<200).map { _ in
        Date(
          timeIntervalSinceReferenceDate: Double(
            Int64.random(in: -4_000_000_000_000_000...4_000_000_000_000_000, using: &random)) / 1e6)
      }
      try await roundTrip(dates, database) { abs($0.timeIntervalSince($1)) < 0.000_000_6 }
      try await roundTrip([Date.distantFuture, .distantPast], database)

      let (text, before, infinite) = try await database.run(
        Query.one("SELECT \(Date(timeIntervalSince1970: 951_782_400.25))::text AS t") { row -> String in
          try row["t"]
        },
        Query.one(
          "SELECT t, extract(epoch FROM t)::float8 AS seconds FROM CAST('0044-03-15 12:00:00+00 BC' AS timestamptz) AS t"
        ) { row in
          try row["t"] == Date(timeIntervalSince1970: try row["seconds"])
        },
        Query.one("SELECT \(Date.distantFuture) = 'infinity'::timestamptz AS t") { row -> Bool in try row["t"]
        })
      #expect(text == "2000-02-29 00:00:00.25+00")
      #expect(before)
      #expect(infinite)
    }
  }

  @Test func `days come back and their parts are those of the server`() async throws {
    try await withDatabase { database in
      var random = Seeded(4)
      let days = (0..<300).map { _ in
        PostgresDate(daysSince2000: Int32.random(in: -2_000_000...3_000_000, using: &random))
      }
      try await roundTrip(Array(days.prefix(30)) + [.infinity, .minusInfinity], database)

      let parts = try await database.run(
        Query.all(
          """
          SELECT d, extract(year FROM d)::int AS y, extract(month FROM d)::int AS m, extract(day FROM d)::int AS n
          FROM unnest(\(days)) AS d
          """
        ) { row in
          (try row["d"] as PostgresDate, try row["y"] as Int, try row["m"] as Int, try row["n"] as Int)
        })
      for (day, year, month, number) in parts {
        let astronomical = year > 0 ? year : year + 1
        #expect(day.year == astronomical && day.month == month && day.day == number)
        #expect(PostgresDate(year: astronomical, month: month, day: number) == day)
      }
      #expect(PostgresDate(year: 2023, month: 2, day: 29) == nil)
      #expect(PostgresDate(year: 2023, month: 13, day: 1) == nil)
      #expect(PostgresDate(year: 2000, month: 1, day: 1)?.daysSince2000 == 0)
    }
  }

  @Test func `exact numbers come back, large and small and not numbers at all`() async throws {
    try await withDatabase { database in
      var random = Seeded(5)
      let numbers = (0..<200).map { _ in
        Decimal(Int64.random(in: .min ... .max, using: &random))
          * Decimal(sign: .plus, exponent: Int.random(in: -60...60, using: &random), significand: 1)
      }
      let corners = [
        "0", "1", "-1", "10000", "0.0001", "99999999999999999999999999999999999999", "-0.5", "12345678.00009",
      ]
      try await roundTrip(numbers + corners.compactMap { Decimal(string: $0) }, database)
      try await roundTrip([Decimal.nan, 1], database) { $0.isNaN ? $1.isNaN : $0 == $1 }

      let texts = try await database.run(
        Query.one("SELECT \(Decimal(string: "-1234567.8901"))::text AS t") { row -> String in try row["t"] })
      #expect(texts == "-1234567.8901")
      for large in ["repeat('9', 39)::numeric", "'infinity'::numeric"] {
        await #expect(throws: PostgresError.self) {
          try await database.run(Query.one(SQL(unsafe: "SELECT \(large)")) { row -> Decimal in try row[0] })
        }
      }
    }
  }

  @Test func `ranges come back, empty and endless ones too`() async throws {
    try await withDatabase { database in
      let now = Date(timeIntervalSince1970: 1_700_000_000)
      try await roundTrip(
        [
          PostgresRange(now, now + 60), PostgresRange(now, nil), PostgresRange<Date>(nil, nil), .empty,
          PostgresRange(now, .distantFuture),
          PostgresRange(now, now + 1, includesLower: false, includesUpper: true),
        ], database)
      try await roundTrip([PostgresRange(1, 5), PostgresRange(nil, 5), .empty], database)
      try await roundTrip([PostgresRange<Int32>(1, 5), .empty], database)
      try await roundTrip([PostgresRange<Decimal>(1, 5, includesUpper: true), .empty], database)
      let day = try #require(PostgresDate(year: 2024, month: 1, day: 1))
      try await roundTrip([PostgresRange(day, nil), .empty], database)
      #expect(PostgresRange(1, 5).contains(1) && !PostgresRange(1, 5).contains(5))
    }
  }

  @Test func `spans of time come back`() async throws {
    try await withDatabase { database in
      try await roundTrip(
        [PostgresInterval(months: 1, days: -2, microseconds: 3), PostgresInterval()], database)
    }
  }

  @Test func `a wrong type or a NULL is named by its column`() async throws {
    try await withDatabase { database in
      let wrong = try await #require(throws: PostgresError.self) {
        try await database.run(Query.one("SELECT 'x'::text AS name") { row -> Int in try row["name"] })
      }
      #expect(wrong.message == "column name has the type with OID 25")
      let missing = try await #require(throws: PostgresError.self) {
        try await database.run(Query.one("SELECT NULL::int8 AS age") { row -> Int in try row["age"] })
      }
      #expect(missing.message == "column age is NULL")
      let unknown = try await #require(throws: PostgresError.self) {
        try await database.run(Query.one("SELECT 1 AS a") { row -> Int in try row["b"] })
      }
      #expect(unknown.message == "column b is not in the row")
    }
  }
}
