import Glibc

/// The functions of the preloaded shim; does nothing where it is not loaded.
enum Shim {
  private typealias Arm = @convention(c) (Int, Int32, Int) -> Void
  private typealias Count = @convention(c) () -> Int
  private typealias Open = @convention(c) (UnsafePointer<CChar>) -> Void
  private typealias Mark = @convention(c) (Int) -> Void

  static func arm(first: Int, kind: Int, count: Int) {
    // SAFETY: the symbol is the function of shim.c with exactly this signature.
    guard let function = unsafe symbol("kiem_shim_arm") else { return }
    unsafe unsafeBitCast(function, to: Arm.self)(first, Int32(kind), count)
  }

  static func disarm() { arm(first: 0, kind: 0, count: 0) }

  /// Calls that were made to fail since the last arming.
  static var firedCount: Int {
    guard let function = unsafe symbol("kiem_shim_fired") else { return 0 }
    return unsafe unsafeBitCast(function, to: Count.self)()
  }

  static func trace(to path: String) {
    guard let function = unsafe symbol("kiem_shim_trace") else { return }
    unsafe unsafeBitCast(function, to: Open.self)(path)
  }

  static func mark(_ number: Int) {
    guard let function = unsafe symbol("kiem_shim_mark") else { return }
    unsafe unsafeBitCast(function, to: Mark.self)(number)
  }

  static var isLoaded: Bool { unsafe symbol("kiem_shim_arm") != nil }

  private static func symbol(_ name: String) -> UnsafeMutableRawPointer? {
    unsafe dlsym(UnsafeMutableRawPointer(bitPattern: 0), name)
  }
}
