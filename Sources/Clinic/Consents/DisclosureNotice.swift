/// What accompanies every disclosure: that the records are protected, and how.
package struct DisclosureNotice: Hashable, Sendable {
  package let version: String
  package let text: String

  private static let shippedNotice = Result {
    let keys = try FileNode(file: "notice.yaml", bytes: PackageResources.notice_yaml).keys("version", "text")
    return DisclosureNotice(version: try keys["version"].text(), text: try keys["text"].text())
  }

  /// The notice that comes with the software.
  package static func shipped() throws -> DisclosureNotice {
    try shippedNotice.get()
  }
}
