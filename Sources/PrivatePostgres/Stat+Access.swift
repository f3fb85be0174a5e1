import SystemPackage

extension Stat {
  /// Whether `account` may pass through this folder.
  func admits(_ account: Account) -> Bool {
    if account.userID == userID.rawValue { return permissions.contains(.ownerExecute) }
    if account.groupID == groupID.rawValue { return permissions.contains(.groupExecute) }
    return permissions.contains(.otherExecute)
  }

  /// Whether this is a folder of `account` that is closed to everybody else.
  func isClosedFolder(of account: Account) -> Bool {
    type == .directory && userID.rawValue == account.userID && permissions.isDisjoint(with: .others)
  }
}

extension FilePermissions {
  /// All that the group and the world may do.
  static var others: FilePermissions { [.groupReadWriteExecute, .otherReadWriteExecute] }
}
