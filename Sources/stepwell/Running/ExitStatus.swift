import ArgumentParser
import Clinic
import Foundation
import Postgres
import PrivatePostgres
import Records

/// With what number a command ends; the numbers are those of sysexits.
enum ExitStatus: Int32 {
  case ok = 0
  case usage = 64
  /// The data is wrong, or a rule of the clinic refuses it.
  case refused = 65
  case notFound = 66
  /// The database or the service cannot be reached.
  case unavailable = 69
  /// A fault of this program.
  case fault = 70
  /// It was done, and its result could not be written out.
  case notWritten = 74
  /// Something else stands there, or somebody was faster: look and try again.
  case conflict = 75
  case notPermitted = 77

  var code: ExitCode { ExitCode(rawValue) }

  init(_ kind: RefusalKind) {
    switch kind {
    case .invalid, .refusedByRule: self = .refused
    case .notFound: self = .notFound
    case .conflict, .stale: self = .conflict
    case .notPermitted: self = .notPermitted
    }
  }

  init(_ error: PostgresError) {
    switch error.kind {
    case .connectionLost, .overloaded, .cancelled, .deadlineExceeded, .closed, .replicationUncertain:
      self = .unavailable
    case .encoding: self = .refused
    case .decoding, .rowCount: self = .fault
    case .server: self.init(error.code?.description ?? "")
    }
  }

  /// By the class of the server's code.
  private init(_ sqlState: String) {
    switch sqlState {
    case "40001", "40P01", "55P03": self = .conflict
    case "42501": self = .notPermitted
    case "28000", "28P01", "3D000": self = .unavailable
    default:
      switch sqlState.prefix(2) {
      case "08", "53", "57", "58": self = .unavailable
      case "22", "23": self = .refused
      default: self = .fault
      }
    }
  }
}
