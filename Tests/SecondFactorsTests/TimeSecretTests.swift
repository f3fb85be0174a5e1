import Clinic
import Foundation
import Testing

@testable import SecondFactors

@Suite struct TimeSecretTests {
  private let secret = TimeSecret(bytes: Array("12345678901234567890".utf8))
  private let noon = Date(timeIntervalSince1970: 1_800_000_000)

  @Test(arguments: [
    (59.0, "94287082"), (1_111_111_109, "07081804"), (1_111_111_111, "14050471"), (1_234_567_890, "89005924"),
    (2_000_000_000, "69279037"), (20_000_000_000, "65353130"),
  ])
  func `the vectors of RFC 6238 hold`(seconds: Double, code: String) {
    let step = TimeSecret.step(at: Date(timeIntervalSince1970: seconds))
    #expect(secret.code(at: step, length: 8) == code)
    #expect(secret.code(at: step) == String(code.suffix(6)))
  }

  private func finding(_ offset: Int64, lastUsed: Int64? = nil) throws -> TimeCodeFinding {
    let step = TimeSecret.step(at: noon) + offset
    let lastUsed = lastUsed.map { TimeSecret.step(at: noon) + $0 }
    return secret.finding(of: try TimeCode(secret.code(at: step)), at: noon, lastUsed: lastUsed)
  }

  @Test(arguments: [Int64(-1), 0, 1])
  func `the code before, of now and after is good`(offset: Int64) throws {
    #expect(try finding(offset) == .good(step: TimeSecret.step(at: noon) + offset))
    #expect(try finding(offset, lastUsed: -2) == .good(step: TimeSecret.step(at: noon) + offset))
  }

  @Test(arguments: [Int64(-3), -2, 2, 3])
  func `a code from further away is wrong`(offset: Int64) throws {
    #expect(try finding(offset) == .wrong)
  }

  @Test func `a code of the last used step or before is reused, also with the clock set back`() throws {
    #expect(try finding(0, lastUsed: 0) == .reused)
    #expect(try finding(-1, lastUsed: 0) == .reused)
    #expect(try finding(1, lastUsed: 0) == .good(step: TimeSecret.step(at: noon) + 1))
    #expect(try finding(0, lastUsed: 2_000) == .reused)
  }

  @Test func `a wrong digit anywhere is wrong`() throws {
    let code = Array(secret.code(at: TimeSecret.step(at: noon)).utf8)
    for place in code.indices {
      var other = code
      other[place] = 0x30 + (other[place] - 0x30 + 5) % 10
      let typed = try TimeCode(String(decoding: other, as: UTF8.self))
      #expect(secret.finding(of: typed, at: noon, lastUsed: nil) == .wrong)
    }
  }

  @Test func `the address names issuer and account, and escapes them`() {
    #expect(
      secret.address(account: "grace h&k")
        == "otpauth://totp/Stepwell:grace%20h%26k?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Stepwell"
        + "&algorithm=SHA1&digits=6&period=30")
  }

  @Test(arguments: ["", "12345", "1234567", "12345a", "１２３４５６", "12-3456", "a password"])
  func `what is not six digits is refused without repeating it`(typed: String) {
    let refusal = #expect(throws: InvalidValue.self) { try TimeCode(typed) }
    #expect(refusal?.code == "code-malformed")
    #expect(refusal?.value == nil)
  }

  @Test func `blanks between the digits do not matter`() throws {
    #expect(try TimeCode("123 456") == TimeCode("123456"))
  }

  @Test func `secrets differ and do not show themselves`() {
    var random = SystemRandomNumberGenerator()
    let one = TimeSecret(random: &random)
    #expect(one != TimeSecret(random: &random))
    #expect(one.text.count == 32)
    #expect(!"\(one) \(String(reflecting: one))".contains(one.text))
  }
}
