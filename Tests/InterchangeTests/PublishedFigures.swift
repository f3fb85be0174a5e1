import Foundation
import Testing

/// The folder with published data, which is not part of the project.
///
/// `STEPWELL_DATA` names it; otherwise it is looked for beside the package.
enum PublishedFigures {
  static let folder = URL(
    filePath: ProcessInfo.processInfo.environment["STEPWELL_DATA"] ?? "../shared/data")

  static func file(_ path: String) -> URL { folder.appending(path: path) }

  static func has(_ path: String) -> Bool { FileManager.default.fileExists(atPath: file(path).path) }

  /// Whether the real rows of the public-use file are there.
  static let hasPublicUseRows = has("teds/teds_a_2017_rows_semework.csv")

  /// The program that writes files of episodes after published figures.
  static let generator = folder.appending(path: "../tools/teds_episodes.py")

  static let canGenerate =
    FileManager.default.fileExists(atPath: generator.path)
    && ["/usr/bin/python3", "/usr/local/bin/python3"].contains(where: FileManager.default.fileExists(atPath:))

  /// Writes a file of episodes and gives back the folder that holds `episodes.csv` and `answers.json`.
  static func generate(rows: Int, seed: Int, errors: Double) throws -> URL {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = [
      "python3", generator.path, "--rows", "\(rows)", "--seed", "\(seed)", "--errors", "\(errors)", "--open",
      "0.05",
      "--out", folder.appending(path: "episodes.csv").path, "--answers",
      folder.appending(path: "answers.json").path,
    ]
    try process.run()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
    return folder
  }
}
