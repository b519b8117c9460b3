import CLMDB
import Foundation
import Glibc

/// Which file system a folder lies on, as far as memory maps and locks depend on it.
package struct FileSystemKind: Hashable, Sendable {
  /// `f_type` of `statfs`, see `linux/magic.h`.
  package let magic: UInt32
  /// The type in the mount table; only looked up where `magic` is shared by many (FUSE).
  package let mountType: String

  package init(magic: UInt32, mountType: String = "") {
    self.magic = magic
    self.mountType = mountType
  }

  /// The common name of the file system if several machines may mount it at once, else nil.
  ///
  /// A writer on another machine shares neither the mapped pages nor the lock, so a ledger there
  /// would be damaged without anybody noticing.
  package var networkName: String? {
    if magic == Self.fuse {
      let networks = [
        "sshfs", "s3fs", "gcsfuse", "rclone", "glusterfs", "ceph", "davfs", "juicefs",
      ]
      return networks.contains { mountType.contains($0) } ? mountType : nil
    }
    return Self.networkNames[magic]
  }

  /// FUSE serves local overlays as well as remote folders, so its magic number alone says nothing.
  package static let fuse: UInt32 = 0x6573_5546

  private static let networkNames: [UInt32: String] = [
    0x0000_6969: "NFS", 0x0000_517B: "SMB", 0xFF53_4D42: "CIFS", 0xFE53_4D42: "SMB2",
    0x0102_1997: "9P", 0x5346_414F: "AFS", 0x6B41_4653: "AFS", 0x7375_7245: "Coda",
    0x0000_564C: "NCP", 0x00C3_6400: "Ceph", 0x0BD0_0BD0: "Lustre", 0x0116_1970: "GFS2",
    0x7461_636F: "OCFS2", 0x4750_4653: "GPFS", 0x786F_4256: "VirtualBox shared folders",
    0x1983_0326: "BeeGFS", 0x2030_5350: "OrangeFS", 0xAAD7_AAEA: "PanFS",
  ]
}

extension FileSystemKind {
  /// The file system of an existing folder; nil if the system does not tell.
  init?(ofFolder path: String) {
    var buffer = statfs()
    guard unsafe statfs(path, &buffer) == 0 else { return nil }
    let magic = UInt32(truncatingIfNeeded: buffer.f_type)
    let mountType = magic == Self.fuse ? Self.mountType(ofFolder: path) : ""
    self.init(magic: magic, mountType: mountType)
  }

  /// The type of the innermost mount that holds `path`, from the mount table; empty if unreadable.
  private static func mountType(ofFolder path: String) -> String {
    let resolved = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
    guard let table = try? String(contentsOfFile: "/proc/self/mounts", encoding: .utf8) else {
      return ""
    }
    var best = (mountPoint: "", type: "")
    for line in table.split(separator: "\n") {
      let fields = line.split(separator: " ")
      guard fields.count > 2 else { continue }
      let mountPoint = String(fields[1])
      let prefix = mountPoint.hasSuffix("/") ? mountPoint : mountPoint + "/"
      guard resolved == mountPoint || resolved.hasPrefix(prefix) else { continue }
      if mountPoint.utf8.count >= best.mountPoint.utf8.count {
        best = (mountPoint, String(fields[2]))
      }
    }
    return best.type
  }
}
