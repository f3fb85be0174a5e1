import Clinic
import Foundation
import Testing

@testable import Service

struct JSONTests {
  @Test(
    arguments: [
      "", "{", "[1,]", "{\"a\":1,}", "{\"a\" 1}", "{a:1}", "01", "1.", "+1", ".5", "1e", "nul", "tru", "\"",
      "\"\\x\"",
      "\"\\u12\"", "\"\\ud800\"", "[1] 2", "'a'", "\"\u{1}\"", "{\"a\":1,\"a\":2}", "NaN", "-",
    ])
  func `what is not JSON is refused`(text: String) {
    #expect(throws: MalformedJSON.self) { _ = try JSONParser.parse(Array(text.utf8)) }
  }

  @Test func `JSON is read as it is meant`() throws {
    let value = try JSONParser.parse(
      Array(#" {"a": [1, -2.5e3, "x\n\u00e9\ud83d\ude00\/"], "b": {"c": null}} "#.utf8))

    #expect(
      value
        == .object([
          .init(name: "a", value: .array([.number("1"), .number("-2.5e3"), .string("x\né😀/")])),
          .init(name: "b", value: .object([.init(name: "c", value: .null)])),
        ]))
  }

  @Test func `what is written can be read by others`() throws {
    let text = "quote \" backslash \\ tab \t line \n bell \u{7} é 😀"
    var json = JSONWriter()
    json.object { json in
      json.field("text", text)
      json.field("nothing", String?.none)
      json.array("list", [1, 2]) { json, number in json.object { $0.field("n", number) } }
      json.object("empty") { _ in }
      json.field("recorded", Recorded<Int16>.missing(.refused))
    }
    let read = try JSONSerialization.jsonObject(with: Data(json.bytes)) as? [String: Any]
    #expect(read?["text"] as? String == text)
    #expect((read?["list"] as? [[String: Int]])?.map(\.["n"]) == [1, 2])
    #expect(read?["recorded"] as? [String: String] == ["missing": "refused"])
  }

  @Test(
    arguments: [
      ("2026-06-15T12:00:00Z", 1_781_524_800), ("2026-06-15T14:00:00+02:00", 1_781_524_800),
      ("2026-06-15T12:00:00.25Z", 1_781_524_800.25), ("1969-12-31T23:59:59Z", -1),
    ])
  func `instants are read`(text: String, seconds: Double) throws {
    let time = try #require(Timestamp.read(text))

    #expect(time.timeIntervalSince1970 == seconds)
    #expect(Timestamp.read(Timestamp.text(time)) == time)
  }

  @Test(
    arguments: [
      "2026-06-15", "2026-06-15T12:00Z", "2026-06-15T12:00:00", "2026-02-30T12:00:00Z",
      "2026-06-15T24:00:00Z",
      "2026-06-15T12:60:00Z", "2026-06-15T12:00:60Z", "2026-06-15 12:00:00Z", "1800-01-01T00:00:00Z",
      "9999-01-01T00:00:00Z", "2026-06-15T12:00:00+25:00", "2026-06-15T12:00:00.Z", "2026-06-15T1a:00:00Z",
    ])
  func `what is no instant is refused`(text: String) {
    #expect(Timestamp.read(text) == nil)
  }

  @Test func `instants are written in UTC, with a fraction only where there is one`() {
    #expect(Timestamp.text(Date(timeIntervalSince1970: 0)) == "1970-01-01T00:00:00Z")
    #expect(Timestamp.text(Date(timeIntervalSince1970: -0.5)) == "1969-12-31T23:59:59.5Z")
    #expect(Timestamp.text(Date(timeIntervalSince1970: 1_781_524_800.000_25)) == "2026-06-15T12:00:00.00025Z")
  }

  @Test func `every word of a closed list is read back`() {
    func check<Value: Worded>(_ type: Value.Type) {
      #expect(Value.allCases.allSatisfy { Value(word: $0.word) == $0 && !$0.word.isEmpty }, "\(type)")
    }
    check(Substance.self)
    check(Route.self)
    check(UseFrequency.self)
    check(Sex.self)
    check(Race.self)
    check(Ethnicity.self)
    check(DischargeReason.self)
    check(ServiceSetting.self)
    #expect(UseFrequency.onceOrTwiceAWeek.word == "once_or_twice_a_week")
  }
}
