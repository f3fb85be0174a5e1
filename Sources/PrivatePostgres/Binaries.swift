import Foundation
import SystemPackage

/// An installed PostgreSQL.
struct Binaries: Sendable, Hashable {
  let folder: FilePath
  let majorVersion: Int

  /// The oldest PostgreSQL that the schema works on.
  static let oldest = 15

  var postgres: FilePath { folder.appending("postgres") }
  var initdb: FilePath { folder.appending("initdb") }
  var isReady: FilePath { folder.appending("pg_isready") }

  /// Finds the newest PostgreSQL that fits the major version of an existing cluster, if there is one.
  ///
  /// Throws a `PrivatePostgresError` of kind `.notInstalled`, which names the package to install.
  static func find(version: Int?, in candidates: [Binaries] = installed()) throws -> Binaries {
    let fitting = candidates.filter { version == nil || $0.majorVersion == version }
    if let found = fitting.filter({ $0.majorVersion >= oldest }).max(by: {
      $0.majorVersion < $1.majorVersion
    }) {
      return found
    }
    if let version {
      throw PrivatePostgresError(
        .notInstalled,
        "This data folder was made by PostgreSQL \(version), which is not installed.",
        remedy: "Install it: apt-get install postgresql-\(version)")
    }
    throw PrivatePostgresError(
      .notInstalled, "PostgreSQL \(oldest) or newer is not installed.",
      remedy: "Install it: apt-get install postgresql-\(oldest)")
  }

  /// What stands where Debian installs, and what the search path finds.
  static func installed() -> [Binaries] {
    let root = "/usr/lib/postgresql"
    let versions = (try? FileManager.default.contentsOfDirectory(atPath: root)) ?? []
    let packaged = versions.compactMap { version in
      Int(version).map { Binaries(folder: FilePath("\(root)/\(version)/bin"), majorVersion: $0) }
    }
    let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
    let onPath = path.split(separator: ":").compactMap { folder in
      version(of: FilePath(String(folder))).map {
        Binaries(folder: FilePath(String(folder)), majorVersion: $0)
      }
    }
    return (packaged + onPath).filter(\.isComplete)
  }

  private var isComplete: Bool {
    [postgres, initdb, isReady].allSatisfy {
      FileManager.default.isExecutableFile(atPath: $0.string)
    }
  }

  /// Reads the version from the catalogue that is installed beside the programs, so that none has to be run.
  private static func version(of folder: FilePath) -> Int? {
    guard FileManager.default.isExecutableFile(atPath: folder.appending("postgres").string) else {
      return nil
    }
    let prefix = folder.removingLastComponent()
    let shares = ["share/postgresql", "share", "share/pgsql"].map {
      prefix.appending("\($0)/postgres.bki")
    }
    return shares.lazy.compactMap { try? String(contentsOfFile: $0.string, encoding: .utf8) }.first
      .flatMap { $0.split(separator: "\n").first }
      .flatMap { $0.split(separator: " ").last }
      .flatMap { Int($0) }
  }
}
