import Foundation
import Service

/// What was typed so far, in the shape of a request; kept in a file until it is stored, so that nothing is lost.
final class Draft {
  let path: String
  private(set) var content: [String: DraftValue]

  /// Begins a new draft in `folder`, or goes on with the one in `file`.
  ///
  /// Throws a `Complaint` when the file is no draft.
  init(folder: String, name: String, resuming file: String? = nil) throws {
    guard let file else {
      path = "\(folder)/drafts/\(name).json"
      content = [:]
      return
    }
    path = URL(filePath: file).path
    let bytes = try InputFile(file).bytes()
    guard case .object(let object) = try? JSONDecoder().decode(DraftValue.self, from: bytes) else {
      throw Complaint(
        .refused, "malformed-json", "The draft \(file) is not a JSON object.",
        remedy: "Mend it, or begin anew.")
    }
    content = object
  }

  subscript(_ name: String) -> DraftValue? { content[name] }

  /// Notes an answer, and writes the draft, so that even a kill loses nothing.
  func note(_ name: String, _ value: DraftValue?) throws {
    content[name] = value
    try save()
  }

  func save() throws {
    try PrivateFile.write(Data(json.utf8), to: path)
  }

  /// Removes the file, once its content is stored.
  func discard() {
    try? FileManager.default.removeItem(atPath: path)
  }
}

/// Any JSON, as drafts hold it.
indirect enum DraftValue: Codable, Hashable, Sendable {
  case object([String: DraftValue])
  case array([DraftValue])
  case text(String)
  case number(Int)
  case decimal(Double)
  case flag(Bool)
  case null

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if container.decodeNil() {
      self = .null
    } else if let flag = try? container.decode(Bool.self) {
      self = .flag(flag)
    } else if let number = try? container.decode(Int.self) {
      self = .number(number)
    } else if let number = try? container.decode(Double.self) {
      self = .decimal(number)
    } else if let text = try? container.decode(String.self) {
      self = .text(text)
    } else if let array = try? container.decode([DraftValue].self) {
      self = .array(array)
    } else {
      self = .object(try container.decode([String: DraftValue].self))
    }
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .object(let object): try container.encode(object)
    case .array(let array): try container.encode(array)
    case .text(let text): try container.encode(text)
    case .number(let number): try container.encode(number)
    case .decimal(let number): try container.encode(number)
    case .flag(let flag): try container.encode(flag)
    case .null: try container.encodeNil()
    }
  }

  static func missing(_ reason: String) -> DraftValue { .object(["missing": .text(reason)]) }
}

extension DraftValue {
  var members: [String: DraftValue] {
    if case .object(let members) = self { members } else { [:] }
  }

  var elements: [DraftValue] {
    if case .array(let elements) = self { elements } else { [] }
  }

  /// As a question shows it.
  var words: String {
    switch self {
    case .text(let text): text
    case .number(let number): "\(number)"
    case .decimal(let number): "\(number)"
    case .flag(let flag): flag ? "yes" : "no"
    case .object(let members): members["missing"]?.words ?? "..."
    case .array(let elements): elements.map(\.words).joined(separator: ", ")
    case .null: "..."
    }
  }
}

extension Draft {
  /// The same complaint, which now also says where the answers are and how to go on with `command`.
  func complaint(_ complaint: Complaint, goingOnWith command: String) -> Complaint {
    guard !content.isEmpty else { return complaint }
    var complaint = complaint
    complaint.advice = "What you typed is kept; go on with: \(command) --resume '\(path)'"
    return complaint
  }

  /// The request as JSON.
  var json: String { (try? JSON.text(content)) ?? "" }

  /// Turns the person's plain field into a contact of that kind, which is how requests have it.
  func moveContact(_ kind: String) throws {
    guard var person = self["patient"]?.members, let value = person.removeValue(forKey: kind) else { return }
    person["contacts"] = .array([.object(["kind": .text(kind), "value": value])])
    try note("patient", .object(person))
  }
}
