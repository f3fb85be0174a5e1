import Foundation
import Passwords
import Testing

/// Codes of time, against the vectors of RFC 6238 and RFC 4648.
struct TimeCodeTests {
  /// RFC 6238, appendix B, the rows of SHA-1.
  @Test(arguments: [
    (59, "94287082"), (1_111_111_109, "07081804"), (1_111_111_111, "14050471"), (1_234_567_890, "89005924"),
    (2_000_000_000, "69279037"), (20_000_000_000, "65353130"),
  ])
  func `the codes are those of the standard`(seconds: Double, expected: String) {
    let code = TimeCode(secret: Array("12345678901234567890".utf8))

    #expect(code.code(at: TimeCode.step(at: Date(timeIntervalSince1970: seconds)), digits: 8) == expected)
    #expect(
      code.code(at: TimeCode.step(at: Date(timeIntervalSince1970: seconds))) == String(expected.suffix(6)))
  }

  /// RFC 4648, section 10.
  @Test(arguments: [
    ("", ""), ("f", "MY"), ("fo", "MZXQ"), ("foo", "MZXW6"), ("foob", "MZXW6YQ"), ("fooba", "MZXW6YTB"),
    ("foobar", "MZXW6YTBOI"),
  ])
  func `the secret is written as the standard has it`(bytes: String, expected: String) {
    #expect(TimeCode(secret: Array(bytes.utf8)).text == expected)
  }

  @Test func `a code is good for its own half minute and one on either side`() {
    let code = TimeCode(secret: Array("12345678901234567890".utf8))
    let now = Date(timeIntervalSince1970: 1_111_111_109)
    let step = TimeCode.step(at: now)

    for off in -3...3 {
      let found = code.step(of: code.code(at: step + Int64(off)), at: now)
      #expect(found == (abs(off) <= 1 ? step + Int64(off) : nil))
    }
    #expect(code.step(of: "", at: now) == nil)
    #expect(code.step(of: String(code.code(at: step).dropLast()), at: now) == nil)
  }

  @Test func `the address names the account, and escapes what an address must not hold`() {
    let address = TimeCode(secret: Array("foobar".utf8)).address(of: "grace h")

    #expect(address == "otpauth://totp/Stepwell:grace%20h?secret=MZXW6YTBOI&issuer=Stepwell")
  }
}
