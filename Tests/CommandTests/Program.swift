import Foundation

/// The built command, run as people run it.
enum Program {
  struct Outcome: Sendable {
    let status: Int32
    let output: String
    let errors: String

    /// The JSON on the standard output; throws what the command said instead.
    func json<Value: Decodable>(_ type: Value.Type = Value.self) throws -> Value {
      try decoded(output)
    }

    /// The JSON on the error stream.
    func problem<Value: Decodable>(_ type: Value.Type = Value.self) throws -> Value {
      try decoded(errors)
    }

    private func decoded<Value: Decodable>(_ text: String) throws -> Value {
      do {
        return try JSONDecoder().decode(Value.self, from: Data(text.utf8))
      } catch {
        throw NotDecodable(outcome: self, reason: "\(error)")
      }
    }
  }

  /// What a command said was not what was expected of it.
  struct NotDecodable: Error {
    let outcome: Outcome
    let reason: String
  }

  /// Beside the tests, where the build puts it.
  static let path: URL = {
    let tests = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
    return URL(filePath: tests).deletingLastPathComponent().appending(path: "stepwell")
  }()

  /// Runs the command with nothing of our environment but the path, and waits for its end.
  ///
  /// Its result goes to the device `sink` instead where that is given.
  static func run(
    _ arguments: [String], input: Data = Data(), environment: [String: String] = [:], to sink: String? = nil
  ) async throws -> Outcome {
    let folder = FileManager.default.temporaryDirectory.appending(
      path: "stepwell-command-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let process = try start(arguments, in: folder, input: input, environment: environment, to: sink)
    await ended(process)
    return Outcome(
      status: process.terminationStatus, output: try text(folder, "output"),
      errors: try text(folder, "errors"))
  }

  /// Waits until a command that was started has ended.
  static func ended(_ process: Process) async {
    await withCheckedContinuation { done in
      DispatchQueue.global().async {
        process.waitUntilExit()
        done.resume()
      }
    }
  }

  /// Starts the command; what it says goes to the files output and errors in `folder`.
  static func start(
    _ arguments: [String], in folder: URL, input: Data = Data(), environment: [String: String] = [:],
    to sink: String? = nil
  ) throws -> Process {
    let files = ["input", "output", "errors"].map { folder.appending(path: $0) }
    for file in files { try (file.lastPathComponent == "input" ? input : Data()).write(to: file) }
    let process = Process()
    process.executableURL = path
    process.arguments = arguments
    let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
    process.environment = ["PATH": path, "HOME": folder.path].merging(environment) { $1 }
    process.standardInput = try FileHandle(forReadingFrom: files[0])
    process.standardOutput = try FileHandle(forWritingTo: sink.map { URL(filePath: $0) } ?? files[1])
    process.standardError = try FileHandle(forWritingTo: files[2])
    try process.run()
    return process
  }

  static func text(_ folder: URL, _ file: String) throws -> String {
    String(decoding: try Data(contentsOf: folder.appending(path: file)), as: UTF8.self)
  }
}
