import Foundation
import Glibc
import SystemPackage
import Testing

@testable import PrivatePostgres

@Suite(.serialized, .timeLimit(.minutes(10)))
struct PrivatePostgresRefusalTests {
  private func refusal(
    of folder: DataFolder, patience: Duration = .seconds(20)
  ) async
    -> PrivatePostgresError?
  {
    await #expect(throws: PrivatePostgresError.self) {
      try await PrivatePostgres(folder: folder.path, patience: patience).start()
    }
  }

  @Test func `a hung server is named as the holder of the folder`() async throws {
    try await DataFolder.with { folder in
      let postgres = PrivatePostgres(folder: folder.path)
      _ = try await postgres.start()
      let processID = try #require(folder.server?.processID)
      kill(processID, SIGSTOP)

      let error = await refusal(of: folder)

      #expect(error?.kind == .held)
      #expect(error?.message.contains("\(processID)") == true)
      kill(processID, SIGCONT)
      try await postgres.stop()
    }
  }

  @Test func `a cluster that others may look into is refused with the remedy`() async throws {
    try await DataFolder.with { folder in
      let postgres = PrivatePostgres(folder: folder.path)
      _ = try await postgres.start()
      try await postgres.stop()
      chmod(folder.layout.cluster.string, 0o755)

      let error = await refusal(of: folder)

      #expect(error?.kind == .folder)
      #expect(error?.remedy.contains("chmod 700") == true)
    }
  }

  @Test func `a folder that others may write in is refused`() async throws {
    try await DataFolder.with { folder in
      mkdir(folder.path, 0o700)
      chmod(folder.path, 0o777)

      #expect(await refusal(of: folder)?.remedy.contains("chmod go-w") == true)
    }
  }

  @Test func `a folder that the server's account cannot reach is refused before anything is made`()
    async throws
  {
    try await DataFolder.with { folder in
      let parent = FilePath(folder.path).removingLastComponent().string
      // Root's server runs as another user, who is stopped at the parent; any other user is stopped by its mode.
      chmod(parent, geteuid() == 0 ? 0o700 : 0o500)

      let error = await refusal(of: folder)

      #expect(error?.kind == .folder)
      #expect(!FileManager.default.fileExists(atPath: folder.layout.cluster.string))
      chmod(parent, 0o711)
    }
  }

  @Test func `something else under the cluster's name is left alone`() async throws {
    try await DataFolder.with { folder in
      mkdir(folder.path, 0o711)
      try "mine".write(toFile: folder.layout.cluster.string, atomically: false, encoding: .utf8)

      #expect(await refusal(of: folder)?.kind == .folder)
      #expect(try String(contentsOfFile: folder.layout.cluster.string, encoding: .utf8) == "mine")
    }
  }

  @Test func `settings that PostgreSQL refuses are quoted from its log`() async throws {
    try await DataFolder.with { folder in
      let postgres = PrivatePostgres(folder: folder.path)
      _ = try await postgres.start()
      try await postgres.stop()
      let local = folder.layout.cluster.appending("local.conf").string
      try "shared_buffers = -1\n".write(toFile: local, atomically: false, encoding: .utf8)
      chmod(local, 0o644)

      let error = await refusal(of: folder)

      #expect(error?.kind == .failed)
      #expect(error?.message.contains("configuration file") == true)
    }
  }

  @Test func `a path too long for a socket gets a short folder, which is noted`() async throws {
    try await DataFolder.with(longerBy: 120) { folder in
      let postgres = PrivatePostgres(folder: folder.path)
      let reach = try await postgres.start()
      let noted = try String(contentsOfFile: folder.layout.socketNote.string, encoding: .utf8)

      #expect(noted.trimmingCharacters(in: .newlines) == reach.socketFolder)
      #expect(reach.socketFolder.utf8.count < 80)
      #expect(try Stat(FilePath(reach.socketFolder)).permissions == .ownerReadWriteExecute)
      #expect(try await ask(reach.serviceConninfo, "SELECT 1") == "1")
      try await postgres.stop()
      try FileManager.default.removeItem(atPath: reach.socketFolder)
    }
  }

  @Test func `a short folder that somebody else has put there is not used`() async throws {
    try await DataFolder.with(longerBy: 120) { folder in
      let account = Account.current
      let shared = FilePath(folder.path).removingLastComponent().string
      mkdir(folder.path, 0o700)
      let made = try SocketFolder.make(in: folder.layout, for: account, elsewhere: [shared])
      chmod(made.path.string, 0o777)

      #expect(throws: PrivatePostgresError.self) {
        try SocketFolder.make(in: folder.layout, for: account, elsewhere: [shared])
      }
    }
  }

  @Test func `a missing PostgreSQL is named with the package to install`() {
    let tooOld = Binaries(folder: "/usr/lib/postgresql/14/bin", majorVersion: 14)
    let newer = Binaries(folder: "/usr/lib/postgresql/17/bin", majorVersion: 17)

    let none = #expect(throws: PrivatePostgresError.self) {
      try Binaries.find(version: nil, in: [tooOld])
    }
    #expect(none?.remedy.contains("postgresql-15") == true)
    let other = #expect(throws: PrivatePostgresError.self) {
      try Binaries.find(version: 16, in: [newer])
    }
    #expect(other?.remedy.contains("postgresql-16") == true)
  }

  @Test func `the newest PostgreSQL is taken, unless the cluster was made by another`() throws {
    let candidates = [15, 17, 16].map {
      Binaries(folder: FilePath("/usr/lib/postgresql/\($0)/bin"), majorVersion: $0)
    }

    #expect(try Binaries.find(version: nil, in: candidates).majorVersion == 17)
    #expect(try Binaries.find(version: 15, in: candidates).majorVersion == 15)
  }

  @Test(arguments: [("plain", "'plain'"), ("it's", #"'it\'s'"#), (#"a\b"#, #"'a\\b'"#)])
  func `a socket folder is quoted in the connection string`(folder: String, quoted: String) {
    #expect(
      Connections(socketFolder: folder).ownerConninfo.hasPrefix(
        "host=\(quoted) user=stepwell_owner"))
  }
}
