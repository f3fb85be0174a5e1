import Clinic
import SecondFactors
import Testing

@Suite struct RecoveryCodeTests {
  @Test func `a code is found again however it is typed`() throws {
    var random = SystemRandomNumberGenerator()
    let code = RecoveryCode(random: &random)
    #expect(code.text.count == 19)
    for typed in [code.text, code.text.lowercased(), code.text.replacing("-", with: ""), " \(code.text) "] {
      #expect(try RecoveryCode(typed).digest == code.digest)
    }
    #expect(code.digest.count == 32)
    #expect(!"\(code) \(String(reflecting: code))".contains(code.text))
  }

  @Test func `no two are alike`() {
    var random = SystemRandomNumberGenerator()
    #expect(Set((0..<1_000).map { _ in RecoveryCode(random: &random).digest }).count == 1_000)
  }

  @Test(arguments: ["", "123456", "ABCD-EFGH-IJKL", "ABCD-EFGH-IJKL-MNO0", "ABCD-EFGH-IJKL-MNOP-QRST"])
  func `what is no code is refused without repeating it`(typed: String) {
    let refusal = #expect(throws: InvalidValue.self) { try RecoveryCode(typed) }
    #expect(refusal?.code == "recovery-code-malformed")
    #expect(refusal?.value == nil)
  }
}
