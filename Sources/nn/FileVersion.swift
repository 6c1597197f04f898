#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What tells that a file was written anew: its size, its place on the disk, and when.
struct FileVersion: Equatable {
  private let size: Int
  private let inode: UInt64
  private let seconds: Int
  private let nanoseconds: Int

  /// nil if there is no such file.
  init?(of path: String) {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    #if canImport(Glibc)
      let time = status.st_mtim
    #else
      let time = status.st_mtimespec
    #endif
    (size, inode) = (Int(clamping: status.st_size), UInt64(status.st_ino))
    (seconds, nanoseconds) = (time.tv_sec, time.tv_nsec)
  }
}
