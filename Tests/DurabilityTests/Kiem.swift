import Foundation
import Glibc
import TestSupport
import Testing

/// The program as a user runs it, to its end.
enum Kiem {
  struct Result {
    let status: Int32
    let output: String
    let messages: String
  }

  static func run(
    _ arguments: [String], environment: [String: String] = [:], asUser user: Int? = nil
  ) throws -> Result {
    let place = NSTemporaryDirectory() + "kiem-messages-" + UUID().uuidString
    try Data().write(to: URL(fileURLWithPath: place))
    defer { try? FileManager.default.removeItem(atPath: place) }
    let messages = try FileHandle(forWritingTo: URL(fileURLWithPath: place))
    let child = try Child(
      arguments, program: "kiem", environment: environment, asUser: user, messages: messages)
    let (lines, status) = try child.rest()
    return Result(
      status: status, output: lines.joined(separator: "\n"),
      messages: try String(contentsOfFile: place, encoding: .utf8))
  }
}

/// A small file system in memory, mounted for one test; only root may.
final class SmallDisk {
  let path: String

  static let isAllowed: Bool = {
    guard geteuid() == 0, let disk = try? SmallDisk(megabytes: 1) else { return false }
    return !disk.path.isEmpty
  }()

  init(megabytes: Int) throws {
    path = NSTemporaryDirectory() + "kiem-disk-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    do {
      try Self.run("mount", ["-t", "tmpfs", "-o", "size=\(megabytes)m", "tmpfs", path])
    } catch {
      try FileManager.default.removeItem(atPath: path)
      throw error
    }
  }

  /// Takes so much room away, until `free`.
  func occupy(megabytes: Int) throws { try occupy(bytes: megabytes << 20) }

  /// Takes all room away but so much, until `free`.
  func occupyAll(but kilobytes: Int) throws {
    let attributes = try FileManager.default.attributesOfFileSystem(forPath: path)
    let free = (attributes[.systemFreeSize] as? NSNumber)?.intValue ?? 0
    try occupy(bytes: max(0, free - kilobytes << 10))
  }

  private func occupy(bytes: Int) throws {
    try Data(count: bytes).write(to: URL(fileURLWithPath: path + "/ballast"))
  }

  func free() throws { try FileManager.default.removeItem(atPath: path + "/ballast") }

  func makeReadOnly() throws { try Self.run("mount", ["-o", "remount,ro", path]) }

  struct Refused: Error { let messages: String }

  private static func run(_ name: String, _ arguments: [String]) throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = [name] + arguments
    let pipe = Pipe()
    process.standardError = pipe
    process.standardOutput = FileHandle.nullDevice
    try process.run()
    let messages = try pipe.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      throw Refused(messages: String(decoding: messages, as: UTF8.self))
    }
  }

  deinit {
    try? Self.run("umount", ["-l", path])
    try? FileManager.default.removeItem(atPath: path)
  }
}
