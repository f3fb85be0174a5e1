import Foundation
import Testing

@testable import SecondFactors

@Suite struct FactorKeyTests {
  private let organization = UUID()
  private let staff = UUID()
  private let secret = TimeSecret(bytes: Array("12345678901234567890".utf8))

  @Test func `a secret opens for the one it was sealed for, and for nobody else`() throws {
    let key = try #require(FactorKey(secret: Array(repeating: 7, count: 32)))
    let sealed = try key.sealed(secret, organization: organization, staff: staff)
    #expect(key.opened(sealed, organization: organization, staff: staff) == secret)
    #expect(key.opened(sealed, organization: organization, staff: UUID()) == nil)
    #expect(key.opened(sealed, organization: UUID(), staff: staff) == nil)
    #expect(key.opened(sealed, organization: staff, staff: organization) == nil)
    #expect(try key.sealed(secret, organization: organization, staff: staff) != sealed)
  }

  @Test func `a secret that was changed, cut or sealed under another key does not open`() throws {
    let key = try #require(FactorKey(secret: Array(repeating: 7, count: 32)))
    let other = try #require(FactorKey(secret: Array(repeating: 8, count: 32)))
    let sealed = try key.sealed(secret, organization: organization, staff: staff)
    #expect(other.opened(sealed, organization: organization, staff: staff) == nil)
    #expect(key.id != other.id)
    for place in sealed.indices {
      var changed = sealed
      changed[place] ^= 1
      #expect(key.opened(changed, organization: organization, staff: staff) == nil)
      #expect(key.opened(Array(sealed.prefix(place)), organization: organization, staff: staff) == nil)
    }
  }

  @Test(arguments: [0, 16, 31, 33])
  func `a key of another length is none`(length: Int) {
    #expect(FactorKey(secret: Array(repeating: 7, count: length)) == nil)
  }
}
