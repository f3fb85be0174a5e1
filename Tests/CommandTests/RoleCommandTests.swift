import Foundation
import TestSupport
import Testing

/// The clinic's own roles by command.
@Suite(.database, .timeLimit(.minutes(10)))
struct RoleCommandTests {
  @Test func `a file is tried, loaded, and taken back`() async throws {
    let clinic = try await CommandClinic()
    let shipped = try await clinic.run(["role", "print"]).output
    let ours = Data(
      shipped.replacing("facility.open, bed.read, bed.block", with: "facility.open, bed.block").utf8)
    struct Change: Decodable {
      let role: String
      let change: String
      let lost: [String]
    }
    struct Held: Decodable {
      let role: String
      let permissions: [String]
    }
    func permissions() async throws -> [String] {
      try await clinic.run(["role", "list", "--json"]).json([Held].self).first { $0.role == "administrator" }?
        .permissions ?? []
    }

    let dry = try await clinic.run(["role", "load", "-", "--dry-run"], input: ours)
    #expect(dry.status == 0 && dry.output.contains("loses bed.read"), "\(dry)")
    #expect(try await permissions().contains("bed.read"))
    let loaded: [Change] = try await clinic.run(["role", "load", "-", "--json"], input: ours).json()
    #expect(loaded.map(\.role) == ["administrator"] && loaded[0].lost == ["bed.read"])
    #expect(try await !permissions().contains("bed.read"))
    #expect(try await clinic.run(["role", "load"]).output.contains("gains bed.read"))
    #expect(try await clinic.run(["role", "load"]).output == "Nothing changes.\n")

    let wrong = try await clinic.run(
      ["role", "load", "-"], input: Data(shipped.replacing("board.read", with: "board.raed").utf8))
    #expect(wrong.status == 65 && wrong.errors.contains("is not a permission"), "\(wrong)")
  }
}
