import Foundation
import FoundationNetworking
import Testing

/// The whole of it, as somebody new starts it: nothing set up before, and nothing left running after.
@Suite(.timeLimit(.minutes(10)))
struct UpTests {
  @Test func `up founds a clinic, serves it, and ends cleanly`() async throws {
    let folder = FileManager.default.temporaryDirectory.appending(
      path: "stepwell-up-\(UUID().uuidString.prefix(8))")
    let data = folder.appending(path: "data").path
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }

    let before = try await Program.run(["board", "--data", data, "--json"])
    #expect(before.status == 69, "\(before.errors)")
    #expect(!FileManager.default.fileExists(atPath: data), "a question makes no folder")

    let process = try Program.start(["up", "--data", data, "--port", "0", "--demo", "20"], in: folder)
    defer { process.terminate() }
    let address = try await listening(process, folder)
    let (_, answer) = try await URLSession.shared.data(from: URL(string: "\(address)/healthz") ?? folder)
    #expect((answer as? HTTPURLResponse)?.statusCode == 200)

    let said = try Program.text(folder, "output")
    let token = try String(contentsOfFile: data + "/token", encoding: .utf8).trimmingCharacters(in: .newlines)
    #expect(said.contains(token) && said.contains("stepwell board"))
    let mode =
      try FileManager.default.attributesOfItem(atPath: data + "/token")[.posixPermissions] as? NSNumber
    #expect(mode == 0o600)
    let instant = Date().ISO8601Format()
    let board = try await Program.run(["board", "--at", instant, "--data", data])
    #expect(board.status == 0 && board.output.contains("free"), "\(board.errors)")
    #expect(board.output.split(separator: "\n").allSatisfy { $0.count <= 80 })

    process.terminate()
    await Program.ended(process)
    #expect(process.terminationStatus == 0)
    #expect(try await Program.run(["status", "--data", data]).status == 69, "the database stopped with it")

    let alone = try await Program.run(["board", "--at", instant, "--data", data])
    #expect(alone.status == 0 && alone.output == board.output, "\(alone.errors)")
    let doctor = try await Program.run(["doctor", "--data", data])
    #expect(doctor.status == 0, "\(doctor.output)")
    #expect(try await Program.run(["status", "--data", data]).status == 69, "and with the last command")
  }

  /// Waits for the address at which it listens.
  private func listening(_ process: Process, _ folder: URL) async throws -> String {
    while process.isRunning {
      if let match = try Program.text(folder, "output").firstMatch(of: /Listening on (http:\S+[0-9])\./) {
        return String(match.1)
      }
      try await Task.sleep(for: .milliseconds(50))
    }
    Issue.record("\(try Program.text(folder, "errors"))")
    throw CancellationError()
  }

}
