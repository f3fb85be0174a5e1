import Testing

@testable import SecondFactors

@Suite struct Base32Tests {
  @Test(arguments: [
    ("", ""), ("f", "MY"), ("fo", "MZXQ"), ("foo", "MZXW6"), ("foob", "MZXW6YQ"), ("fooba", "MZXW6YTB"),
    ("foobar", "MZXW6YTBOI"),
  ])
  func `the vectors of RFC 4648 hold both ways`(plain: String, encoded: String) {
    #expect(Base32.text(of: Array(plain.utf8)) == encoded)
    #expect(Base32.bytes(of: encoded) == Array(plain.utf8))
  }

  @Test(arguments: ["mzxw6ytboi", "MZXW 6YTB OI", "mzxw-6ytb-oi", "MZXW6YTBOI======"])
  func `it is read as people write it`(text: String) {
    #expect(Base32.bytes(of: text) == Array("foobar".utf8))
  }

  @Test(arguments: ["M", "MZX", "MZXW6Y", "MZ", "MZXW6YTBO1", "MZXW6YTBO8", "MY!", "ſY", "МY"])
  func `what no bytes encode to is not read`(text: String) {
    #expect(Base32.bytes(of: text) == nil)
  }

  @Test func `all bytes come back`() {
    let bytes = (0...255).map { UInt8($0) }
    for length in 0...bytes.count {
      let some = Array(bytes.suffix(length))
      #expect(Base32.bytes(of: Base32.text(of: some)) == some)
    }
  }
}
