import Clinic
import Passwords
import Testing

@Suite struct PasswordRuleTests {
  private func fault(_ text: String) -> String? {
    do {
      try PasswordRule.check(Password(text), names: ["grace", "Zz Riverside Clinics"])
      return nil
    } catch {
      return error.code
    }
  }

  @Test(arguments: [
    "velvet otter canal nine", "correct horse battery staple", "839201748291038", "пароль из пяти слов",
    "🦦🦦🛶🌙🪨 ночь canal 7", "aB3$ xx kettle !", String(repeating: "velvet otter ", count: 19),
  ])
  func `a long password is taken whatever it is made of`(text: String) {
    #expect(fault(text) == nil)
  }

  @Test(arguments: [
    ("kettle otter 9", "password-too-short"), ("", "password-too-short"),
    (String(repeating: "velvet otter ", count: 20), "password-too-long"),
    ("passwordpassword", "password-common"), ("Password1234567!", "password-common"),
    ("P@ssw0rdP@ssw0rd", "password-common"), ("qwertyuiopasdfghjkl", "password-common"),
    ("123456789012345", "password-common"), ("987654321098765", "password-common"),
    ("aaaaaaaaaaaaaaaa", "password-common"), ("abababababababab", "password-common"),
    ("abcdefghijklmnop", "password-common"), ("letmeinletmeinletme", "password-common"),
    ("sunshine!sunshine!", "password-common"), ("velvet Grace canal", "password-names-you"),
    ("velvet gr4ce canal", "password-names-you"), ("zzriversideclinics 12", "password-names-you"),
  ])
  func `a password that is guessed early is refused`(text: String, code: String) {
    #expect(fault(text) == code)
  }
}
