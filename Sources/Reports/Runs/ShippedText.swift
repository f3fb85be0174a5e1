extension CohortDefinition {
  /// The text of the shipped definition of that name, and the name of its file.
  ///
  /// - Throws: ``UnknownDefinition`` with the name that was probably meant.
  package static func shippedText(named name: String) throws -> (bytes: [UInt8], file: String) {
    for file in files where try CohortDefinition(bytes: file.bytes, file: file.name).name == name {
      return (file.bytes, file.name)
    }
    throw UnknownDefinition(name, known: try shipped().map(\.name))
  }
}
