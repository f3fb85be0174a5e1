import Foundation
import TestSupport
import Testing

/// The board at a terminal.
@Suite(.database, .timeLimit(.minutes(10)))
struct WatchBoardTests {
  @Test func `it is drawn anew when somebody changes a bed`() async throws {
    let clinic = try await CommandClinic()
    async let watched = clinic.run(["board", "--watch", "--times", "2", "--facility", "north"])
    try await Task.sleep(for: .seconds(3))
    let held = try await clinic.run(["bed", "hold", "north/detox/D-01", "--until", "in 1 hour"])

    let outcome = try await watched

    #expect(held.status == 0 && outcome.status == 0, "\(held) \(outcome)")
    #expect(outcome.output.components(separatedBy: "North, ").count == 3, "\(outcome.output)")
    #expect(outcome.output.contains("8 of 8 free") && outcome.output.contains("7 of 8 free, 1 hold"))
  }

  @Test func `it fits eighty columns, whatever the beds are called`() async throws {
    let clinic = try await CommandClinic()
    let file = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try Data(
      """
      version: 1
      facilities:
        - facility: north
          name: North
          zone: America/New_York
          units:
            - unit: \(String(repeating: "A very long name of a unit ", count: 3))
              stage: residential
              exclusive_to: adolescents
              beds: [\(String(repeating: "x", count: 40))]
      """.utf8
    ).write(to: file)
    let loaded = try await clinic.run(["facility", "load", file.path])
    let patient = try await clinic.patient()
    let admitted = try await clinic.run([
      "stage", "admit", "--patient", patient, "--to", "residential", "--level", "3.5", "--bed",
      String(repeating: "x", count: 40),
    ])
    let board = try await clinic.run(["board"])
    let forecast = try await clinic.run(["bed", "forecast"])

    #expect(loaded.status == 0 && admitted.status == 0, "\(loaded) \(admitted)")
    #expect(board.status == 0 && forecast.status == 0, "\(board) \(forecast)")
    for line in (board.output + forecast.output).split(separator: "\n") {
      #expect(line.count <= 80, "\(line)")
    }
  }

  @Test func `a file with a fault is refused by its line, and a preview changes nothing`() async throws {
    let clinic = try await CommandClinic()
    let before = try await clinic.content()
    let text =
      "version: 1\nfacilities:\n  - facility: north\n    zone: UTC\n    name: N\n    units:\n      - {unit: U, stage: heaven}\n"

    let refused = try await clinic.run(["facility", "load", "-"], input: Data(text.utf8))
    let preview = try await clinic.run(
      ["facility", "load", "-", "--preview"], input: Data(text.replacing("heaven", with: "detox").utf8))

    #expect(refused.status == 65 && refused.errors.contains("-:7:"), "\(refused)")
    #expect(preview.status == 0 && preview.output.contains("retired bed north/detox/D-01"), "\(preview)")
    #expect(try await clinic.content() == before)
  }
}
