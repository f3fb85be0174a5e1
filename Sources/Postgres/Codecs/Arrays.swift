extension Array: PostgresEncodable where Element: PostgresEncodable {
  public static var postgresType: PostgresType { Element.postgresArrayType }

  public func encode(into buffer: inout PostgresBuffer) { Element.encode(array: self, into: &buffer) }
}

extension Array: PostgresDecodable where Element: PostgresDecodable {
  public init(postgres value: PostgresValue) throws { self = try Element.array(postgres: value) }
}

extension PostgresEncodable {
  public static func encode(array: [Self], into buffer: inout PostgresBuffer) {
    buffer.append(Int32(array.isEmpty ? 0 : 1))  // dimensions
    buffer.append(Int32(array.contains(where: \.postgresIsNull) ? 1 : 0))
    buffer.append(postgresType.elementOID)
    guard !array.isEmpty else { return }
    buffer.append(Int32(array.count))
    buffer.append(Int32(1))  // the first index
    for element in array { buffer.appendField(element) }
  }
}

extension PostgresDecodable {
  public static func array(postgres value: PostgresValue) throws -> [Self] {
    guard !value.isNull else { throw PostgresValue.Defect.null }
    let dimensions: Int32 = try value.integer()
    guard dimensions > 0 else { return [] }
    guard dimensions == 1 else { throw PostgresValue.Defect.notA("array of one dimension") }
    let type: UInt32 = try value.integer(at: 8)
    let count = Int(try value.integer(Int32.self, at: 12))
    var elements: [Self] = []
    elements.reserveCapacity(Swift.min(count, value.count / 4))
    var offset = 20
    for _ in 0..<count {
      let length = Int(try value.integer(Int32.self, at: offset))
      offset += 4
      if length < 0 {
        elements.append(try Self(postgres: value.null(type: type)))
      } else {
        elements.append(try Self(postgres: value.part(at: offset, count: length, type: type)))
        offset += length
      }
    }
    return elements
  }
}
