/// A statement that a session has prepared, or is about to have.
final class CachedStatement {
  let name: [CChar]
  fileprivate let sql: SQL
  fileprivate let fingerprint: UInt64
  /// Until the server has confirmed it, others send the statement without its name: the unit that prepares it
  /// may fail before it gets there.
  var isReady = false
  fileprivate var lastUse: UInt64 = 0

  fileprivate init(name: String, sql: SQL, fingerprint: UInt64) {
    self.name = name.utf8CString.map(\.self)
    self.sql = sql
    self.fingerprint = fingerprint
  }

  /// The statement that frees this one on the server.
  var deallocation: SQL {
    SQL(unsafe: "DEALLOCATE " + String(decoding: name.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self))
  }
}

/// The prepared statements of one session, by text and parameter types; those unused for longest give way.
struct StatementCache {
  enum Lookup {
    /// Prepared before.
    case known(CachedStatement)
    /// Not yet; to be prepared under this name, after the other has been freed.
    case new(CachedStatement, evicted: CachedStatement?)
    /// To be sent without a name.
    case uncached
  }

  private var entries: [UInt64: CachedStatement] = [:]
  private var clock: UInt64 = 0
  private var names: UInt64 = 0
  private let capacity: Int

  init(capacity: Int) { self.capacity = capacity }

  var count: Int { entries.count }

  mutating func look(up sql: SQL, fingerprint: UInt64) -> Lookup {
    guard capacity > 0 else { return .uncached }
    clock &+= 1
    if let entry = entries[fingerprint] {
      entry.lastUse = clock
      guard entry.isReady, entry.sql.isSameStatement(as: sql) else { return .uncached }
      return .known(entry)
    }
    var evicted: CachedStatement?
    if entries.count >= capacity {
      guard let oldest = entries.values.filter(\.isReady).min(by: { $0.lastUse < $1.lastUse }) else {
        return .uncached
      }
      evicted = entries.removeValue(forKey: oldest.fingerprint)
    }
    names &+= 1
    let entry = CachedStatement(name: "s\(names)", sql: sql.withoutValues, fingerprint: fingerprint)
    entry.lastUse = clock
    entries[fingerprint] = entry
    return .new(entry, evicted: evicted)
  }

  /// Forgets a statement that could not be prepared.
  mutating func forget(_ statement: CachedStatement) {
    guard entries[statement.fingerprint] === statement else { return }
    entries[statement.fingerprint] = nil
  }

  /// Forgets all, as after the server has.
  mutating func removeAll() { entries.removeAll() }
}

extension SQL {
  /// A number that is the same for the same text and parameter types, and hardly ever for others.
  var fingerprint: UInt64 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    func mix(_ word: UInt64) {
      hash = (hash ^ word) &* 0x9E37_79B9_7F4A_7C15
      hash ^= hash >> 29
    }
    text.withUnsafeBytes { bytes in
      var offset = 0
      while offset + 8 <= bytes.count {
        mix(bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
        offset += 8
      }
      var rest: UInt64 = 1
      for byte in bytes[offset...] { rest = rest << 8 | UInt64(byte) }
      mix(rest)
    }
    for parameter in parameters { mix(UInt64(parameter.type.oid) << 1 | 1) }
    return hash
  }

  fileprivate func isSameStatement(as other: SQL) -> Bool {
    text == other.text && parameters.count == other.parameters.count
      && zip(parameters, other.parameters).allSatisfy { $0.type == $1.type }
  }
}
